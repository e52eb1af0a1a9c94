//! Keys that belong to the workspace are taken before any pane sees them.

use crate::bindings::{Action, Bindings};
use egui::{Context, Event};

/// Takes the bound keys out of this frame's events.
pub(crate) fn take(ctx: &Context, bindings: &Bindings) -> Vec<Action> {
    let mut actions = vec![];
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed, modifiers, .. } = event else { return true };
            let Some(action) = bindings.get(*modifiers, *key) else { return true };
            if *pressed {
                actions.push(action);
            }
            false
        });
    });
    actions
}
