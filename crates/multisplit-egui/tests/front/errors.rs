//! Tests of panes whose widget is not there or panics.

use crate::fixture::{TestApp, sized, stage};
use egui::vec2;
use egui_kittest::kittest::Queryable as _;
use multisplit::Placement;
use multisplit::host::HostInput;

#[test]
fn a_widget_that_panics_costs_its_own_pane_and_comes_back_with_retry() {
    let mut stage = stage(TestApp::columns(&["label:a", "panic:b", "label:c"]));
    stage.state().log.borrow_mut().broken = true;
    stage.run();
    assert!(stage.query_by_label("This pane broke").is_some());
    assert!(stage.query_by_label_contains("the b fell").is_some());
    assert!(stage.query_by_label("this is a").is_some() && stage.query_by_label("this is c").is_some());
    stage.snapshot("panicked");
    stage.state().log.borrow_mut().broken = false;
    stage.get_by_label("Retry").click();
    stage.run();
    assert!(stage.query_by_label("this is b").is_some());
}

#[test]
fn a_widget_that_panics_beside_drawing_costs_no_more() {
    let mut app = TestApp::columns(&["label:a", "revision:b", "focus:c", "modified:d", "title:e"]);
    app.log.borrow_mut().broken = true;
    app.split("modified:d", Placement::Tab, "label:f");
    app.focus("modified:d");
    let mut stage = stage(app);
    stage.state_mut().focus("focus:c");
    stage.run();
    for words in ["no number", "no hands", "no word of it"] {
        assert!(stage.query_by_label_contains(words).is_some(), "{words}");
    }
    assert_eq!(stage.get_all_by_label("This pane broke").count(), 3);
    // Widgets whose title panics are shown under the end of their id.
    assert!(stage.query_by_label("this is a").is_some() && stage.query_by_label("this is e").is_some());
    // The widget is still broken, so the retry fails again.
    stage.get_all_by_label("Retry").next().expect("a button").click();
    stage.run();
    assert_eq!(stage.get_all_by_label("This pane broke").count(), 3);
}

#[test]
fn a_load_shows_how_far_it_is_and_can_be_cancelled_and_tried_again() {
    let mut stage = stage(TestApp::columns(&["label:a", "slow:b"]));
    let load = stage.state_mut().loads().pop().expect("a load");
    load.context.set_progress(0.4);
    stage.step();
    assert!(stage.query_by_label("Loading b").is_some());
    stage.snapshot("loading");
    stage.get_by_label("Cancel").click();
    stage.run();
    assert!(load.context.is_cancelled());
    assert!(stage.query_by_label("Stopped").is_some());
    stage.get_by_label("Retry").click();
    stage.run();
    assert!(stage.query_by_label("Loading b").is_some());
    assert_eq!(stage.state_mut().loads().len(), 1);
}

#[test]
fn a_load_that_is_done_soon_leaves_no_words() {
    let mut stage = stage(TestApp::columns(&["label:a", "slow:b"]));
    let load = stage.state_mut().loads().pop().expect("a load");
    load.context.note_started(multisplit::Moment::ZERO);
    for (millis, told) in [(100, false), (149, false), (151, true)] {
        let front = std::mem::take(&mut stage.state_mut().front);
        stage.state_mut().front = front.clock(multisplit::Moment::from_millis(millis));
        stage.step();
        assert_eq!(stage.query_by_label("Loading b").is_some(), told, "{millis} ms");
    }
}

#[test]
fn a_load_that_ends_shows_its_widget() {
    let mut stage = stage(TestApp::columns(&["label:a", "slow:b"]));
    let load = stage.state_mut().loads().pop().expect("a load");
    let ticket = load.ticket;
    let answer = load.run();
    assert!(answer.is_err());
    let input = HostInput::JobDone { ticket, answer };
    stage.state_mut().workspace.handle(multisplit::Moment::ZERO, input);
    stage.run();
    assert!(stage.query_by_label("Could not be opened").is_some());
    assert!(stage.query_by_label("not this way").is_some());
}

#[test]
fn what_cannot_be_made_says_why_and_is_made_with_retry() {
    let app = TestApp::columns(&["fail:a", "nothing:b"]);
    app.log.borrow_mut().broken = true;
    let mut stage = stage(app);
    assert!(stage.query_by_label("the disk is full").is_some());
    assert!(stage.query_by_label("Unknown kind of widget").is_some());
    stage.snapshot("failed");
    stage.state().log.borrow_mut().broken = false;
    stage.get_all_by_label("Retry").next().expect("a button").click();
    stage.run();
    assert!(stage.query_by_label("this is a").is_some());
}

#[test]
fn a_failed_pane_of_one_pixel_is_no_trouble() {
    let app = TestApp::columns(&["fail:a", "slow:b", "panic:c"]);
    app.log.borrow_mut().broken = true;
    let mut stage = sized(app, vec2(1.0, 1.0), 1.0);
    stage.run_steps(3);
}
