//! Failed widgets whose pane comes into view again.

use crate::runtime::{activate, harness, wait};
use multisplit::host::{HostInput, StoredState};
use multisplit::{Intent, WidgetId};
use multisplit_testing::{Behavior, Harness, Kinds};

/// Leaves the pane of `bad:1` and comes back. Returns how often its widget was asked for.
fn come_back(h: &mut Harness) -> usize {
    activate(h, "x");
    h.workspace.provider().take_log();
    activate(h, "bad:1");
    h.frame();
    h.workspace.provider().take_log().iter().filter(|call| *call == "provide bad:1").count()
}

#[test]
fn a_failed_widget_is_asked_for_again_when_the_user_comes_back_after_a_while() {
    let mut h = harness(Kinds::new().set("bad", Behavior::ready().failing()), "tabs(*x, bad:1)");
    activate(&mut h, "bad:1");
    assert_eq!((h.state("bad:1"), come_back(&mut h)), ("failed", 0), "too soon");
    h.workspace.provider().take_log();
    wait(&mut h, 100);
    assert!(h.workspace.provider().take_log().is_empty(), "nothing happens by itself while it is in view");
    assert_eq!(come_back(&mut h), 1);
    for seconds in [2, 4, 8, 16, 32, 60, 60] {
        wait(&mut h, seconds - 1);
        assert_eq!(come_back(&mut h), 0, "{seconds} seconds are not over");
        wait(&mut h, 1);
        assert_eq!(come_back(&mut h), 1, "{seconds} seconds are over");
    }
    h.workspace.provider().change("bad", Behavior::loads());
    wait(&mut h, 60);
    assert_eq!((come_back(&mut h), h.state("bad:1")), (1, "loading"));
    h.run_loads();
    assert_eq!((h.state("bad:1"), come_back(&mut h)), ("live", 0));
}

#[test]
fn a_load_that_the_user_has_stopped_stays_so() {
    let mut h = harness(Kinds::new().set("bad", Behavior::loads()), "tabs(*x, bad:1)");
    activate(&mut h, "bad:1");
    let pane = h.pane("bad:1");
    h.apply(Intent::StopLoad(pane)).expect("it loads");
    wait(&mut h, 100);
    assert_eq!((come_back(&mut h), h.state("bad:1")), (0, "failed"));
    h.apply(Intent::Retry(pane)).expect("it was stopped");
    h.frame();
    assert_eq!(h.state("bad:1"), "loading");
}

#[test]
fn what_would_open_without_its_state_waits_for_the_user_and_unsaved_work_is_read_again() {
    for (unsaved_work, state) in [(None, "failed"), (Some("a text".into()), "loading")] {
        let mut h = harness(Kinds::new(), "tabs(*x, bad:1)");
        let widget = WidgetId::new("bad:1").expect("an id");
        h.handle(HostInput::StatesInStore(vec![StoredState { widget: widget.clone(), unsaved_work }]));
        activate(&mut h, "bad:1");
        h.handle(HostInput::StateFetched { widget, answer: Err("the disk is gone".to_owned()) });
        assert_eq!(h.state("bad:1"), "failed");
        wait(&mut h, 100);
        assert_eq!((come_back(&mut h), h.state("bad:1")), (0, state));
    }
}
