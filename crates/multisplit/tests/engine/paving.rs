//! The short ways: layouts as text, widgets by kind, sessions in one call.

use multisplit::placement::Area;
use multisplit::text::{TextError, TextStyle};
use multisplit::{
    Bars, CloseReason, Command, CommandError, Failure, Lifecycle, LoadError, Moment, Placement, Provided,
    ProviderRouter, Rules, Saved, SessionError, Slot, Verdict, Workspace,
};
use std::cell::Cell;
use std::rc::Rc;

/// A widget that counts, and keeps its count.
struct Counter {
    count: u32,
    guards: bool,
}

impl Lifecycle for Counter {
    fn save(&mut self) -> Option<Saved> {
        Some(Saved::json(&self.count).ok()?.with_unsaved_work("a count"))
    }

    fn closing(&mut self, _: CloseReason) -> Verdict {
        if self.guards { Verdict::Veto("it counts".to_owned()) } else { Verdict::Allow }
    }
}

type Router = ProviderRouter<Counter>;

fn workspace() -> Workspace<Router> {
    let count = |saved: Option<&Saved>| saved.and_then(|saved| saved.read().ok()).unwrap_or(0);
    let provider = Router::new()
        .kind("count", move |request| Provided::Ready(Counter { count: count(request.saved), guards: false }))
        .kind("guard", move |request| Provided::Ready(Counter { count: count(request.saved), guards: true }))
        .kind("late", |_| {
            Provided::load(|_| Err::<u32, _>(Failure::failed("never")), |count| Counter { count, guards: false })
        });
    Workspace::new(provider)
}

fn frame(workspace: &mut Workspace<Router>) {
    workspace.frame(Moment::ZERO, Area::new(900.0, 600.0).expect("an area"));
}

fn text(workspace: &Workspace<Router>) -> String {
    workspace.layout().to_text(TextStyle { focus: false, ..TextStyle::default() })
}

#[test]
fn a_router_makes_widgets_by_their_kind_and_asks_them() {
    let mut workspace = workspace();
    workspace.arrange("row(count:1, guard:1, late:1, other)").expect("a layout");
    frame(&mut workspace);
    let states: Vec<&str> = workspace.slot_infos().iter().map(|info| info.state).collect();
    assert_eq!(states, ["live", "live", "loading", "failed"]);
    let pane = workspace.layout().pane_of("guard:1").expect("a pane");
    let refused = workspace.run(Moment::ZERO, &Command::Close { pane }).expect_err("it vetoes");
    assert_eq!(refused, CommandError::Vetoed { pane, reason: "it counts".to_owned() });
    assert_eq!(workspace.provider().kinds().collect::<Vec<_>>(), ["count", "guard", "late"]);
}

#[test]
fn a_router_has_a_way_for_all_other_kinds() {
    let other = |_: multisplit::Request<'_, Counter>| Provided::Ready(Counter { count: 9, guards: false });
    let mut workspace = Workspace::new(Router::new().other(other));
    let pane = workspace.open("whatever").expect("it opens");
    frame(&mut workspace);
    assert!(matches!(workspace.slots().get(pane), Some(Slot::Live(Counter { count: 9, .. }))));
}

#[test]
#[should_panic(expected = "cannot be the kind of a widget")]
fn a_kind_that_no_widget_could_have_is_refused_at_once() {
    drop(Router::new().kind("a:b", |_| Provided::Unknown));
}

#[test]
fn a_text_that_is_no_layout_is_refused_with_its_place_and_changes_nothing() {
    let mut workspace = workspace();
    workspace.arrange("row(count:1, count:2)").expect("a layout");
    for (bad, words) in [
        ("row(a", "at byte 5: expected `,` or `)`"),
        ("row(a)", "a second child"),
        ("row(a, row(b, c))", "a split inside a split"),
        ("a{w x}", "a range as `100..200`"),
        ("a; float(1 2 3) b", "four numbers"),
        ("row(a, b) c", "`;` or the end"),
    ] {
        let error = workspace.arrange(bad).expect_err(bad);
        assert!(error.to_string().contains(words), "{bad}: {error}");
        assert_eq!(text(&workspace), "row(count:1, count:2)");
    }
    assert!(matches!(workspace.arrange("row("), Err(LoadError::Text(TextError::Unexpected { at: 4, .. }))));
}

#[test]
fn panes_get_a_bar_each_if_the_rules_say_so() {
    let rules = Rules { bars: Bars::Always, ..Rules::default() };
    let mut workspace = Workspace::with_rules(Box::new(Router::new()), rules);
    workspace
        .arrange("col(tools{h 36..36, chrome}, row(a .2, tabs(*b, c) .8); float(10 10 200 100) d")
        .expect_err("an open branch");
    workspace
        .arrange("col(tools{h 36..36, chrome}, row(a 1, tabs(*b, c) 4)); float(10 10 200 100) d")
        .expect("a layout");
    let expected = "col(tools{h 36..36, chrome}, row(tabs(*a) .2, tabs(*b, c) .8)); float(10 10 200 100) tabs(*d)";
    assert_eq!(text(&workspace), expected);
}

#[test]
fn a_session_brings_back_layout_states_and_the_value_of_the_application() {
    let mut first = workspace();
    first.arrange("row(count:1, tabs(*count:2, guard:1))").expect("a layout");
    frame(&mut first);
    let pane = first.layout().pane_of("count:1").expect("a pane");
    first.slots().live(pane).expect("it is live").count = 41;
    let saved = first.save_session("counters", &("tea", 3)).expect("a session");

    let mut next = workspace();
    let value: (String, u32) = next.load_session("counters", &saved).expect("its own session");
    assert_eq!(value, ("tea".to_owned(), 3));
    assert_eq!(text(&next), text(&first));
    assert_eq!(next.unsaved_states().len(), 2, "those that were live");
    frame(&mut next);
    let pane = next.layout().pane_of("count:1").expect("a pane");
    assert!(matches!(next.slots().get(pane), Some(Slot::Live(Counter { count: 41, .. }))));
}

#[test]
fn a_session_that_does_not_fit_is_refused_in_words_and_changes_nothing() {
    let mut first = workspace();
    first.arrange("row(count:1, count:2)").expect("a layout");
    frame(&mut first);
    let good = first.save_session("counters", &3).expect("a session");
    let mut next = workspace();
    next.arrange("count:7").expect("a layout");
    let bad = [
        (good[..good.len() / 2].to_owned(), "not a whole session"),
        ("{}".to_owned(), "not a whole session"),
        (first.layout().save_text(), "not a whole session"),
        (good.replace("\"counters\"", "\"painter\""), "a session of \"painter\", not of \"counters\""),
        (good.replace("multisplit-session", "notes"), "a session of \"notes\""),
        (good.replacen("\"version\":1", "\"version\":9", 1), "version 9"),
        (good.replace("\"pane\":\"count:2\"", "\"pane\":\"count:1\""), "layout of the session cannot be loaded"),
        (good.replace("\"widget\":\"count:2\"", "\"widget\":\"\""), "the state of \"\" is invalid"),
        (good.replace("\"value\":3", "\"value\":\"three\""), "does not fit"),
    ];
    for (text_of, words) in bad {
        let error: SessionError = next.load_session::<u32>("counters", &text_of).expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!((text(&next), next.unsaved_states().len()), ("count:7".to_owned(), 0));
    }
    assert_eq!(next.load_session::<u32>("counters", &good).expect("its own session"), 3);
}

#[test]
fn short_commands_check_their_arguments() {
    let pane = multisplit::PaneId::from_raw(1).expect("an id");
    assert!(matches!(Command::split(pane, Placement::Left, "", 0.5), Err(CommandError::WidgetId(_))));
    assert!(matches!(Command::split(pane, Placement::Left, "a", f64::NAN), Err(CommandError::Ratio(_))));
    assert!(matches!(Command::open(""), Err(CommandError::WidgetId(_))));
}

#[test]
fn a_session_brings_back_what_its_widgets_held_also_in_widgets_that_exist() {
    let mut workspace = workspace();
    workspace.arrange("row(count:1, count:2)").expect("a layout");
    frame(&mut workspace);
    let counts = |workspace: &mut Workspace<Router>| {
        frame(workspace);
        ["count:1", "count:2"].map(|name| {
            let pane = workspace.layout().pane_of(name).expect("a pane");
            workspace.widget(pane).map(|counter| counter.count)
        })
    };
    let pane = workspace.layout().pane_of("count:1").expect("a pane");
    workspace.slots().live(pane).expect("it is live").count = 7;
    let saved = workspace.save_session("counters", &()).expect("a session");
    workspace.slots().live(pane).expect("it is live").count = 8;
    workspace.arrange("row(count:1, count:2)").expect("a layout");
    assert_eq!(counts(&mut workspace), [Some(8), Some(0)], "a layout alone keeps its widgets");
    workspace.load_session::<()>("counters", &saved).expect("its own session");
    assert_eq!(counts(&mut workspace), [Some(7), Some(0)]);

    workspace.arrange("row(count:1, guard:1)").expect("a layout");
    frame(&mut workspace);
    workspace.load_session::<()>("counters", &saved).expect_err("the guard vetoes");
    assert_eq!(text(&workspace), "row(count:1, guard:1)");
}

/// A widget that counts how often it is asked whether it may go.
struct Asked(Rc<Cell<u32>>);

impl Lifecycle for Asked {
    fn closing(&mut self, _: CloseReason) -> Verdict {
        self.0.set(self.0.get() + 1);
        Verdict::Discard
    }
}

#[test]
fn a_session_asks_each_widget_once_whether_it_goes_or_is_made_again() {
    let asked = Rc::new(Cell::new(0));
    let shared = Rc::clone(&asked);
    let provider = ProviderRouter::new().kind("asked", move |_| Provided::Ready(Asked(Rc::clone(&shared))));
    let mut workspace = Workspace::new(provider);
    let area = Area::new(900.0, 600.0).expect("an area");
    workspace.arrange("asked:1").expect("a layout");
    let saved = workspace.save_session("asked", &()).expect("a session");
    workspace.arrange("row(asked:1, asked:2)").expect("a layout");
    workspace.frame(Moment::ZERO, area);

    workspace.load_session::<()>("asked", &saved).expect("its own session");
    workspace.frame(Moment::ZERO, area);
    assert_eq!(asked.get(), 2, "one question about each of the two");
    assert_eq!(Rc::strong_count(&asked), 3, "here, the provider and the widget that was made again; none is parked");
}

#[test]
fn a_mistake_in_a_text_is_named_where_it_is() {
    for (bad, at, words) in [
        ("row(a, a)", 7, "a widget that is not in the layout yet"),
        ("row(>a, >b)", 8, "one `>` in a layout"),
        ("tabs(*a, *b)", 9, "one `*` in a tab set"),
        (">tabs(a, b)", 0, "a pane after `>`, not a branch"),
        ("row(b, col(a))", 12, "a second child"),
        ("tabs(a, b{chrome})", 16, "no `chrome` in a tab set"),
    ] {
        let Err(LoadError::Text(error)) = workspace().arrange(bad) else { panic!("{bad} is no layout") };
        assert!(error.to_string().starts_with(&format!("at byte {at}: expected")), "{bad}: {error}");
        assert!(error.to_string().contains(words), "{bad}: {error}");
    }
}

#[test]
fn a_fresh_id_is_that_of_no_widget_that_is_there_was_there_or_left_something() {
    let mut workspace = workspace();
    let fresh = |workspace: &Workspace<Router>| workspace.fresh_widget("count").expect("an id").to_string();
    assert_eq!(fresh(&workspace), "count:1");
    workspace.arrange("row(count:1, count:7, guard:9, count:x)").expect("a layout");
    assert_eq!(fresh(&workspace), "count:8");
    frame(&mut workspace);
    let pane = workspace.layout().pane_of("count:7").expect("a pane");
    workspace.run(Moment::ZERO, &Command::Close { pane }).expect("it closes");
    assert_eq!(fresh(&workspace), "count:8", "7 was there");
    workspace.layout_mut().forget_history();
    frame(&mut workspace);
    assert_eq!(fresh(&workspace), "count:8", "also if nothing is left of it");
    workspace.restore_state("count:8".parse().expect("an id"), Saved::json(&5).expect("a state"));
    assert_eq!(fresh(&workspace), "count:9", "8 has left a state");
    assert!(matches!(workspace.fresh_widget(&"x".repeat(5_000)), Err(CommandError::WidgetId(_))));
    let last = format!("count:{}", u64::MAX);
    workspace.run(Moment::ZERO, &Command::open(&last).expect("a command")).expect("it opens");
    assert_eq!(fresh(&workspace), "count:9", "that is no number which was given out");
}

#[test]
fn an_id_that_was_closed_is_not_given_out_after_a_restart() {
    let fresh = |workspace: &Workspace<Router>| workspace.fresh_widget("count").expect("an id").to_string();
    let mut text = String::new();
    for (first, next) in [(true, "count:8"), (false, "count:9"), (false, "count:9")] {
        let mut workspace = workspace();
        if first {
            workspace.arrange("row(count:2, count:7)").expect("a layout");
        } else {
            let _: () = workspace.load_session("test", &text).expect("a session");
        }
        assert_eq!(fresh(&workspace), next);
        for closed in ["count:7", "count:8"] {
            workspace.run(Moment::ZERO, &Command::open(closed).expect("a command")).expect("it opens");
            let pane = workspace.layout().pane_of(closed).expect("a pane");
            workspace.run(Moment::ZERO, &Command::Close { pane }).expect("it closes");
        }
        text = workspace.save_session("test", &()).expect("a session");
    }
    let old = text.replace(r#""numbers":{"count":8},"#, "");
    assert_ne!(old, text);
    let mut workspace = workspace();
    let _: () = workspace.load_session("test", &old).expect("a session of an older version");
    assert_eq!(fresh(&workspace), "count:3");
}

#[test]
fn an_id_that_was_closed_long_ago_is_not_given_out_either() {
    let mut workspace = workspace();
    workspace.arrange("row(count:2, note)").expect("a layout");
    for at in 0..2_500 {
        // The history holds a thousand changes.
        let widget =
            if at == 0 { workspace.fresh_widget("count").expect("an id") } else { "note:x".parse().expect("an id") };
        let pane = workspace.run(Moment::ZERO, &Command::Open { widget }).expect("it opens").pane.expect("a pane");
        frame(&mut workspace);
        workspace.run(Moment::ZERO, &Command::Close { pane }).expect("it closes");
    }
    assert_eq!(workspace.fresh_widget("count").expect("an id").as_str(), "count:4");
    workspace.layout_mut().forget_history();
    let text = workspace.save_session("test", &()).expect("a session");
    let mut next = self::workspace();
    let _: () = next.load_session("test", &text).expect("a session");
    assert_eq!(next.fresh_widget("count").expect("an id").as_str(), "count:4");
}
