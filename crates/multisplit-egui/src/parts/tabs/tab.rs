//! One tab: click, middle click, close button, drag and context menu. It is one egui widget, and one more for the button if the pointer is
//! near or a screen reader listens.

use super::laid::Tab;
use super::metrics::{close_rect, is_cut};
use super::reach::{Followed, Reach, follow};
use crate::base::content::FrameView;
use crate::base::group_color::group;
use crate::base::menus;
use crate::base::tab_commands;
use crate::base::tab_commands::toggle_zoom;
use crate::frame::Frame;
use crate::frame::state::DraggedTab;
use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, Popup, Response, Sense, SetOpenCommand, Ui, WidgetInfo};
use multisplit::{FocusTo, Intent, Layout};

/// Handles what the user does with a tab. Returns `None` if the pointer is elsewhere, and otherwise whether it is on the close button.
pub(super) fn touch(
    ui: &Ui,
    view: &mut FrameView<'_>,
    frame: &mut Frame<'_>,
    tab: &Tab,
    reach: &Reach,
) -> Option<bool> {
    let layout = view.layout;
    if reach.pressed_unknown(ui, tab) {
        // egui took something else for pressed, which must not be dragged.
        ui.ctx().stop_dragging();
        frame.state.pressed_tab = Some(tab.child);
    }
    let response = ui.interact(tab.rect, tab.id, Sense::click_and_drag());
    let text = tab.title.text();
    response.widget_info(|| {
        let name = if tab.modified { format!("{text}, modified") } else { text.to_owned() };
        WidgetInfo::selected(Role::Tab, true, tab.active, name)
    });
    let close_rect = close_rect(tab.rect);
    let near = response.contains_pointer();
    let close = (tab.look.closable && (near || frame.access)).then(|| {
        let close = ui.interact(close_rect, tab.close, Sense::click());
        close.widget_info(|| WidgetInfo::labeled(Role::Button, !tab.locked, format!("Close {text}")));
        close
    });
    if frame.access {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(tab.active));
    }
    if near {
        tell(layout, tab, &response, view.content.hint(tab.pane));
    }
    let on_close = close.as_ref().is_some_and(Response::hovered);
    let lit = (response.hovered() || on_close).then_some(on_close);
    let followed = if frame.state.pressed_tab == Some(tab.child) { follow(ui) } else { Followed::default() };
    // A finger presses the button without the pointer having been near it before.
    let clicked = response.clicked() || followed.clicked == Some(PointerButton::Primary);
    let at = ui.ctx().input(|i| i.pointer.interact_pos());
    let tapped = clicked && at.is_some_and(|at| close_rect.contains(at));
    let on_button = close.as_ref().is_some_and(|close| close.clicked_by(PointerButton::Middle));
    let middle =
        response.clicked_by(PointerButton::Middle) || on_button || followed.clicked == Some(PointerButton::Middle);
    let closes = tab.look.closable && (close.is_some_and(|close| close.clicked()) || tapped || middle);
    if closes && !tab.locked {
        frame.intents.push(Intent::Run(tab_commands::closing(layout, tab.child)));
        return lit;
    }
    act(ui, view, frame, tab, &response, followed);
    lit
}

/// Shows a tooltip: the title if it is cut, the hint of the widget, and the group.
fn tell(layout: &Layout, tab: &Tab, response: &Response, hint: String) {
    let title = is_cut(&tab.title, tab.rect, tab.look.icon.is_some()).then(|| tab.title.text().to_owned());
    let hint = Some(hint).filter(|hint| !hint.is_empty());
    let group = group(layout, tab.pane).map(|(name, _)| format!("Group: {name}"));
    let all: Vec<String> = title.into_iter().chain(hint).chain(group).collect();
    if !all.is_empty() {
        response.clone().on_hover_text(all.join("\n"));
    }
}

/// Takes the menu key, or Shift+F10, which replaces it on keyboards without one. Returns `true` if it was pressed.
fn is_menu_key(ui: &Ui) -> bool {
    ui.ctx().input_mut(|input| {
        let menu = input.consume_key(Modifiers::NONE, Key::Menu);
        input.consume_key(Modifiers::SHIFT, Key::F10) || menu
    })
}

/// Handles clicks, drags and the menu of the tab itself.
fn act(ui: &Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>, tab: &Tab, response: &Response, followed: Followed) {
    let layout = view.layout;
    let clicked = response.clicked() || followed.clicked == Some(PointerButton::Primary);
    let drags = followed.drags && frame.state.dragged.is_none();
    if clicked || ((response.drag_started() || drags) && !tab.active) {
        frame.state.keyboard_pane = None;
        let pane = layout.last_focused_in(tab.child).unwrap_or(tab.pane);
        frame.intents.push(Intent::Focus(FocusTo::Pane(pane)));
    }
    if response.double_clicked() {
        frame.intents.extend(toggle_zoom(layout, tab.pane).map(Intent::Run));
    }
    if (response.drag_started_by(PointerButton::Primary) || drags)
        && !tab.locked
        && let Some(start) = ui.ctx().input(|i| i.pointer.press_origin())
    {
        frame.state.dragged = Some(DraggedTab { tab: tab.child, pane: tab.pane, start });
    }
    if drags {
        frame.state.pressed_tab = None;
    }
    let by_key = response.has_focus() && is_menu_key(ui);
    let asked = by_key || followed.clicked == Some(PointerButton::Secondary);
    let menu = &mut frame.state.tab_menu;
    if asked || response.secondary_clicked() {
        *menu = Some(tab.child);
    }
    if *menu == Some(tab.child) {
        let popup = Popup::context_menu(response);
        let popup = if asked { popup.open_memory(Some(SetOpenCommand::Bool(true))) } else { popup };
        // If the tab has the keyboard, the pointer may be anywhere.
        let popup = if response.has_focus() { popup.at_position(response.rect.left_bottom()) } else { popup };
        let open = popup.show(|ui| {
            let before = ui.min_rect().bottom();
            view.content.tab_menu(ui, tab.pane, frame.intents);
            if view.content.has_default_menu(tab.pane) {
                if ui.min_rect().bottom() > before {
                    ui.separator();
                }
                let can_close = |pane| view.content.tab_look(pane).closable;
                menus::tab(ui, (tab.child, tab.pane), layout, &can_close, frame.bindings, frame.intents);
            }
        });
        let open = open.is_some();
        frame.state.tab_menu = open.then_some(tab.child);
    }
}
