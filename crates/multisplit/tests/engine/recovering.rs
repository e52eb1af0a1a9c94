//! A store that only ever saw checkpoints and transactions makes the same layout again, with everything that can be undone.

use crate::check::saved;
use crate::everything::{act, act_at, moment, steps};
use crate::model::runner;
use multisplit::file::ReadLimits;
use multisplit::journal::Recovery;
use multisplit::{Bars, Layout, Moment, Rules, WidgetId};
use proptest::prelude::prop;

/// What a store holds.
#[derive(Clone, Debug, Default)]
struct Kept {
    sequence: u64,
    layout: String,
    history: String,
    transactions: Vec<String>,
}

impl Kept {
    /// Takes over what was committed. A transaction from before a checkpoint stays, as after a crash between the two.
    fn follow(&mut self, layout: &mut Layout, checkpoint: bool) {
        if layout.take_checkpoint_needed() || checkpoint || self.layout.is_empty() {
            let checkpoint = layout.checkpoint();
            self.sequence = checkpoint.sequence();
            (self.layout, self.history) = (checkpoint.layout_text(), checkpoint.history_text());
        }
        while let Some(committed) = layout.poll_committed() {
            self.transactions.push(serde_json::to_string(&committed).expect("JSON"));
        }
    }

    fn recovery(&self, focus: &Layout) -> Recovery<'_> {
        Recovery {
            sequence: self.sequence,
            layout: &self.layout,
            history: Some(&self.history),
            transactions: self.transactions.iter().map(String::as_str).collect(),
            focus: focus.focused_pane(),
        }
    }

    fn recover(&self, focus: &Layout) -> (Layout, Vec<String>) {
        let mut layout = Layout::with_rules(focus.rules());
        let lost = layout.recover(&self.recovery(focus), ReadLimits::default()).expect("a layout");
        layout.tree().assert_valid();
        (layout, lost)
    }
}

fn names(layout: &Layout) -> (Vec<String>, Vec<String>) {
    (
        layout.history().undo_names().map(str::to_owned).collect(),
        layout.history().redo_names().map(str::to_owned).collect(),
    )
}

/// Undoes everything and redoes it in both, and asserts that they are the same all the way.
fn assert_same_history(one: &mut Layout, other: &mut Layout) {
    assert_eq!(names(one), names(other));
    loop {
        assert_eq!(shape(one), shape(other));
        let undone = (one.undo().is_ok(), other.undo().is_ok());
        assert_eq!(undone.0, undone.1);
        if !undone.0 {
            break;
        }
    }
    while one.redo().is_ok() {
        other.redo().expect("one more");
        assert_eq!(shape(one), shape(other));
    }
    assert_eq!(names(one), names(other));
}

/// Returns the layout as a file, without the order in which panes had the focus before the focused one.
fn shape(layout: &Layout) -> multisplit::file::LayoutFile {
    let mut file = layout.save();
    file.recent.truncate(1);
    file
}

#[test]
fn a_layout_and_its_history_are_the_same_after_a_restart_at_any_moment() {
    let cases = (steps(), prop::collection::vec(0..12u8, 40));
    let run = runner(1).run(&cases, |((always, steps), extra)| {
        let bars = if always { Bars::Always } else { Bars::WhenSeveral };
        let mut layout = Layout::with_rules(Rules { bars, ..Rules::default() });
        layout.keep_journal();
        let mut kept = Kept::default();
        let mut begun = 0;
        for (at, (step, extra)) in steps.iter().zip(extra).enumerate() {
            let now = moment(at - begun);
            layout.note_time(now);
            act_at(&mut layout, *step, at, now);
            match extra {
                0 | 1 => drop(layout.undo()),
                2 => drop(layout.redo()),
                3 => rename_first(&mut layout, at),
                4 => layout.forget_history(),
                _ => {}
            }
            kept.follow(&mut layout, extra == 5);
            if extra == 6 {
                // The program starts again, with a clock of its own, and takes a checkpoint.
                layout = kept.recover(&layout).0;
                layout.keep_journal();
                kept.follow(&mut layout, true);
                begun = at;
            }
        }
        // What only looked at a tab is no entry after a restart, and none after a while.
        layout.note_time(moment(steps.len()) + std::time::Duration::from_secs(1));
        let (mut again, lost) = kept.recover(&layout);
        assert_eq!(lost, Vec::<String>::new());
        assert_eq!(again.history().sequence(), layout.history().sequence());
        assert_same_history(&mut layout, &mut again);
        Ok(())
    });
    run.unwrap_or_else(|e| panic!("{e}"));
}

fn rename_first(layout: &mut Layout, at: usize) {
    let first = layout.tree().panes().next();
    if let Some(pane) = first {
        // The new id may be one that an undo would bring back.
        let to = WidgetId::new(format!("w{}", at / 2)).expect("an id");
        drop(layout.rename_widget(pane, &to));
    }
}

/// A layout of four panes whose store has its checkpoint at the second.
fn four() -> (Layout, Kept) {
    let mut layout = Layout::new();
    layout.keep_journal();
    let mut kept = Kept::default();
    for (at, name) in ["a", "b", "c", "d"].into_iter().enumerate() {
        let widget = WidgetId::new(name).expect("an id");
        layout.run(moment(at * 9), &multisplit::Command::Open { widget }).expect("opened");
        kept.follow(&mut layout, at == 1);
    }
    (layout, kept)
}

#[test]
fn a_missing_transaction_ends_the_replay_with_words() {
    let (layout, mut kept) = four();
    kept.transactions.remove(2);
    let (again, lost) = kept.recover(&layout);
    assert_eq!(again.tree().pane_count(), 2);
    assert_eq!(lost, ["the change of the layout after number 2 is missing, and with it the 1 after it"]);
}

#[test]
fn a_transaction_that_does_not_fit_leaves_the_layout_before_it() {
    let (layout, mut kept) = four();
    kept.transactions[2] = kept.transactions[3].replace("\"sequence\":4", "\"sequence\":3");
    let (again, lost) = kept.recover(&layout);
    assert_eq!(again.tree().pane_count(), 2);
    assert!(lost[0].starts_with("the last 2 changes of the layout (open) do not fit: "), "{lost:?}");
}

#[test]
fn a_history_that_is_lost_or_of_another_layout_costs_undo_only() {
    let (layout, mut kept) = four();
    kept.history = "{\"sequence\":2,\"undo\":[{}]}".to_owned();
    let (mut again, lost) = kept.recover(&layout);
    assert!(lost[0].starts_with("what could be undone is lost: "), "{lost:?}");
    assert_eq!(saved(&again), saved(&layout));
    assert_eq!(again.history().undo_names().count(), 2, "those after the checkpoint");
    again.undo().and_then(|()| again.undo()).expect("undone");
    assert!(again.undo().is_err());

    let (other, mut kept) = four();
    let mut entries: serde_json::Value = serde_json::from_str(&kept.history).expect("JSON");
    entries["undo"][1]["inverses"][0] = serde_json::json!({"delete": {"node": 999}});
    kept.history = entries.to_string();
    let (mut again, lost) = kept.recover(&other);
    assert!(lost.is_empty());
    again.undo().and_then(|()| again.undo()).expect("those after the checkpoint");
    let before = saved(&again);
    let refused = again.undo().expect_err("it does not fit");
    assert_eq!(refused.kind().name(), "HistoryUnfit");
    assert_eq!((saved(&again), again.history().undo_names().count()), (before, 0));
    again.run(Moment::ZERO, &multisplit::Command::Unzoom).expect("it goes on");
}

#[test]
fn nothing_merges_with_an_entry_from_before_a_restart() {
    let (layout, kept) = four();
    let (mut again, _) = kept.recover(&layout);
    let count = again.history().undo_names().count();
    let pane = again.focused_pane().expect("a pane");
    again.run(Moment::ZERO, &multisplit::Command::Close { pane }).expect("closed");
    assert_eq!(again.history().undo_names().count(), count + 1);
}

#[test]
fn a_transaction_that_was_open_while_an_entry_below_it_expired_is_repeated_without_that_entry() {
    let mut layout = crate::check::with_rules("tabs(a, >*b)", Rules::default());
    layout.keep_journal();
    let mut kept = Kept::default();
    kept.follow(&mut layout, true);
    let a = layout.tree().panes().next().expect("a pane");
    let at = Moment::from_millis;
    layout.run(at(1_000), &multisplit::Command::Activate { pane: a }).expect("looked at");
    layout.begin("drag", at(1_300)).expect("none is open");
    let widget = WidgetId::new("c").expect("an id");
    let ratio = multisplit::geometry::Ratio::HALF;
    let split = multisplit::Command::Split { pane: a, place: multisplit::Placement::Right, widget, ratio };
    layout.run(at(1_300), &split).expect("split");
    layout.note_time(at(2_000));
    layout.commit().expect("open");
    kept.follow(&mut layout, false);
    let (mut again, lost) = kept.recover(&layout);
    assert!(lost.is_empty());
    assert_eq!(names(&layout).0.last().map(String::as_str), Some("drag"));
    assert_same_history(&mut layout, &mut again);
}

/// What a damaged or foreign record may say instead of a number.
const NUMBERS: [&str; 9] = ["0", "1", "2", "3", "7", "4294967296", "9007199254740991", "18446744073709551615", "-1"];

#[test]
fn records_of_any_content_leave_a_valid_layout_or_the_one_before() {
    let cases = (steps(), prop::collection::vec((0..400usize, 0..9usize, prop::bool::ANY), 1..6));
    let run = runner(1).run(&cases, |((_, steps), damage)| {
        let mut layout = Layout::with_rules(Rules { keep_last: false, ..Rules::default() });
        layout.keep_journal();
        let mut kept = Kept::default();
        for (at, step) in steps.iter().enumerate() {
            layout.note_time(moment(at));
            act(&mut layout, *step, at);
            kept.follow(&mut layout, at == steps.len() / 2);
        }
        for (at, number, in_history) in damage {
            let count = kept.transactions.len().max(1);
            match kept.transactions.get_mut(at % count).filter(|_| !in_history) {
                Some(text) => replace_number(text, at, NUMBERS[number]),
                None => replace_number(&mut kept.history, at, NUMBERS[number]),
            }
        }
        let (mut again, _) = kept.recover(&layout);
        // Whatever is undone and redone, nothing breaks.
        for _ in 0..3 {
            while again.undo().is_ok() {
                again.tree().assert_valid();
            }
            while again.redo().is_ok() {
                again.tree().assert_valid();
            }
        }
        again.place(multisplit::placement::Area::new(1_000.0, 800.0).expect("an area"));
        Ok(())
    });
    run.unwrap_or_else(|e| panic!("{e}"));
}

/// Replaces one of the numbers in a text.
fn replace_number(text: &mut String, which: usize, by: &str) {
    let bytes = text.as_bytes();
    let is_start = |at: &usize| bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[*at - 1].is_ascii_digit());
    let starts: Vec<usize> = (0..bytes.len()).filter(is_start).collect();
    let Some(from) = starts.get(which % starts.len().max(1)).copied() else { return };
    let to = (from..bytes.len()).find(|at| !bytes[*at].is_ascii_digit()).unwrap_or(bytes.len());
    text.replace_range(from..to, by);
}
