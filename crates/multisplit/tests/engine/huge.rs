//! The promised number of panes and the promised depth, on the two megabytes of stack that a test thread has.

use crate::check::saved;
use multisplit::file::ReadLimits;
use multisplit::geometry::Ratio;
use multisplit::placement::Area;
use multisplit::{Command, Layout, Moment, PaneId, Placement, Template, WidgetId};

fn widget(at: usize) -> WidgetId {
    WidgetId::new(format!("w{at}")).expect("an id")
}

fn place(layout: &mut Layout) {
    layout.place(Area::new(1600.0, 1000.0).expect("an area"));
}

fn round_trip(layout: &Layout) {
    let text = layout.save().to_text();
    let mut again = Layout::new();
    again.load(&text, ReadLimits::default()).expect("what was saved can be loaded");
    again.tree().assert_valid();
    place(&mut again);
    assert_eq!(again.save().to_text(), text);
}

#[test]
fn a_hundred_thousand_panes_are_built_placed_saved_and_taken_back() {
    let side = 316;
    let widgets: Vec<WidgetId> = (0..side * side).map(widget).collect();
    let mut layout = Layout::new();
    let template = Template::Grid { rows: side, cols: side };
    layout.run(Moment::ZERO, &Command::Template { template, widgets }).expect("an empty surface");
    let mut last = layout.focused_pane().expect("a pane");
    for at in 0..144 {
        let command =
            Command::Split { pane: last, place: Placement::Tab, widget: widget(side * side + at), ratio: Ratio::HALF };
        last = layout.run(Moment::ZERO, &command).expect("room").pane.expect("a pane");
    }
    assert_eq!(layout.tree().pane_count(), 100_000);
    place(&mut layout);
    layout.tree().assert_valid();
    round_trip(&layout);
    let before = saved(&layout);
    layout.run(Moment::ZERO, &Command::CloseOthers { pane: last }).expect("none is locked");
    assert_eq!(layout.tree().pane_count(), 1);
    layout.undo().expect("done");
    layout.tree().assert_valid();
    assert_eq!(saved(&layout), before);
    while layout.undo().is_ok() {}
    assert_eq!(layout.tree().pane_count(), 0);
}

#[test]
fn ten_thousand_levels_are_built_placed_saved_and_taken_back() {
    let depth = 10_000;
    let widgets: Vec<WidgetId> = (0..=depth).map(widget).collect();
    let mut layout = Layout::new();
    layout.run(Moment::ZERO, &Command::Template { template: Template::Golden, widgets }).expect("an empty surface");
    place(&mut layout);
    layout.tree().assert_valid();
    let deepest = layout.tree().pane_of(&widget(depth)).expect("there");
    assert_eq!(layout.tree().depth(deepest.node()), depth);
    round_trip(&layout);
    let root = layout.tree().root().expect("a root");
    for command in [Command::Rotate { split: root }, Command::Zoom { pane: deepest }, Command::Close { pane: deepest }]
    {
        layout.run(Moment::ZERO, &command).expect("nothing is in the way");
        place(&mut layout);
    }
    layout.tree().assert_valid();
    while layout.undo().is_ok() {}
    layout.redo().expect("the template");
    place(&mut layout);
    assert_eq!(layout.tree().pane_count(), depth + 1);
}

#[test]
fn splitting_the_newest_pane_again_and_again_stays_cheap_in_memory() {
    let mut layout = Layout::new();
    let mut last: PaneId =
        layout.run(Moment::ZERO, &Command::Open { widget: widget(0) }).expect("empty").pane.expect("a pane");
    for at in 1..10_000 {
        let place = if at % 2 == 0 { Placement::Right } else { Placement::Bottom };
        let command = Command::Split { pane: last, place, widget: widget(at), ratio: Ratio::HALF };
        last = layout.run(Moment::ZERO, &command).expect("room").pane.expect("a pane");
    }
    place(&mut layout);
    layout.tree().assert_valid();
    assert!(layout.bytes() / 10_000 <= 200, "{} bytes a pane", layout.bytes() / 10_000);
    round_trip(&layout);
}
