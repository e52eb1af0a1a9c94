//! The context menu of a page that has none of its own.

use super::WebPane;
use crate::engine::{Menu, Opened, Order, State};
use egui::{Area, Frame, Order as Layer, Pos2, Ui, vec2};

/// A menu that is open.
pub(super) struct Open {
    menu: Menu,
    at: Pos2,
}

impl WebPane {
    pub(super) fn show_menu(&mut self, ui: &Ui, state: &State) {
        if state.menu.is_some()
            && let Some(menu) = self.view.update(|state| state.menu.take())
        {
            let at = self.corner + vec2(menu.at[0], menu.at[1]);
            self.menu = Some(Open { menu, at });
        }
        let Some(Open { menu, at }) = &self.menu else { return };
        let mut chosen = None;
        let area = Area::new(ui.scope_id().with("page menu")).order(Layer::Foreground).fixed_pos(*at).constrain(true);
        let shown = area.show(ui.ctx(), |ui| {
            Frame::menu(ui.style()).show(ui, |ui| {
                ui.set_max_width(240.0);
                ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                    chosen = items(ui, menu, state);
                });
            });
        });
        let clicked_elsewhere = ui.input(|input| input.pointer.any_pressed()) && !shown.response.contains_pointer();
        let Some(chosen) = chosen else {
            if clicked_elsewhere {
                self.menu = None;
            }
            return;
        };
        // What opens elsewhere has the keyboard there.
        self.comes_back = !matches!(chosen, Chosen::Open(_));
        match chosen {
            Chosen::Order(order) => self.engine.order(self.page, order),
            Chosen::Copy(text) => ui.copy_text(text),
            Chosen::Open(opened) => self.view.update(|state| state.opened.push(opened)),
            Chosen::Paste => ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste),
        }
        self.menu = None;
    }
}

enum Chosen {
    Order(Order),
    Copy(String),
    Open(Opened),
    Paste,
}

fn items(ui: &mut Ui, menu: &Menu, state: &State) -> Option<Chosen> {
    let mut chosen = None;
    let mut item = |ui: &mut Ui, enabled: bool, words: &str, what: Chosen| {
        if ui.add_enabled(enabled, egui::Button::new(words).wrap_mode(egui::TextWrapMode::Extend)).clicked() {
            chosen = Some(what);
        }
    };
    if !menu.link.is_empty() {
        let open = |behind| Chosen::Open(Opened { url: menu.link.clone(), behind });
        item(ui, true, "Open the link beside", open(false));
        item(ui, true, "Open the link behind", open(true));
        item(ui, true, "Copy the link", Chosen::Copy(menu.link.clone()));
        ui.separator();
    }
    if menu.edits {
        item(ui, !menu.text.is_empty(), "Cut", Chosen::Order(Order::Copy { cut: true }));
    }
    item(ui, !menu.text.is_empty(), "Copy", Chosen::Order(Order::Copy { cut: false }));
    if menu.edits {
        item(ui, true, "Paste", Chosen::Paste);
    }
    ui.separator();
    item(ui, state.can_step[0], "Back", Chosen::Order(Order::Step { back: true }));
    item(ui, state.can_step[1], "Forward", Chosen::Order(Order::Step { back: false }));
    item(ui, true, "Reload", Chosen::Order(Order::Reload));
    item(ui, true, "Copy the address", Chosen::Copy(state.kept.url.clone()));
    chosen
}
