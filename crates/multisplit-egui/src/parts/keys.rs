//! Keys that belong to the workspace are taken before any pane sees them. Refuses to take any while a modal dialog is open, and
//! from another workspace of the same window that was pressed later.

use crate::base::bindings::{Action, Bindings};
use egui::{Event, Id, Rect, Ui};

/// Which workspace of a window has the keyboard, and when it was last shown.
#[derive(Clone, Copy)]
struct Owner {
    workspace: Id,
    pass: u64,
}

/// Takes the bound keys out of this frame's events.
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
            // A key with Alt also types its letter, right after it was pressed.
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

/// Whether the keys are this workspace's: it was pressed last, or the one that was is not shown any more.
fn owns(ui: &Ui, workspace: Id, rect: Rect) -> bool {
    let ctx = ui.ctx();
    let pass = ctx.cumulative_pass_nr();
    let pressed = crate::frame::pointer::pressed_at(ui).is_some_and(|at| rect.contains(at));
    ctx.data_mut(|data| {
        let key = Id::unique("multisplit keyboard");
        let owner: Option<Owner> = data.get_temp(key);
        let mine = pressed || owner.is_none_or(|o| o.workspace == workspace || o.pass + 1 < pass);
        if mine {
            data.insert_temp(key, Owner { workspace, pass });
        }
        mine
    })
}
