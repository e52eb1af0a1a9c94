//! Takes the keys that belong to the workspace before any pane sees them. It does not take any while a modal dialog is open, or if another
//! workspace of the same window was pressed later.

use crate::base::bindings::{Action, Bindings};
use egui::{Event, Id, Rect, Ui};

/// The workspace of a window that has the keyboard, and the pass in which it was last shown.
#[derive(Clone, Copy)]
struct Owner {
    workspace: Id,
    pass: u64,
}

/// Takes the bound keys out of this frame's events. Returns their actions, in order.
pub(crate) fn take(ui: &Ui, workspace: Id, rect: Rect, bindings: &Bindings) -> Vec<Action> {
    let ctx = ui.ctx();
    if !owns(ui, workspace, rect) || !ctx.memory(|memory| memory.is_above_modal_layer(ui.layer_id())) {
        return vec![];
    }
    if !ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Key { .. }))) {
        return vec![];
    }
    let mut actions = vec![];
    let mut typed = false;
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            // A key with Alt also types its letter, right after the press.
            let letter = std::mem::take(&mut typed) && matches!(event, Event::Text(_));
            let Event::Key { key, pressed, modifiers, .. } = event else { return !letter };
            let Some(action) = bindings.get(*modifiers, *key) else { return true };
            if *pressed {
                actions.push(action);
                typed = true;
            }
            false
        });
    });
    actions
}

/// Returns `true` if the keys belong to this workspace: it was pressed last, or the one that was is no longer shown.
fn owns(ui: &Ui, workspace: Id, rect: Rect) -> bool {
    let ctx = ui.ctx();
    let pass = ctx.cumulative_pass_nr();
    let pressed = crate::frame::pointer::pressed_at(ui).is_some_and(|at| rect.contains(at));
    ctx.data_mut(|data| {
        let key = Id::unique("multisplit keyboard");
        let owner: Option<Owner> = data.get_temp(key);
        // A workspace that has missed a whole pass is no longer shown.
        let mine = pressed || owner.is_none_or(|o| o.workspace == workspace || o.pass + 1 < pass);
        if mine {
            data.insert_temp(key, Owner { workspace, pass });
        }
        mine
    })
}
