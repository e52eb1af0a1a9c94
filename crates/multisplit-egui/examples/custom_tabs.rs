//! Tabs that look and behave as the application wants: titles with icons and colors, an own item in the menu, a button at the end of each
//! bar, a pinned tab without a close button, and an own page for an empty window.

use egui::{Color32, RichText, Ui, WidgetText};
use multisplit::{Command, Placement, Provided, Request, WidgetId, WidgetProvider, Workspace};
use multisplit_egui::{HookContext, Hooks, NewWidget, PaneContext, PaneInfo, PaneUi, TabLook, WorkspaceArea};

struct Page(String);

impl PaneUi<Tabs> for Page {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Tabs>) {
        ui.heading(&self.0);
        ui.label(format!("{} pages were duplicated.", cx.app.duplicated));
    }
}

struct Pages;

impl WidgetProvider for Pages {
    type Widget = Page;

    fn provide(&mut self, request: Request<'_, Page>) -> Provided<Page> {
        Provided::Ready(Page(format!("This is {}", request.widget)))
    }
}

/// The state of the application, which is also what it adds to the front end.
#[derive(Default)]
pub(crate) struct Tabs {
    duplicated: u32,
}

impl Hooks<Page> for Tabs {
    fn title(&self, pane: PaneInfo<'_, Page>) -> Option<WidgetText> {
        let (icon, color) = match pane.widget.kind() {
            "home" => ("«»", Color32::LIGHT_BLUE),
            "mail" => ("@", Color32::LIGHT_YELLOW),
            _ => ("§", Color32::LIGHT_GRAY),
        };
        Some(RichText::new(format!("{icon} {}", pane.widget)).color(color).into())
    }

    fn tab_look(&self, pane: PaneInfo<'_, Page>) -> TabLook {
        TabLook { closable: pane.widget.kind() != "home", ..TabLook::default() }
    }

    fn tab_menu(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, Page>) {
        let Some(pane) = cx.pane.filter(|_| ui.button("Duplicate").clicked()) else { return };
        self.duplicated += 1;
        if let Ok(command) = Command::split(pane, Placement::Tab, &format!("copy:{}", self.duplicated), 0.5) {
            cx.run(command);
        }
    }

    fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<WidgetId> {
        at.fresh("page")
    }

    fn empty(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, Page>) {
        ui.vertical_centered(|ui| {
            ui.add_space(80.0);
            if ui.button("Go home").clicked() {
                cx.run(Command::Open { widget: "home".parse().expect("a valid id") });
            }
        });
    }
}

pub(crate) struct App {
    workspace: Workspace<Pages>,
    tabs: Tabs,
}

impl App {
    pub(crate) fn new() -> Result<Self, multisplit::LoadError> {
        let mut workspace = Workspace::new(Pages);
        workspace.arrange("row(tabs(*home, mail:inbox, mail:sent), tabs(letter:1))")?;
        Ok(Self { workspace, tabs: Tabs::default() })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) {
        WorkspaceArea::new().add_button(true).show_with(ui, &mut self.workspace, &mut self.tabs);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut app = App::new()?;
    eframe::run_ui_native("custom tabs", eframe::NativeOptions::default(), move |ui, _| app.ui(ui))?;
    Ok(())
}
