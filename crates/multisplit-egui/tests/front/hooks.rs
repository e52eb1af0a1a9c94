//! Panes that draw with the state of the application, and what the application adds to the front end.

use egui::{Color32, PointerButton, RichText, Ui, WidgetText};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use multisplit::{Command, Failure, Lifecycle, Moment, MoveTarget, PaneId, Placement, ProviderRouter, Workspace};
use multisplit_egui::{
    Action, AreaOutput, HookContext, Hooks, NewWidget, Pane, PaneContext, PaneInfo, PaneUi, TabLook, WorkspaceArea,
    pane_fn,
};
use multisplit_raster::Raster;

type AnyPane = Box<dyn Pane<Shop>>;

/// The state of an application: a shop with a till.
#[derive(Default)]
struct Shop {
    total: u32,
    /// Which hook panics.
    breaks: &'static str,
    cleared: Option<String>,
    keeps: Option<PaneId>,
    width: f32,
    makes: bool,
    hides_menu: bool,
    asks_by_name: bool,
    icon: Option<egui::TextureId>,
}

struct Till;
impl Lifecycle for Till {}
impl PaneUi<Shop> for Till {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Shop>) {
        if ui.button("Sell").clicked() {
            cx.app.total += 5;
        }
        if ui.button("Break").clicked() {
            cx.app.total += 1;
            panic!("the drawer is stuck");
        }
    }

    fn title_with(&self, shop: &Shop) -> String {
        format!("Till {}", shop.total)
    }

    fn is_modified_with(&self, shop: &Shop) -> bool {
        shop.total > 0
    }
}

struct Sum;
impl Lifecycle for Sum {}
impl PaneUi<Shop> for Sum {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Shop>) {
        ui.label(format!("The sum is {}", cx.app.total));
        ui.label(format!("{} panes", cx.layout.tree().pane_count()));
    }

    fn revision_with(&self, shop: &Shop) -> Option<u64> {
        Some(shop.total.into())
    }
}

impl Hooks<AnyPane> for Shop {
    fn title(&self, pane: PaneInfo<'_, AnyPane>) -> Option<WidgetText> {
        assert_ne!(self.breaks, "title", "no title");
        (pane.widget.kind() == "sum").then(|| RichText::new("Σ today").color(Color32::RED).into())
    }

    fn tab_look(&self, pane: PaneInfo<'_, AnyPane>) -> TabLook {
        TabLook { closable: pane.widget.kind() != "sum", icon: self.icon, ..TabLook::default() }
    }

    fn tab_menu(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, AnyPane>) {
        assert_ne!(self.breaks, "menu", "no menu");
        if ui.button("Clear the till").clicked() {
            self.total = 0;
            self.cleared = cx.widget().filter(|_| cx.live.is_some()).map(ToString::to_string);
        }
    }

    fn bar_end(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, AnyPane>) {
        if ui.button("Split").clicked()
            && let Some(pane) = cx.pane
        {
            cx.run(Command::split(pane, Placement::Right, "sum:2", 0.5).expect("a command"));
        }
    }

    fn bar_end_width(&self) -> f32 {
        self.width
    }

    fn empty(&mut self, ui: &mut Ui, _: &mut HookContext<'_, AnyPane>) {
        ui.label("Nothing for sale");
    }

    fn placeholder(&mut self, ui: &mut Ui, _: Option<f32>, _: &mut HookContext<'_, AnyPane>) -> bool {
        ui.label("Unpacking");
        true
    }

    fn failure(&mut self, ui: &mut Ui, failure: &Failure, _: &mut HookContext<'_, AnyPane>) -> bool {
        assert_ne!(self.breaks, "failure", "no page");
        ui.label(format!("Sold out: {}", failure.reason));
        true
    }

    fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<multisplit::WidgetId> {
        assert!(at.beside.is_some_and(|pane| at.layout.tree().widget(pane).is_some()));
        if self.makes { at.fresh("sum") } else { None }
    }

    fn has_add_button(&self, front: PaneId, layout: &multisplit::Layout) -> bool {
        layout.tree().widget(front).is_some_and(|widget| widget.kind() != "sum")
    }

    fn close_question(&self, pane: PaneInfo<'_, AnyPane>) -> Option<String> {
        let words = if self.asks_by_name {
            format!("{} is full.", pane.widget)
        } else {
            format!("There are {} in the till.", self.total)
        };
        (pane.widget.kind() == "till" && self.total > 0).then_some(words)
    }

    fn has_default_menu(&self, _: PaneId) -> bool {
        !self.hides_menu
    }

    fn allows_drop(&self, dragged: PaneId, _: MoveTarget, _: &multisplit::Layout) -> bool {
        self.keeps != Some(dragged)
    }
}

struct Stage {
    workspace: Workspace<ProviderRouter<AnyPane>>,
    area: WorkspaceArea,
    shop: Shop,
    output: AreaOutput,
}

fn stage(layout: &str) -> Harness<'static, Stage> {
    let provider = ProviderRouter::new()
        .kind("till", |_| Till.ready())
        .kind("sum", |_| Sum.ready())
        .kind("gone", |_| multisplit::Provided::Failed("none left".to_owned()))
        .kind("slow", |_| multisplit::Provided::load(|_| Ok(()), |()| Till.boxed()));
    let mut workspace = Workspace::new(provider);
    workspace.arrange(layout).expect("a layout");
    let stage = Stage { workspace, area: WorkspaceArea::new(), shop: Shop::default(), output: AreaOutput::default() };
    let builder = Harness::builder().with_size([600.0, 300.0]).renderer(Raster::new());
    let mut harness = builder.build_ui_state(
        |ui, stage: &mut Stage| {
            let output = stage.area.show_with(ui, &mut stage.workspace, &mut stage.shop);
            stage.output.actions.extend(output.actions);
            stage.output.refused.extend(output.refused);
        },
        stage,
    );
    harness.run();
    harness
}

fn tab<'h>(harness: &'h Harness<'_, Stage>, label: &'h str) -> egui_kittest::Node<'h> {
    harness.get_by_role_and_label(egui::accesskit::Role::Tab, label)
}

fn click(harness: &mut Harness<'_, Stage>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

#[test]
fn two_panes_share_the_state_of_the_application() {
    let mut stage = stage("row(till, sum)");
    stage.get_by_label("2 panes");
    click(&mut stage, "Sell");
    click(&mut stage, "Sell");
    stage.get_by_label("The sum is 10");
    assert_eq!(stage.state().shop.total, 10);
}

#[test]
fn a_pane_that_panics_leaves_the_state_usable() {
    let mut stage = stage("row(till, sum)");
    click(&mut stage, "Break");
    stage.get_by_label_contains("the drawer is stuck");
    stage.get_by_label("The sum is 1");
    stage.state_mut().shop.breaks = "failure";
    stage.run();
    stage.get_by_label("This pane broke");
}

#[test]
fn titles_come_from_the_application_from_the_widget_and_from_the_last_session() {
    let mut stage = stage("tabs(*till, sum)");
    tab(&stage, "Till 0");
    tab(&stage, "Σ today");
    click(&mut stage, "Sell");
    tab(&stage, "Till 5, modified");

    // After a restart, the widget behind the tab was never made, and the application knows no title for it.
    let text = stage.state().workspace.layout().save_text();
    let mut next = self::stage("tabs(sum:1)");
    next.state_mut().workspace.load(&text, multisplit::file::ReadLimits::default()).expect("it loads");
    let layout = next.state().workspace.layout();
    assert_eq!(layout.last_title(layout.pane_of("till").expect("a pane")), Some("Till 5"));
    let sum = layout.pane_of("sum").expect("a pane");
    next.state_mut().workspace.run(Moment::ZERO, &Command::Activate { pane: sum }).expect("it is there");
    next.run();
    tab(&next, "Till 5");
}

#[test]
fn a_title_is_not_kept_for_another_widget() {
    let mut stage = stage("tabs(*till, sum)");
    let layout = stage.state_mut().workspace.layout_mut();
    let pane = layout.pane_of("till").expect("a pane");
    assert_eq!(layout.last_title(pane), Some("Till 0"));
    layout.rename_widget(pane, &"till:2".parse().expect("an id")).expect("it is free");
    assert_eq!(layout.last_title(pane), None);
    layout.keep_title(pane, &"x".repeat(1_000));
    assert_eq!(layout.last_title(pane).map(str::len), Some(200));
    layout.run(Moment::ZERO, &Command::Replace { pane, widget: "till:3".parse().expect("an id") }).expect("it is free");
    assert_eq!(layout.last_title(pane), None);
}

#[test]
fn the_menu_of_a_tab_has_items_of_the_application() {
    let mut stage = stage("tabs(*till, sum)");
    click(&mut stage, "Sell");
    tab(&stage, "Till 5, modified").click_button(PointerButton::Secondary);
    stage.run();
    click(&mut stage, "Clear the till");
    assert_eq!((stage.state().shop.total, stage.state().shop.cleared.as_deref()), (0, Some("till")));

    stage.state_mut().shop.breaks = "menu";
    tab(&stage, "Till 0").click_button(PointerButton::Secondary);
    stage.run();
    stage.get_by_label("Close the other tabs");
}

#[test]
fn a_tab_that_is_not_closable_has_no_button_and_ignores_the_middle_button() {
    let mut stage = stage("tabs(*till, sum)");
    tab(&stage, "Σ today").hover();
    stage.run();
    assert!(stage.query_by_label("Close Σ today").is_none());
    tab(&stage, "Σ today").click_button(PointerButton::Middle);
    stage.run();
    assert_eq!(stage.state().workspace.layout().tree().pane_count(), 2);
    tab(&stage, "Till 0").click_button(PointerButton::Middle);
    stage.run();
    assert_eq!(stage.state().workspace.layout().tree().pane_count(), 1);
}

#[test]
fn a_tab_that_is_not_closable_stays_when_others_are_closed_together() {
    let panes = |stage: &Harness<'_, Stage>| stage.state().workspace.layout().tree().pane_count();
    let mut all = stage("tabs(*till, sum)");
    let blank = tab(&all, "Σ today").rect().right_center() + egui::vec2(60.0, 0.0);
    crate::fixture::button(&mut all, blank, PointerButton::Secondary);
    click(&mut all, "Close all tabs");
    assert_eq!(panes(&all), 1, "the sum stays");
    let mut others = stage("tabs(*till, sum)");
    tab(&others, "Till 0").click_button(PointerButton::Secondary);
    others.run();
    click(&mut others, "Close the other tabs");
    assert_eq!(panes(&others), 2, "and here it is the only other one");
}

#[test]
fn the_end_of_a_bar_belongs_to_the_application() {
    let mut stage = stage("tabs(*till, sum)");
    stage.state_mut().shop.width = 60.0;
    stage.state_mut().area = WorkspaceArea::new().add_button(true);
    stage.run();
    click(&mut stage, "New tab");
    let pane = stage.state().workspace.layout().pane_of("till");
    assert_eq!(stage.state().output.actions, [(Action::New(Placement::Tab), pane)]);
    click(&mut stage, "Split");
    assert_eq!(stage.state().workspace.layout().tree().pane_count(), 3);

    for width in [f32::NAN, f32::INFINITY, -5.0, 1e9] {
        stage.state_mut().shop.width = width;
        stage.run();
        tab(&stage, "Till 0");
    }
}

#[test]
fn pages_where_no_widget_is_are_drawn_by_the_application() {
    let mut stage = stage("row(slow, gone)");
    stage.get_by_label("Unpacking");
    stage.get_by_label("Sold out: none left");
    stage.state_mut().workspace.arrange("empty").expect("a layout");
    stage.run();
    stage.get_by_label("Nothing for sale");
}

#[test]
fn a_hook_that_panics_costs_only_its_own_part() {
    let mut stage = stage("tabs(*till, sum)");
    stage.state_mut().shop.breaks = "title";
    stage.run();
    tab(&stage, "Till 0");
    tab(&stage, "Σ today");
}

#[test]
fn a_drop_that_the_application_refuses_does_nothing() {
    for refuses in [true, false] {
        let mut stage = stage("row(tabs(*till, sum), sum:2)");
        let before = stage.state().workspace.layout().to_text(Default::default());
        let pane = stage.state().workspace.layout().pane_of("till");
        stage.state_mut().shop.keeps = pane.filter(|_| refuses);
        let from = tab(&stage, "Till 0").rect().center();
        let to = stage.get_all_by_label_contains("The sum is").last().expect("a pane").rect().center();
        stage.drag_at(from);
        stage.step();
        for at in [from.lerp(to, 0.5), to, to] {
            stage.hover_at(at);
            stage.step();
        }
        stage.drop_at(to);
        stage.run();
        let after = stage.state().workspace.layout().to_text(Default::default());
        assert_eq!(before == after, refuses, "{after}");
    }
}

#[test]
fn a_click_in_a_part_of_the_window_leaves_the_focus_where_it_is() {
    let mut stage = stage("col(till{h 60..60, chrome}, row(>sum:1, sum:2))");
    let focused = |stage: &Harness<'_, Stage>| stage.state().workspace.layout().focused_pane();
    let before = focused(&stage);
    click(&mut stage, "Sell");
    assert_eq!(stage.state().shop.total, 5);
    assert_eq!((focused(&stage), before), (before, stage.state().workspace.layout().pane_of("sum:1")));
}

#[test]
fn nothing_is_dropped_onto_a_part_of_the_window_or_a_locked_pane() {
    for target in ["gone{h 120..120, chrome}", "#gone{h 120..120}"] {
        let mut stage = stage(&format!("col({target}, tabs(*till, sum))"));
        let before = stage.state().workspace.layout().to_text(Default::default());
        let (from, to) =
            (tab(&stage, "Till 0").rect().center(), stage.get_by_label_contains("Sold out").rect().center());
        stage.drag_at(from);
        stage.step();
        for at in [from.lerp(to, 0.5), to, to] {
            stage.hover_at(at);
            stage.step();
        }
        stage.drop_at(to);
        stage.run();
        assert_eq!(stage.state().workspace.layout().to_text(Default::default()), before, "{target}");
    }
}

#[test]
fn a_close_asks_the_user_if_the_application_has_a_question() {
    let mut stage = stage("tabs(*till, sum)");
    click(&mut stage, "Sell");
    let panes = |stage: &Harness<'_, Stage>| stage.state().workspace.layout().tree().pane_count();
    // With the button, the key and the middle button; answered with Keep, Escape and Close.
    tab(&stage, "Till 5, modified").click_button(PointerButton::Middle);
    stage.run();
    stage.get_by_label("There are 5 in the till.");
    click(&mut stage, "Keep");
    assert_eq!(panes(&stage), 2);
    assert!(stage.query_by_label("There are 5 in the till.").is_none());

    stage.key_press_modifiers(egui::Modifiers::CTRL, egui::Key::W);
    stage.run();
    stage.get_by_label("There are 5 in the till.");
    stage.key_press(egui::Key::Escape);
    stage.run();
    assert_eq!(panes(&stage), 2);

    stage.key_press_modifiers(egui::Modifiers::CTRL, egui::Key::W);
    stage.run();
    click(&mut stage, "Close");
    assert_eq!(panes(&stage), 1);
    // What has no question closes at once.
    stage.state_mut().shop.total = 0;
    stage.state_mut().workspace.layout_mut().undo().expect("the close");
    stage.run();
    tab(&stage, "Till 0").click_button(PointerButton::Middle);
    stage.run();
    assert_eq!(panes(&stage), 1);
}

#[test]
fn the_user_cannot_close_what_is_not_closable_by_the_key_or_the_menu() {
    let mut stage = stage("tabs(till, >*sum)");
    stage.key_press_modifiers(egui::Modifiers::CTRL, egui::Key::W);
    stage.run();
    assert_eq!(stage.state().workspace.layout().tree().pane_count(), 2);
    tab(&stage, "Σ today").click_button(PointerButton::Secondary);
    stage.run();
    click(&mut stage, "Close");
    assert_eq!(stage.state().workspace.layout().tree().pane_count(), 2);
}

#[test]
fn an_application_that_names_a_new_widget_gets_it_without_being_told() {
    let mut stage = stage("tabs(*till, sum)");
    stage.state_mut().area = WorkspaceArea::new().add_button(true);
    stage.state_mut().shop.makes = true;
    stage.run();
    click(&mut stage, "New tab");
    assert!(stage.state().output.actions.is_empty());
    let pane = stage.state().workspace.layout().pane_of("sum:1").expect("a pane");
    // A new widget is never the old one: its number is taken as long as an undo could bring it back.
    stage.state_mut().workspace.run(Moment::ZERO, &Command::Close { pane }).expect("it closes");
    let till = stage.state().workspace.layout().pane_of("till").expect("a pane");
    stage.state_mut().workspace.run(Moment::ZERO, &Command::Activate { pane: till }).expect("it is there");
    stage.run();
    click(&mut stage, "New tab");
    assert!(stage.state().workspace.layout().pane_of("sum:2").is_some());
    // The sum in front has no button.
    assert!(stage.query_by_label("New tab").is_none());
}

#[test]
fn an_application_can_have_a_menu_of_its_own_alone() {
    let mut stage = stage("tabs(*till, sum)");
    stage.state_mut().shop.hides_menu = true;
    tab(&stage, "Till 0").click_button(PointerButton::Secondary);
    stage.run();
    stage.get_by_label("Clear the till");
    assert!(stage.query_by_label("Close the other tabs").is_none());
}

#[test]
fn refusals_name_panes_by_their_titles() {
    let mut stage = stage("tabs(>*till, sum)");
    let pane = stage.state().workspace.layout().pane_of("till").expect("a pane");
    let lock = Command::Lock { pane, locked: true };
    stage.state_mut().workspace.run(Moment::ZERO, &lock).expect("it is there");
    stage.key_press_modifiers(egui::Modifiers::CTRL, egui::Key::W);
    stage.run();
    let Stage { output, workspace, .. } = stage.state();
    assert_eq!(output.refusals(workspace.layout()), ["Till 0 is locked"]);
}

#[test]
fn a_middle_click_on_the_button_of_a_tab_closes_it_too() {
    let mut stage = stage("tabs(*till, sum)");
    tab(&stage, "Till 0").hover();
    stage.run();
    stage.get_by_label("Close Till 0").click_button(PointerButton::Middle);
    stage.run();
    assert_eq!(stage.state().workspace.layout().tree().pane_count(), 1);
}

#[test]
fn all_questions_about_one_close_are_shown_together() {
    let mut stage = stage("tabs(till:1, till:2, >*sum)");
    stage.state_mut().shop.total = 3;
    stage.state_mut().shop.asks_by_name = true;
    let panes = ["till:1", "till:2"].map(|name| stage.state().workspace.layout().pane_of(name).expect("a pane"));
    tab(&stage, "Σ today").click_button(PointerButton::Secondary);
    stage.run();
    click(&mut stage, "Close the other tabs");
    stage.get_by_label("till:1 is full.\ntill:2 is full.");
    click(&mut stage, "Close");
    assert!(panes.iter().all(|pane| stage.state().workspace.layout().tree().widget(*pane).is_none()));
}

#[test]
fn an_icon_stands_before_the_title_and_the_title_makes_room_for_it() {
    let mut stage = stage("tabs(*till, sum)");
    let texts = |stage: &Harness<'_, Stage>| {
        let tab = tab(stage, "Till 0").rect();
        let pictures = stage.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
            egui::Shape::Mesh(mesh) if mesh.texture_id == egui::TextureId::User(7) => {
                Some((mesh.calc_bounds(), clipped.clip_rect))
            }
            egui::Shape::Rect(rect) if rect.fill_texture_id() == egui::TextureId::User(7) => {
                Some((rect.rect, clipped.clip_rect))
            }
            _ => None,
        });
        (tab, pictures.collect::<Vec<_>>())
    };
    let (plain, none) = texts(&stage);
    assert!(none.is_empty());
    stage.state_mut().shop.icon = Some(egui::TextureId::User(7));
    stage.run();
    let (wider, pictures) = texts(&stage);
    assert_eq!(pictures.len(), 2, "one for each tab");
    let (picture, clip) = pictures[0];
    assert!(wider.contains_rect(picture) && clip.contains_rect(picture), "{picture:?} in {wider:?}");
    let more = wider.width() - plain.width();
    assert!(picture.size() == egui::vec2(16.0, 16.0) && (20.0..=22.0).contains(&more), "{more}");
}

#[test]
fn a_function_is_a_pane_and_opens_new_ones_that_are_nobody_else() {
    fn button(ui: &mut Ui, cx: &mut PaneContext<'_, Shop>) {
        cx.app.total += 1;
        if ui.button("Another").clicked()
            && let Some(widget) = cx.fresh("sum")
        {
            cx.run(Command::Split {
                pane: cx.pane,
                place: Placement::Right,
                widget,
                ratio: multisplit::geometry::Ratio::HALF,
            });
            cx.focus(multisplit::FocusTo::Pane(cx.pane));
        }
    }
    let provider = ProviderRouter::new().kind("button", |_| pane_fn(button)).kind("sum", |_| Sum.ready());
    let mut workspace = Workspace::new(provider);
    workspace.arrange("row(>button, sum:4)").expect("a layout");
    let stage = Stage { workspace, area: WorkspaceArea::new(), shop: Shop::default(), output: AreaOutput::default() };
    let mut stage = Harness::builder().with_size([900.0, 300.0]).build_ui_state(
        |ui, stage: &mut Stage| drop(stage.area.show_with(ui, &mut stage.workspace, &mut stage.shop)),
        stage,
    );
    stage.run_steps(3);
    assert!(stage.state().shop.total > 0, "it draws with the state of the application");
    for expected in ["sum:5", "sum:6"] {
        stage.get_by_label("Another").click();
        stage.run_steps(3);
        let layout = stage.state().workspace.layout();
        assert!(layout.pane_of(expected).is_some(), "{expected}");
        assert_eq!(layout.focused_pane(), layout.pane_of("button"), "the keyboard stays");
    }
    // One that could come back with an undo is not taken either.
    let sum = stage.state().workspace.layout().pane_of("sum:6").expect("open");
    stage.state_mut().workspace.run(Moment::ZERO, &Command::Close { pane: sum }).expect("closed");
    stage.get_by_label("Another").click();
    stage.run_steps(3);
    assert!(stage.state().workspace.layout().pane_of("sum:7").is_some());
}

#[test]
fn a_tab_alone_moves_by_its_menu_to_where_its_key_moves_it() {
    let mut stage = stage("col(tabs(*>till), tabs(*sum))");
    tab(&stage, "Till 0").click_button(PointerButton::Secondary);
    stage.run();
    click(&mut stage, "Move down");
    let layout = stage.state().workspace.layout();
    let top = |widget: &str| layout.rect(layout.pane_of(widget).expect("open")).expect("seen").y;
    assert!(top("till") > top("sum"));
}
