//! The shortest path: a workspace, its host and its settings in one value.

use egui::{Ui, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use multisplit::WidgetId;
use multisplit_egui::{Hooks, Hosted, NewWidget, PaneContext, PaneInfo, Router, SessionFile, pane_fn};

#[derive(Default, serde::Serialize, serde::Deserialize)]
struct Count(u32);

impl<W> Hooks<W> for Count {
    fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<WidgetId> {
        if self.0 == 9 { "note:1".parse().ok() } else { at.fresh("note") }
    }

    fn close_question(&self, pane: PaneInfo<'_, W>) -> Option<String> {
        (self.0 > 0).then(|| format!("{} has a count. Close it?", pane.widget))
    }
}

fn note(ui: &mut Ui, cx: &mut PaneContext<'_, Count>) {
    if ui.button("count").clicked() {
        cx.app.0 += 1;
    }
}

struct App {
    hosted: Hosted<Router<Count>>,
    count: Count,
}

fn window(session: SessionFile) -> Harness<'static, Option<App>> {
    let builder = Harness::builder().with_size(vec2(600.0, 400.0));
    let mut window = builder.build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let router = Router::new().kind("note", |_| pane_fn(note));
                let mut hosted = Hosted::with_tabs(ui.ctx(), router);
                let start = session.begin(&mut hosted.workspace, "note:1").expect("it begins");
                App { hosted, count: start.value.unwrap_or_default() }
            });
            ui.horizontal(|ui| app.hosted.undo_buttons(ui)).inner.expect("no transaction is open");
            app.hosted.show(ui, &mut app.count);
        },
        None,
    );
    window.run();
    window
}

fn app<'a>(window: &'a mut Harness<'static, Option<App>>) -> &'a mut App {
    window.state_mut().as_mut().expect("shown")
}

fn click(window: &mut Harness<'static, Option<App>>, name: &str) {
    window.get_by_role_and_label(Role::Button, name).click();
    window.run();
}

#[test]
fn each_pane_has_a_bar_with_a_plus_and_what_it_adds_is_undone_and_redone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(SessionFile::new("test", folder.path().join("session.json")));
    let is_gray = |window: &Harness<'static, Option<App>>, name: &str| {
        window.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled()
    };
    let tabs = |window: &Harness<'static, Option<App>>| window.query_all_by_role(Role::Tab).count();
    assert_eq!((is_gray(&window, "Undo"), is_gray(&window, "Redo"), tabs(&window)), (true, true, 1));
    click(&mut window, "New tab");
    assert_eq!((is_gray(&window, "Undo"), is_gray(&window, "Redo"), tabs(&window)), (false, true, 2));
    click(&mut window, "Undo");
    assert_eq!((is_gray(&window, "Undo"), is_gray(&window, "Redo"), tabs(&window)), (true, false, 1));
    click(&mut window, "Redo");
    assert_eq!(tabs(&window), 2);
    // A number alone says little.
    window.get_by_role_and_label(Role::Tab, "note 2");
    // An application that makes a pane which is there already means that one.
    app(&mut window).count.0 = 9;
    click(&mut window, "New tab");
    assert_eq!(tabs(&window), 2);
    let layout = app(&mut window).hosted.workspace.layout();
    assert_eq!(layout.focused_pane(), layout.pane_of("note:1"));
}

#[test]
fn after_a_restart_the_application_goes_on_and_a_new_tab_is_none_that_was_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = SessionFile::new("test", folder.path().join("session.json"));
    let mut first = window(session.clone());
    click(&mut first, "New tab");
    click(&mut first, "count");
    click(&mut first, "New tab");
    let ended = app(&mut first);
    let closed = ended.hosted.workspace.layout().pane_of("note:3").expect("the third note");
    ended.hosted.run(&multisplit::Command::Close { pane: closed }).expect("it closes");
    session.save(&mut ended.hosted.workspace, &ended.count).expect("written");
    drop(first);

    let mut second = window(session);
    assert_eq!(app(&mut second).count.0, 1);
    click(&mut second, "New tab");
    let layout = app(&mut second).hosted.workspace.layout();
    let is_there = |widget: &str| layout.pane_of(widget).is_some();
    assert_eq!(["note:2", "note:3", "note:4"].map(is_there), [true, false, true]);
}

#[test]
fn what_a_toolbar_closes_is_asked_about_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(SessionFile::new("test", folder.path().join("session.json")));
    let arrange = |window: &mut Harness<'static, Option<App>>, text: &str| {
        let App { hosted, count } = app(window);
        let arranged = hosted.arrange_asking(count, text);
        window.run();
        arranged
    };
    let shows = |window: &mut Harness<'static, Option<App>>, widget: &str| {
        app(window).hosted.workspace.layout().pane_of(widget).is_some()
    };
    arrange(&mut window, "row(note:2, note:3)").expect("nothing is counted");
    assert!(shows(&mut window, "note:3"), "nothing to ask");
    app(&mut window).count.0 = 1;

    // What stays is not asked about.
    arrange(&mut window, "row(note:3, note:4)").expect("it is asked");
    assert!(window.query_by_label("note:3 has a count. Close it?").is_none());
    assert!(shows(&mut window, "note:2") && !shows(&mut window, "note:4"));
    window.get_by_label("note:2 has a count. Close it?");
    click(&mut window, "Keep");
    assert!(shows(&mut window, "note:2") && !shows(&mut window, "note:4"));

    arrange(&mut window, "row(note:3, note:4)").expect("it is asked");
    let close = window.get_by_role_and_label(Role::Button, "Close").rect().center();
    for pressed in [true, false] {
        // Both edges in one frame, as a fast hand does.
        let modifiers = egui::Modifiers::NONE;
        let button = egui::PointerButton::Primary;
        window.event(egui::Event::PointerButton { pos: close, button, pressed, modifiers });
    }
    window.run();
    assert!(!shows(&mut window, "note:2") && shows(&mut window, "note:4"));

    let App { hosted, count } = app(&mut window);
    let pane = hosted.workspace.layout().pane_of("note:4").expect("a pane");
    hosted.run_asking(count, &multisplit::Command::Close { pane }).expect("it is asked");
    window.run();
    window.get_by_label("note:4 has a count. Close it?");
    click(&mut window, "Close");
    assert!(!shows(&mut window, "note:4"));
    assert!(arrange(&mut window, "row(").is_err() && arrange(&mut window, "row(a, a)").is_err());
    assert!(shows(&mut window, "note:3"), "nothing has changed");
}

#[test]
fn what_a_plus_opens_and_closes_again_leaves_the_focus_at_its_bar() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(SessionFile::new("test", folder.path().join("session.json")));
    app(&mut window).hosted.workspace.arrange("row(note:1, note:2)").expect("a layout");
    window.run();
    let focused = |window: &mut Harness<'static, Option<App>>| {
        let layout = app(window).hosted.workspace.layout();
        layout.focused_pane().and_then(|pane| layout.tree().widget(pane)).map(ToString::to_string)
    };
    assert_eq!(focused(&mut window).as_deref(), Some("note:1"));
    let right = window
        .get_all_by_role_and_label(Role::Button, "New tab")
        .max_by(|a, b| a.rect().min.x.total_cmp(&b.rect().min.x));
    right.expect("a plus").click();
    window.run();
    assert_eq!(focused(&mut window).as_deref(), Some("note:3"));
    let hosted = &mut app(&mut window).hosted;
    let pane = hosted.workspace.layout().focused_pane().expect("a pane");
    hosted.run(&multisplit::Command::Close { pane }).expect("it closes");
    window.run();
    assert_eq!(focused(&mut window).as_deref(), Some("note:2"), "and not where it was before");
}

#[test]
fn each_of_several_questions_is_asked_and_what_came_since_is_asked_about_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(SessionFile::new("test", folder.path().join("session.json")));
    app(&mut window).hosted.workspace.arrange("row(note:1, note:2, note:3)").expect("a layout");
    window.run();
    let shown = |window: &mut Harness<'static, Option<App>>| {
        let tree = app(window).hosted.workspace.layout().tree();
        tree.panes().filter_map(|pane| tree.widget(pane)).map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let App { hosted, count } = app(&mut window);
    count.0 = 1;
    let pane_of = |hosted: &Hosted<Router<Count>>, note: &str| hosted.workspace.layout().pane_of(note).expect("a pane");
    for note in ["note:1", "note:2", "note:1"] {
        let close = multisplit::Command::Close { pane: pane_of(hosted, note) };
        hosted.run_asking(count, &close).expect("it is asked");
    }
    window.run();
    window.get_by_label("note:1 has a count. Close it?");
    click(&mut window, "Close");
    window.get_by_label("note:2 has a count. Close it?");
    click(&mut window, "Keep");
    assert!(window.query_by_label_contains("has a count").is_none(), "the same is asked once");
    assert_eq!(shown(&mut window), "note:2 note:3");

    // A pane that came while the question was on the screen.
    let App { hosted, count } = app(&mut window);
    hosted.arrange_asking(count, "note:3").expect("it is asked");
    window.run();
    app(&mut window).hosted.workspace.open("note:9").expect("it opens");
    window.run();
    window.get_by_label("note:2 has a count. Close it?");
    click(&mut window, "Close");
    window.get_by_label("note:9 has a count. Close it?");
    assert!(shown(&mut window).contains("note:2"), "nothing is closed yet");
    click(&mut window, "Close");
    assert_eq!(shown(&mut window), "note:3");

    // A question about a pane that is gone by itself is none.
    let App { hosted, count } = app(&mut window);
    let pane = pane_of(hosted, "note:3");
    hosted.run_asking(count, &multisplit::Command::Close { pane }).expect("it is asked");
    hosted.run_unasked(&multisplit::Command::Close { pane }).expect("it closes");
    window.run();
    assert!(window.query_by_label_contains("has a count").is_none());
}
