//! The shortest path: a workspace, its host and its settings in one value.

use egui::{Ui, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use multisplit::WidgetId;
use multisplit_egui::{Hooks, Hosted, NewWidget, PaneContext, Router, SessionFile, pane_fn};

#[derive(Default, serde::Serialize, serde::Deserialize)]
struct Count(u32);

impl<W> Hooks<W> for Count {
    fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<WidgetId> {
        at.fresh("note")
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
                let begun = session.begin(&mut hosted.workspace, "note:1").expect("it begins");
                App { hosted, count: begun.value.unwrap_or_default() }
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
