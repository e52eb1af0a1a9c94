//! A program that is killed at any moment, again and again, on one session. Whatever it has been told to be on the disk is there: the
//! layout, the texts of widgets, and undo. The idea is that of the crash tests of `RocksDB`.
//!
//! The test starts itself as the program.

use multisplit::file::ReadLimits;
use multisplit::placement::Area;
use multisplit::{Bars, Command as Edit, Intent, PaneId, Provided, Request, Rules, Saved, WidgetId, WidgetProvider};
use multisplit::{Placement, Workspace, geometry::Ratio};
use multisplit_host::{Host, KeptSession, SessionStore};
use multisplit_testing::{Random, run_and_kill};
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

/// The folder of the session, for the program that is killed.
const FOLDER: &str = "MULTISPLIT_KILLED_IN";
/// The name of the test.
const NAME: &str = "nothing_that_was_on_the_disk_is_lost_however_often_the_program_is_killed";
/// How often the program is killed. `MULTISPLIT_KILLS` asks for more.
const KILLS: u64 = 200;

struct Texts;

impl WidgetProvider for Texts {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        Provided::Ready(request.saved.map(Saved::as_str).unwrap_or_default().to_owned())
    }

    fn save(&mut self, _: &WidgetId, widget: &mut String) -> Option<Saved> {
        Some(Saved::new(widget.as_str()).expect("short"))
    }
}

fn recovered(kept: &KeptSession) -> Workspace<Texts> {
    let mut workspace = Workspace::with_rules(Box::new(Texts), Rules { bars: Bars::Always, ..Rules::default() });
    let recovered = kept.recover(&mut workspace, ReadLimits::default()).expect("a layout");
    assert_eq!(recovered.lost, Vec::<String>::new());
    workspace
}

/// Returns a number for everything a user would miss: the layout, what can be undone and redone, and the texts.
fn fingerprint(workspace: &mut Workspace<Texts>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut layout = workspace.layout().save();
    // The order of the focus before the focused pane is kept with each checkpoint only.
    layout.recent.truncate(1);
    layout.to_text().hash(&mut hasher);
    let history = workspace.layout().history();
    history.undo_names().chain(["|"]).chain(history.redo_names()).for_each(|name| name.hash(&mut hasher));
    let states = workspace.collect_states_with_closed().states;
    states.iter().for_each(|(widget, saved)| (widget.as_str(), saved.as_str()).hash(&mut hasher));
    hasher.finish()
}

/// The program: it does something at random, says what it did, and says what is on the disk, for ever.
fn work_until_killed(folder: &Path) {
    let (session, kept) = SessionStore::open(folder, "session", || {}).expect("opened");
    let mut workspace = recovered(&kept);
    let mut host = Host::new(|| {});
    host.keep_session(session, &mut workspace);
    let mut random = Random::new(u64::from(std::process::id()) | 1 << 40);
    let mut waiting: VecDeque<(u64, u64)> = VecDeque::new();
    let mut out = std::io::stdout().lock();
    for step in 0_u64.. {
        if step > 0 {
            act(&mut workspace, &mut host, &mut random, step);
        }
        // Said before it is handed in: the program may be killed in between.
        writeln!(out, "did {step} {}", fingerprint(&mut workspace)).expect("heard");
        out.flush().expect("heard");
        host.drive(&mut workspace);
        let session = host.session().expect("kept");
        session.keep_states(&mut workspace);
        waiting.push_back((step, session.handed_in()));
        let durable = session.durable();
        while let Some((step, _)) = waiting.pop_front_if(|(_, number)| *number <= durable) {
            writeln!(out, "safe {step}").expect("heard");
        }
        out.flush().expect("heard");
    }
}

fn act(workspace: &mut Workspace<Texts>, host: &mut Host<String>, random: &mut Random, step: u64) {
    let now = host.now();
    let panes: Vec<PaneId> = workspace.layout().tree().panes().collect();
    let widget = WidgetId::new(format!("{}-{step}", std::process::id())).expect("an id");
    let pane = random.one_of(&panes);
    let intent = match (random.below(8), pane) {
        (0 | 1, Some(pane)) if panes.len() < 40 => {
            let places = [Placement::Left, Placement::Right, Placement::Top, Placement::Tab];
            let place = random.one_of(&places).expect("one of four");
            Intent::Run(Edit::Split { pane, place, widget, ratio: Ratio::HALF })
        }
        (2 | 3, Some(pane)) if panes.len() > 5 => Intent::Run(Edit::Close { pane }),
        (4, _) => Intent::Undo,
        (5, _) => Intent::Redo,
        (6, Some(pane)) => {
            workspace.frame(now, Area::new(4_000.0, 4_000.0).expect("an area"));
            if let Some(text) = workspace.slots().live(pane) {
                text.push_str(&format!(" {step}"));
            }
            return;
        }
        _ => Intent::Run(Edit::Open { widget }),
    };
    // A refusal is as good as any other outcome.
    drop(workspace.apply(now, intent));
}

#[test]
fn nothing_that_was_on_the_disk_is_lost_however_often_the_program_is_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return work_until_killed(Path::new(&folder));
    }
    let kills = std::env::var("MULTISPLIT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let folder = tempfile::tempdir().expect("a folder");
    let mut random = Random::new(0x9E37_79B9);
    let mut done = 0;
    for kill in 0..kills {
        let lines = run_and_kill(NAME, (FOLDER, folder.path()), "did 0 ", Duration::from_micros(random.below(60_000)));
        let numbers = |word: &str| -> Vec<Vec<u64>> {
            let of = lines.iter().filter_map(|line| line.strip_prefix(word));
            of.map(|line| line.split_whitespace().map(|n| n.parse().expect("a number")).collect()).collect()
        };
        let (did, safe) = (numbers("did "), numbers("safe "));
        let safe = safe.last().map_or(0, |line| usize::try_from(line[0]).expect("small"));
        let kept = KeptSession::read(folder.path(), "session").expect("readable");
        let found = fingerprint(&mut recovered(&kept));
        let allowed = &did[safe.min(did.len())..];
        assert!(
            allowed.is_empty() || allowed.iter().any(|line| line[1] == found),
            "kill {kill}: {safe} steps were on the disk, and the session is that of step {:?}",
            did.iter().position(|line| line[1] == found)
        );
        done += did.len();
    }
    assert!(done as u64 > kills, "the program did {done} steps");
}
