//! The real workbench, killed at any moment while it is worked with, and started again on what is left, again and again. What was on the
//! disk is there: the layout, and what was typed and not saved.
//!
//! The test starts itself as the program: the application without a window, with real keys.

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use multisplit::file::ReadLimits;
use multisplit::geometry::Ratio;
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
const FILES: [&str; 5] = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"];

type Bench = Harness<'static, Option<App>>;

fn session_of(folder: &Path) -> PathBuf {
    folder.join("state/project-1.json")
}

/// Returns a number for the layout: its splits, tab sets and panes. Titles are left out, since panes have them once they are loaded, and so are
/// the focus and the front tabs, which a frame may change before the program has said so. (`crates/multisplit-host/tests/killed.rs` looks at
/// these and at what can be undone.)
fn fingerprint(layout: &Layout) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut file = layout.save();
    file.recent.clear();
    for node in &mut file.nodes {
        node.active = None;
        if let Some(rare) = &mut node.rare {
            rare.extra.remove("title");
        }
    }
    file.to_text().hash(&mut hasher);
    hasher.finish()
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

/// The program: it does something at random, says what it did, and says what is on the disk, for ever.
fn work_until_killed(folder: &Path) {
    let mut bench = open(folder);
    let begin = app(&mut bench).workspace_mut().layout().clone();
    if begin.tree().panes().count() != begin.tree().panes().filter(|pane| is_text(&begin, *pane)).count() {
        // Only texts: a shell would take the keys.
        let edit = Edit::Open { widget: WidgetId::new("editor:a.txt").expect("an id") };
        let now = app(&mut bench).now();
        drop(app(&mut bench).workspace_mut().run(now, &edit));
        if let Some(pane) = app(&mut bench).workspace_mut().layout().focused_pane() {
            drop(app(&mut bench).workspace_mut().run(now, &Edit::CloseOthers { pane }));
        }
        settle(&mut bench);
    }
    let mut random = Random::new(u64::from(std::process::id()) | 1 << 40);
    let mut waiting: VecDeque<(u64, u64)> = VecDeque::new();
    let mut out = std::io::stdout().lock();
    for step in 0_u64.. {
        if step > 0 {
            writeln!(out, "will {step}").expect("heard");
            let typed = act(&mut bench, &mut random, step);
            typed.into_iter().for_each(|word| writeln!(out, "typed {step} {word}").expect("heard"));
        }
        // Said before it is handed in, and again after each frame, which may change more.
        for frame in 0..FRAMES {
            if frame > 0 {
                bench.step();
            }
            writeln!(out, "did {step} {}", fingerprint(app(&mut bench).workspace_mut().layout())).expect("heard");
            out.flush().expect("heard");
        }
        if random.below(6) == 0 {
            app(&mut bench).finish();
            writeln!(out, "kept {step}").expect("heard");
        }
        let (handed_in, durable) = app(&mut bench).changes_kept().expect("kept");
        waiting.push_back((step, handed_in));
        while let Some((step, _)) = waiting.pop_front_if(|(_, number)| *number <= durable) {
            writeln!(out, "safe {step}").expect("heard");
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
    /// The layouts after its steps.
    did: Vec<(u64, u64)>,
    /// The number of the last step whose layout was on the disk.
    safe: Option<u64>,
    /// The words of its steps.
    typed: Vec<(u64, String)>,
    /// The last step after which everything was on the disk.
    kept: u64,
    /// The step that it had begun.
    will: u64,
}

impl Said {
    /// Returns `true` if the program was killed within a step, so that it could not say what came of it.
    fn was_at_work(&self) -> bool {
        let Some((last, _)) = self.did.last() else { return true };
        let frames = self.did.iter().rev().take_while(|(step, _)| step == last).count();
        self.will > *last || frames < FRAMES
    }

    fn of(lines: &[String]) -> Self {
        let mut said = Self::default();
        lines.iter().for_each(|line| said.note(line));
        said
    }

    fn note(&mut self, line: &str) {
        let mut parts = line.split_whitespace();
        let (Some(word), Some(step)) = (parts.next(), parts.next().and_then(|step| step.parse::<u64>().ok())) else {
            return;
        };
        match (word, parts.next()) {
            ("did", Some(found)) => self.did.push((step, found.parse().expect("a number"))),
            ("typed", Some(word)) => self.typed.push((step, word.to_owned())),
            ("safe", _) => self.safe = Some(step),
            ("kept", _) => self.kept = step,
            ("will", _) => self.will = step,
            _ => {}
        }
    }
}

#[test]
fn nothing_that_was_on_the_disk_is_lost_however_often_the_workbench_is_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return work_until_killed(Path::new(&folder));
    }
    let kills = std::env::var("MULTISPLIT_WORKBENCH_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("work")).expect("made");
    for file in FILES {
        fs::write(folder.path().join("work").join(file), format!("{file}\n")).expect("written");
    }
    let mut random = Random::new(0x9E37_79B9);
    let (mut steps, mut words) = (0, vec![]);
    let mut before = None;
    for kill in 0..kills {
        let after = Duration::from_micros(random.below(u64::try_from(LONGEST.as_micros()).expect("small")));
        let lines = run_and_kill(NAME, (FOLDER, folder.path()), "did 0 ", after);
        let said = Said::of(&lines);
        let (layout, texts) = left(folder.path());
        let found = fingerprint(&layout);
        let at = said.did.iter().rfind(|(_, did)| *did == found).map(|(step, _)| *step);
        // Within a step it may have done what it did not come to say; the layout only has to be valid then.
        let was_at_work = said.was_at_work();
        // If it came to write nothing, there is what was there before.
        let is_as_before = said.safe.is_none() && before == Some(found);
        assert!(
            was_at_work || is_as_before || at.is_some_and(|at| Some(at) >= said.safe),
            "kill {kill}: step {:?} was on the disk, and there is {at:?}",
            said.safe
        );
        before = Some(found);
        words.extend(said.typed.iter().filter(|(step, _)| *step <= said.kept).map(|(_, word)| word.clone()));
        let missing: Vec<&String> = words.iter().filter(|word| !texts.contains(word.as_str())).collect();
        assert!(missing.is_empty(), "kill {kill}: {missing:?} were on the disk");
        steps += said.did.len();
    }
    assert!(steps as u64 > kills && words.len() as u64 > kills / 10, "{steps} steps and {} words", words.len());
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
