//! Context menus. A secondary click opens them under the pointer, the menu key at the place that has the keyboard focus.
//!
//! It does not know the contents of a menu. Invariant: a menu that closes gives the keyboard focus back to its owner, unless
//! the user has moved the focus elsewhere.

use egui::accesskit::Role;
use egui::{
    Button, Context, Id, Key, KeyboardShortcut, Modifiers, Popup, Pos2, Response, SetOpenCommand, Ui, WidgetInfo,
};

/// Returns the shortcut of a key without modifiers.
#[must_use]
pub const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// Returns the shortcut of a key with Control, or Command on a Mac.
#[must_use]
pub const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

/// The position at which the menu key opened a menu, in points of the screen.
#[derive(Clone, Copy, Default)]
struct ByKey {
    at: Pos2,
}

/// Consumes the menu key and Shift+F10, which replaces it on keyboards without one. Returns `true` if one was pressed.
#[must_use]
pub fn is_asked(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let menu = input.consume_key(Modifiers::NONE, Key::Menu);
        input.consume_key(Modifiers::SHIFT, Key::F10) || menu
    })
}

/// Shows the context menu of a widget while it is open.
///
/// A secondary click opens it at the pointer, and `by_key` opens it at the given point of the screen. When it closes,
/// `owner` gets the keyboard focus back. Returns the result of `add`, or `None` if the menu is closed.
pub fn context<T>(response: &Response, by_key: Option<Pos2>, owner: Id, add: impl FnOnce(&mut Ui) -> T) -> Option<T> {
    let (ctx, id) = (&response.ctx, Popup::default_response_id(response));
    let was_open = Popup::is_id_open(ctx, id);
    if !was_open && by_key.is_none() && !response.secondary_clicked() {
        return None;
    }
    if response.secondary_clicked() {
        ctx.data_mut(|data| data.remove_temp::<ByKey>(id));
    }
    let mut popup = Popup::context_menu(response);
    if let Some(at) = by_key {
        popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
        ctx.data_mut(|data| data.insert_temp(id, ByKey { at }));
    }
    if let Some(ByKey { at }) = ctx.data(|data| data.get_temp(id)) {
        popup = popup.at_position(at);
    }
    // Also if a click opened the menu: Escape must close the menu and not reach the widget below.
    if by_key.is_some() || response.secondary_clicked() {
        ctx.data_mut(|data| data.insert_temp(wants_keyboard(), true));
    }
    let shown = popup.show(add);
    if !Popup::is_id_open(ctx, id) {
        give_back(ctx, id, owner);
    }
    shown.map(|shown| shown.inner)
}

/// Shows an item of a menu with its keyboard shortcut. Returns `true` if the item was chosen; the menu closes then.
pub fn item(ui: &mut Ui, enabled: bool, words: &str, key: impl Into<Option<KeyboardShortcut>>) -> bool {
    let key = key.into().map(|key| ui.ctx().format_shortcut(&key));
    let button = Button::new(words);
    let button = if let Some(key) = &key { button.shortcut_text(key) } else { button };
    let response = ui.add_enabled(enabled, button);
    // The accessible name is the words alone; the shortcut has its own property.
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::MenuItem);
        key.iter().for_each(|key| node.set_keyboard_shortcut(key.as_str()));
    });
    if enabled && ui.data_mut(|data| data.remove_temp::<bool>(wants_keyboard())).is_some() {
        response.request_focus();
    }
    let chosen = response.clicked();
    if chosen {
        ui.close();
    }
    chosen
}

/// Returns the id under which a request is stored: the first enabled item of the menu takes the focus.
fn wants_keyboard() -> Id {
    Id::unique("menu wants the keyboard")
}

/// Gives the focus back to `owner` if the menu or no widget has it.
fn give_back(ctx: &Context, menu: Id, owner: Id) {
    ctx.data_mut(|data| data.remove_temp::<ByKey>(menu));
    let focused = ctx.memory(egui::Memory::focused);
    // A focused widget that is no longer shown was an item of the menu that has just closed.
    let is_ours = |id| ctx.read_response(id).is_none_or(|other| other.layer_id.id == menu);
    if focused.is_none_or(is_ours) {
        ctx.memory_mut(|memory| memory.request_focus(owner));
    }
}
