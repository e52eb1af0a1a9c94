//! Widgets that go for good: each is handed to its provider once, whatever the reason.

use crate::runtime::{close, configure, harness, notes, number, undo, wait};
use multisplit::host::HostInput;
use multisplit::jobs::FailureKind;
use multisplit::placement::Area;
use multisplit::{
    CloseReason, Command, Failure, Moment, Provided, Request, Verdict, WidgetId, WidgetProvider, Workspace,
};
use multisplit_testing::{At, Behavior, Harness, Kinds};
use std::cell::RefCell;
use std::rc::Rc;

/// Returns the widgets that have gone since the last call, in order.
fn gone(h: &mut Harness) -> Vec<String> {
    h.workspace.provider().take_gone().iter().map(ToString::to_string).collect()
}

#[test]
fn a_parked_widget_goes_once_it_is_evicted_and_not_before() {
    let mut h = harness(notes(Behavior::ready()), "row(x, note:1, note:2)");
    close(&mut h, "note:1");
    undo(&mut h);
    close(&mut h, "note:1");
    assert!(gone(&mut h).is_empty(), "it is parked");
    h.workspace.trim(h.clock.now(), 0);
    assert_eq!(gone(&mut h), ["note:1"]);
    let pane = h.pane("note:2");
    h.handle(HostInput::DrawFailed { pane, failure: Failure::new(FailureKind::Panicked, "it fell") });
    wait(&mut h, 100);
    assert_eq!(gone(&mut h), ["note:2"]);
}

#[test]
fn what_is_discarded_goes_and_what_is_extracted_belongs_to_the_application() {
    let mut h = harness(Kinds::new().set("t", Behavior::ready().discarded()), "row(x, t:1, t:2)");
    close(&mut h, "t:1");
    assert_eq!(gone(&mut h), ["t:1"]);
    let pane = h.pane("t:2");
    let (_, live) = h.workspace.extract(h.clock.now(), pane).expect("there");
    assert!(live.is_some());
    wait(&mut h, 1_000);
    assert!(gone(&mut h).is_empty());
}

#[test]
fn a_pooled_widget_goes_when_its_pool_is_emptied_under_the_id_that_it_had_last() {
    let mut h = harness(Kinds::new().set("p", Behavior::ready().recycled()), "row(x, p:1, p:2)");
    configure(&mut h, |c| (c.parked_count, c.pooled_per_kind) = (0, 1));
    close(&mut h, "p:1");
    assert!(gone(&mut h).is_empty(), "it is pooled");
    close(&mut h, "p:2");
    assert_eq!(gone(&mut h), ["p:2"], "the pool is full");
    undo(&mut h);
    assert_eq!(number(&mut h, "p:2"), Some(4), "made from the pooled one, which has not gone");
    assert!(gone(&mut h).is_empty());
    close(&mut h, "p:2");
    h.workspace.trim(h.clock.now(), 0);
    assert_eq!(gone(&mut h), ["p:2"]);
}

#[test]
fn a_panic_while_one_goes_costs_no_other() {
    let kinds = Kinds::new().set("p", Behavior::ready().panicking(At::Gone)).set("q", Behavior::ready());
    let mut h = harness(kinds, "row(x, p:1, q:1, p:2)");
    ["p:1", "q:1"].into_iter().for_each(|name| close(&mut h, name));
    h.workspace.trim(h.clock.now(), 0);
    let mut all = gone(&mut h);
    all.sort_unstable();
    assert_eq!((all, h.workspace.meters().panics), (vec!["p:1".to_owned(), "q:1".to_owned()], 1));
    drop(h);
}

/// A provider that notes what goes in a list that outlives it. Widgets of the kind `bad` panic when they go.
struct Noted(Rc<RefCell<Vec<String>>>);

impl WidgetProvider for Noted {
    type Widget = String;

    fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
        Provided::Ready(request.widget.to_string())
    }

    fn closing(&mut self, widget: &WidgetId, _: &mut String, _: CloseReason) -> Verdict {
        if widget.kind() == "pool" { Verdict::Discard } else { Verdict::Allow }
    }

    fn recycle(&mut self, _: &WidgetId, used: String) -> Option<String> {
        Some(used)
    }

    fn gone(&mut self, widget: &WidgetId, live: String) {
        self.0.borrow_mut().push(live);
        // `resume_unwind` panics without a message on the terminal.
        if widget.kind() == "bad" {
            std::panic::resume_unwind(Box::new("it panics when it goes"));
        }
    }
}

#[test]
fn all_that_is_left_goes_with_the_workspace() {
    let list = Rc::default();
    let mut workspace = Workspace::new(Noted(Rc::clone(&list)));
    workspace.arrange("row(bad:1, live, parked, bad:2, pool:1, tabs(*front, never))").expect("a layout");
    workspace.frame(Moment::ZERO, Area::default());
    for name in ["parked", "bad:2", "pool:1"] {
        let pane = workspace.layout().pane_of(name).expect("there");
        workspace.run(Moment::ZERO, &Command::Close { pane }).expect("it may go");
    }
    workspace.frame(Moment::ZERO, Area::default());
    assert!(list.borrow().is_empty());
    drop(workspace);
    assert_eq!(*list.borrow(), ["bad:1", "live", "front", "bad:2", "parked", "pool:1"]);
}
