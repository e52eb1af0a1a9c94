//! Context menus that a mouse opens under the pointer and the menu key opens at the place that has the keyboard.
//!
//! It refuses to know what is in a menu. Invariant: a menu that closes gives the keyboard back to its owner, unless the user has
//! given it to somebody else.

use egui::accesskit::Role;
use egui::{
    Button, Context, Id, Key, KeyboardShortcut, Modifiers, Popup, Pos2, Response, SetOpenCommand, Ui, WidgetInfo,
};

/// A key by itself.
#[must_use]
pub const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// A key with Control, or Command on a Mac.
#[must_use]
pub const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

/// Where the menu key opened a menu.
#[derive(Clone, Copy, Default)]
struct ByKey {
    at: Pos2,
}

/// Takes the menu key, or Shift+F10, which stands for it on keyboards without one. Returns whether it was pressed.
#[must_use]
pub fn is_asked(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let menu = input.consume_key(Modifiers::NONE, Key::Menu);
        input.consume_key(Modifiers::SHIFT, Key::F10) || menu
    })
}

/// Shows the context menu of a widget while it is open. A secondary click opens it, and `by_key` does, at that point of the
/// screen. `owner` gets the keyboard back. Returns what `add` does, while the menu is open.
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
    // Also of a menu that a mouse opened: Escape is for it then, and not for what lies below.
    if by_key.is_some() || response.secondary_clicked() {
        ctx.data_mut(|data| data.insert_temp(wants_keyboard(), true));
    }
    let shown = popup.show(add);
    if !Popup::is_id_open(ctx, id) {
        give_back(ctx, id, owner);
    }
    shown.map(|shown| shown.inner)
}

/// One thing that a menu offers, with the key that does the same. Returns whether it was chosen; the menu closes then.
pub fn item(ui: &mut Ui, enabled: bool, words: &str, key: impl Into<Option<KeyboardShortcut>>) -> bool {
    let key = key.into().map(|key| ui.ctx().format_shortcut(&key));
    let button = Button::new(words);
    let button = if let Some(key) = &key { button.shortcut_text(key) } else { button };
    let response = ui.add_enabled(enabled, button);
    // Its name is its words; the key is told as what it is.
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

/// Where it is noted that the first thing that can be chosen is to have the keyboard.
fn wants_keyboard() -> Id {
    Id::unique("menu wants the keyboard")
}

/// The keyboard goes back where it was, if the menu or nobody has it.
fn give_back(ctx: &Context, menu: Id, owner: Id) {
    ctx.data_mut(|data| data.remove_temp::<ByKey>(menu));
    let focused = ctx.memory(egui::Memory::focused);
    let is_ours = |id| ctx.read_response(id).is_none_or(|other| other.layer_id.id == menu);
    if focused.is_none_or(is_ours) {
        ctx.memory_mut(|memory| memory.request_focus(owner));
    }
}
