//! The real workbench, killed at any moment while it is worked with, and started again on what is left, again and again. What was on the
//! disk is there: the layout, and what was typed and not saved.
//!
//! The test starts itself as the program: the application without a window, with real keys.

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use multisplit::file::ReadLimits;
use multisplit::geometry::Ratio;
use multisplit::journal::Recovery;
use multisplit::{Command as Edit, Intent, Layout, PaneId, Placement, WidgetId};
use multisplit_host::KeptSession;
use multisplit_testing::{Random, run_and_kill};
use multisplit_workbench::app::{App, Start};
use std::collections::VecDeque;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of the test, for the program that is killed.
const FOLDER: &str = "MULTISPLIT_WORKBENCH_KILLED_IN";
/// The name of the test.
const NAME: &str = "nothing_that_was_on_the_disk_is_lost_however_often_the_workbench_is_killed";
/// How often the program is killed. `MULTISPLIT_WORKBENCH_KILLS` asks for more.
const KILLS: u64 = 60;
/// The longest time that the program works before it is killed.
const LONGEST: Duration = Duration::from_millis(700);
/// How often the program says what it did, each time after another frame.
const FRAMES: usize = 3;
/// How many steps are done without a kill.
const STEPS: u64 = 200;
/// Longer than the time in which a change joins the entry before it, and looking at a tab can be undone.
const LONGER_THAN_MERGING: Duration = Duration::from_millis(600);
const FILES: [&str; 5] = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"];

type Bench = Harness<'static, Option<App>>;

fn session_of(folder: &Path) -> PathBuf {
    folder.join("state/project-1.json")
}

/// A layout as it was after one of its transactions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct State {
    /// The number of the transaction.
    number: u64,
    /// A number for the layout (its splits, tab sets, panes and front tabs) and for what can be undone and redone. Titles are left out, since
    /// panes have them once they are loaded, and so is the focus, which no transaction tells.
    /// (`crates/multisplit-host/tests/killed.rs` looks at the focus.)
    fingerprint: u64,
}

impl State {
    /// Returns the state of the layout that is worked with, as a checkpoint of this moment brings it back: looking at a tab is no entry of the
    /// history then.
    fn of_living(bench: &mut Bench) -> Self {
        let checkpoint = app(bench).workspace_mut().checkpoint();
        let mut layout = Layout::new();
        let kept = Recovery {
            sequence: checkpoint.sequence(),
            layout: &checkpoint.layout_text(),
            history: Some(&checkpoint.history_text()),
            transactions: vec![],
            focus: None,
        };
        let lost = layout.recover(&kept, ReadLimits::default()).expect("a layout");
        assert_eq!(lost, Vec::<String>::new());
        Self::of(&layout)
    }

    fn of(layout: &Layout) -> Self {
        let mut hasher = DefaultHasher::new();
        let mut file = layout.save();
        file.recent.clear();
        file.nodes.iter_mut().filter_map(|node| node.rare.as_mut()).for_each(|rare| drop(rare.extra.remove("title")));
        file.to_text().hash(&mut hasher);
        let history = layout.history();
        history.undo_names().chain(["|"]).chain(history.redo_names()).for_each(|name| name.hash(&mut hasher));
        Self { number: history.sequence(), fingerprint: hasher.finish() }
    }
}

fn open(folder: &Path) -> Bench {
    let (path, file) = (folder.join("work"), session_of(folder));
    let mut bench = Harness::builder().with_size(egui::vec2(1000.0, 700.0)).with_max_steps(64).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let start = Start::Session { number: None, file: Some(file.clone()) };
            let app = app.get_or_insert_with(|| App::new(ui.ctx(), Some(path.clone()), &start).expect("starts"));
            app.logic(ui.ctx());
            app.frame(ui);
        },
        None,
    );
    settle(&mut bench);
    bench
}

fn app(bench: &mut Bench) -> &mut App {
    bench.state_mut().as_mut().expect("started")
}

fn settle(bench: &mut Bench) {
    bench.step();
    while !app(bench).is_settled() {
        bench.step();
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Closes what is no text: a shell would take the keys.
fn leave_only_texts(bench: &mut Bench) {
    let begin = app(bench).workspace_mut().layout().clone();
    if begin.tree().panes().count() != begin.tree().panes().filter(|pane| is_text(&begin, *pane)).count() {
        let edit = Edit::Open { widget: WidgetId::new("editor:a.txt").expect("an id") };
        let now = app(bench).now();
        drop(app(bench).workspace_mut().run(now, &edit));
        if let Some(pane) = app(bench).workspace_mut().layout().focused_pane() {
            drop(app(bench).workspace_mut().run(now, &Edit::CloseOthers { pane }));
        }
        settle(bench);
    }
}

/// The program: it does something at random, says what it did, and says what is on the disk, for ever.
fn work_until_killed(folder: &Path) {
    let mut bench = open(folder);
    // Panes that an undo of the last run has brought back are closed before the first step: what lies between is between these two.
    let State { number, fingerprint } = State::of_living(&mut bench);
    leave_only_texts(&mut bench);
    let mut random = Random::new(u64::from(std::process::id()) | 1 << 40);
    let mut waiting: VecDeque<(u64, u64)> = VecDeque::new();
    let mut out = std::io::stdout().lock();
    writeln!(out, "did {number} {fingerprint}").expect("heard");
    for step in 0_u64.. {
        if step > 0 {
            let typed = act(&mut bench, &mut random, step);
            typed.into_iter().for_each(|word| writeln!(out, "typed {step} {word}").expect("heard"));
        }
        // Said before it is handed in, and again after each frame, which may change more.
        let mut last = 0;
        for frame in 0..FRAMES {
            if frame > 0 {
                last = app(&mut bench).workspace_mut().layout().history().sequence();
                bench.step();
            }
            let State { number, fingerprint } = State::of_living(&mut bench);
            writeln!(out, "did {number} {fingerprint}").expect("heard");
            out.flush().expect("heard");
        }
        if random.below(6) == 0 {
            app(&mut bench).finish();
            writeln!(out, "kept {step}").expect("heard");
        }
        let (handed_in, durable) = app(&mut bench).changes_kept().expect("kept");
        waiting.push_back((last, handed_in));
        while let Some((last, _)) = waiting.pop_front_if(|(_, number)| *number <= durable) {
            writeln!(out, "safe {last}").expect("heard");
        }
        out.flush().expect("heard");
        if random.below(4) == 0 {
            // Gives the kill a chance to come where everything was said.
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

fn is_text(layout: &Layout, pane: PaneId) -> bool {
    layout.tree().widget(pane).is_some_and(|widget| ["editor", "view"].contains(&widget.kind()))
}

/// Does something. Returns a word that was typed.
fn act(bench: &mut Bench, random: &mut Random, step: u64) -> Option<String> {
    let layout = app(bench).workspace_mut().layout().clone();
    let panes: Vec<PaneId> = layout.tree().panes().collect();
    let pane = random.one_of(&panes);
    let widget = WidgetId::new(format!("editor:{}", random.one_of(&FILES).expect("one of five"))).expect("an id");
    let intent = match (random.below(8), pane) {
        (0, Some(pane)) => {
            let places = [Placement::Left, Placement::Right, Placement::Top, Placement::Tab];
            let place = random.one_of(&places).expect("one of four");
            Intent::Run(Edit::Split { pane, place, widget, ratio: Ratio::HALF })
        }
        (1, Some(pane)) if panes.len() > 1 => Intent::Run(Edit::Close { pane }),
        (2, _) => Intent::Undo,
        (3, _) => Intent::Redo,
        (4, _) => Intent::Run(Edit::Open { widget }),
        _ => return type_word(bench, step),
    };
    // A refusal is as good as any other outcome.
    let now = app(bench).now();
    drop(app(bench).workspace_mut().apply(now, intent));
    None
}

/// Types a word at the end of the focused text. Returns it if it has arrived there.
fn type_word(bench: &mut Bench, step: u64) -> Option<String> {
    let word = format!("{}w{step}", std::process::id());
    settle(bench);
    let end = [true, false].map(|pressed| Event::Key {
        key: Key::End,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    });
    let letters = word.chars().chain([' ']).map(|letter| Event::Text(letter.to_string()));
    bench.input_mut().events.extend(end.into_iter().chain(letters));
    bench.step();
    let states = app(bench).workspace_mut().collect_states_with_closed().states;
    states.iter().any(|(_, saved)| saved.to_text().contains(&word)).then_some(word)
}

/// What a program said before it was killed.
#[derive(Default)]
struct Said {
    /// The layouts after its frames.
    did: Vec<State>,
    /// The last transaction that was on the disk.
    safe: Option<u64>,
    /// The words that were typed, each with its step.
    typed: Vec<(u64, String)>,
    /// The last step after which everything was on the disk.
    kept: u64,
}

impl Said {
    fn of(lines: &[String]) -> Self {
        let mut said = Self::default();
        lines.iter().for_each(|line| said.note(line));
        said
    }

    fn note(&mut self, line: &str) {
        let mut parts = line.split_whitespace();
        let (Some(word), Some(number)) = (parts.next(), parts.next().and_then(|number| number.parse::<u64>().ok()))
        else {
            return;
        };
        match (word, parts.next()) {
            ("did", Some(found)) => {
                self.did.push(State { number, fingerprint: found.parse().expect("a number") });
            }
            ("typed", Some(word)) => self.typed.push((number, word.to_owned())),
            ("safe", _) => self.safe = Some(number),
            ("kept", _) => self.kept = number,
            _ => {}
        }
    }

    /// Returns, in words, why a state may not be on the disk after this. It may if it is exactly what the program said of its transaction, or
    /// one between two that it named, or one after the last of them, within a step that it did not come to speak of.
    fn judge(&self, found: State, before: Option<State>) -> Result<(), String> {
        if self.safe.is_none() && before == Some(found) {
            // It came to write nothing, so there is what was there before.
            return Ok(());
        }
        if self.safe.is_some_and(|safe| found.number < safe) {
            return Err(format!("transaction {:?} was on the disk, and there is {}", self.safe, found.number));
        }
        let named: Vec<State> = self.did.iter().copied().filter(|did| did.number == found.number).collect();
        let first = self.did.first().map_or(0, |did| did.number);
        match named.contains(&found) || (named.is_empty() && found.number > first) {
            true => Ok(()),
            false => Err(format!("{found:?} is on the disk, and the program had {named:?}")),
        }
    }
}

/// Makes a folder of texts, and one for the state of the application.
fn texts() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("work")).expect("made");
    for file in FILES {
        fs::write(folder.path().join("work").join(file), format!("{file}\n")).expect("written");
    }
    folder
}

#[test]
fn nothing_that_was_on_the_disk_is_lost_however_often_the_workbench_is_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return work_until_killed(Path::new(&folder));
    }
    let kills = std::env::var("MULTISPLIT_WORKBENCH_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let folder = texts();
    let mut random = Random::new(0x9E37_79B9);
    let (mut steps, mut words) = (0, vec![]);
    let mut before = None;
    for kill in 0..kills {
        let after = Duration::from_micros(random.below(u64::try_from(LONGEST.as_micros()).expect("small")));
        let lines = run_and_kill(NAME, (FOLDER, folder.path()), "did ", after);
        let said = Said::of(&lines);
        let (layout, texts) = left(folder.path());
        let found = State::of(&layout);
        if let Err(why) = said.judge(found, before) {
            panic!("kill {kill}: {why}");
        }
        before = Some(found);
        words.extend(said.typed.iter().filter(|(step, _)| *step <= said.kept).map(|(_, word)| word.clone()));
        let missing: Vec<&String> = words.iter().filter(|word| !texts.contains(word.as_str())).collect();
        assert!(missing.is_empty(), "kill {kill}: {missing:?} were on the disk");
        steps += said.did.len();
    }
    assert!(steps as u64 > kills && words.len() as u64 > kills / 10, "{steps} steps and {} words", words.len());
}

#[test]
fn what_is_on_the_disk_is_what_is_worked_with() {
    let folder = texts();
    let mut random = Random::new(0x51_7C_C1);
    let mut bench = open(folder.path());
    leave_only_texts(&mut bench);
    for step in 1..=STEPS {
        act(&mut bench, &mut random, step);
        bench.step();
        bench.step();
        let living = State::of_living(&mut bench);
        while app(&mut bench).changes_kept().is_some_and(|(handed_in, durable)| durable < handed_in) {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(State::of(&left(folder.path()).0), living, "step {step}");
        match random.below(40) {
            0 => std::thread::sleep(LONGER_THAN_MERGING),
            1 | 2 => {
                // As if killed: what is left is what the transactions say.
                drop(bench);
                bench = open(folder.path());
            }
            _ => {}
        }
    }
}

/// Returns the layout that is left on the disk, and the states of widgets together.
fn left(folder: &Path) -> (Layout, String) {
    let file = session_of(folder);
    let kept = KeptSession::read(file.parent().expect("a folder"), "project-1").expect("readable");
    let mut layout = Layout::new();
    let lost = layout.recover(&kept.recovery().expect("a layout"), ReadLimits::default()).expect("a layout");
    assert_eq!(lost, Vec::<String>::new());
    (layout, kept.states().map(|(_, saved)| saved.to_text().into_owned()).collect())
}
