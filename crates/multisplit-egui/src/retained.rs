//! Retained painting: a pane whose widget says that nothing changed is painted from what it painted last, without running it.
//! Keeps nothing that could come out otherwise than drawn anew; every condition that is not known to hold means drawing.
//!
//! Invariant: egui finds the same widgets under the pointer, the same keyboard stops and the same pixels as if all were drawn.

mod layers;
mod look;
mod requests;
mod shapes;
mod store;

use crate::drawing::thumbnail::Picture;
use egui::{Context, Id, LayerId, Rect, Response, Ui};
use layers::Aside;
use look::Now;
pub(crate) use look::{Look, moves_keyboard, pointers};
use multisplit::{PaneId, WidgetId};
use requests::{Between, Requests, mark};
use shapes::Shapes;
use store::{Kept, SavedWidget, Store};

/// What a drawing of a pane depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaneKey<'a> {
    pub(crate) pane: PaneId,
    pub(crate) widget: &'a WidgetId,
    pub(crate) revision: u64,
    pub(crate) focused: bool,
    pub(crate) rect: Rect,
    /// What is seen of it.
    pub(crate) clip: Rect,
}

/// A drawing that may be kept, while it goes on.
pub(crate) struct Watch {
    aside: Aside,
    layer: LayerId,
    /// How many widgets the layer had.
    spots: usize,
    traces: Traces,
    from: usize,
}

/// What a drawing can leave besides shapes; where it leaves any, it has to run again.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Traces {
    told: [usize; 5],
    cursor: egui::CursorIcon,
    writes: bool,
    scrolls: bool,
    /// Widgets in other layers, tooltips, popups.
    elsewhere: [usize; 4],
}

/// Retained painting in one frame.
pub(crate) struct Retained {
    store: Store,
    now: Option<Now>,
    /// A widget that is enabled and visible; others are made after it.
    model: Response,
}

impl Retained {
    /// Takes what was kept, and lets go of it where it is no longer good.
    pub(crate) fn begin(ui: &Ui, id: Id, model: Response, on: bool) -> Self {
        let ctx = ui.ctx();
        let mut store: Store = ctx.data_mut(|data| data.remove_temp(Self::id(id))).unwrap_or_default();
        let now = if on { Now::new(ui) } else { None };
        let goes_on = now.as_ref().is_some_and(|now| {
            store.pass + 1 == now.pass && store.look.as_ref().is_some_and(|look| look.is_same(&now.look))
        });
        if goes_on {
            store.settle(|| Requests::of_last_pass(ctx));
        } else {
            store.clear();
        }
        Self { store, now, model }
    }

    /// Keeps what was painted in this frame for the next one.
    pub(crate) fn end(self, ctx: &Context, id: Id) {
        let Self { mut store, now, .. } = self;
        // Nothing to be kept: nothing to be remembered either.
        let Some(now) = now else { return };
        store.sweep(now.pass);
        store.pass = now.pass;
        store.look = Some(now.look);
        ctx.data_mut(|data| data.insert_temp(Self::id(id), store));
    }

    /// Forgets all that is kept for a workspace.
    pub(crate) fn forget(ctx: &Context, id: Id) {
        ctx.data_mut(|data| data.remove_temp::<Store>(Self::id(id)));
    }

    /// Paints what was kept of a pane. Answers whether that was possible; if not, nothing was painted and it has to be drawn.
    pub(crate) fn replay(&mut self, ui: &Ui, key: &PaneKey<'_>) -> bool {
        let Some(now) = &self.now else { return false };
        if is_near(now, key) {
            return false;
        }
        let Some(kept) = self.store.get_mut(key.pane) else { return false };
        if !is_good(kept, now, key, ui) || !kept.move_to(key.rect.min, now.scale()) || kept.clip != key.clip {
            return false;
        }
        kept.seen = now.pass;
        ui.ctx().graphics_mut(|graphics| {
            let list = graphics.entry(kept.layer);
            layers::append(list, kept.shapes.all());
        });
        self.model.layer_id = kept.layer;
        let focused = register(&mut self.model, &kept.spots);
        if focused {
            // It was given the keyboard just now, and is to show that.
            self.store.remove(key.pane);
            ui.ctx().request_repaint();
        }
        true
    }

    /// Begins to watch a drawing, where it may be kept.
    pub(crate) fn watch(&mut self, ui: &Ui, key: &PaneKey<'_>) -> Option<Watch> {
        self.store.remove(key.pane);
        let now = self.now.as_ref()?;
        let layer = ui.layer_id();
        if is_near(now, key) || now.transformed.contains(&layer) {
            return None;
        }
        let ctx = ui.ctx();
        let (spots, traces) = (spots(ctx, layer), Traces::of(ctx, layer));
        let from = mark(ctx);
        Some(Watch { aside: layers::aside(ctx), layer, spots, traces, from })
    }

    /// Ends watching; `good` says whether the drawing went well. Keeps it where it left nothing but shapes and widgets.
    pub(crate) fn keep(&mut self, ctx: &Context, watch: Watch, key: &PaneKey<'_>, good: bool) {
        let Watch { aside, layer, spots: before, traces, from } = watch;
        let shapes = aside.put_back(ctx, layer, |list| Shapes::new(list.all_entries())).flatten();
        let to = mark(ctx);
        let Some(now) = &self.now else { return };
        let Some(shapes) = shapes else { return };
        if !good || ctx.will_discard() || Traces::of(ctx, layer) != traces {
            return;
        }
        let focused = ctx.memory(egui::Memory::focused);
        let Some(spots) = new_spots(ctx, layer, before) else { return };
        if spots.iter().any(|spot| now.hot.contains(&spot.id) || Some(spot.id) == focused) {
            return;
        }
        let kept = Kept {
            widget: key.widget.clone(),
            revision: key.revision,
            focused: key.focused,
            layer,
            rect: key.rect,
            clip: key.clip,
            shapes,
            spots,
            unproven: Some(Between { from, to }),
            seen: now.pass,
        };
        self.store.insert(key.pane, kept);
    }

    fn id(id: Id) -> Id {
        id.with("kept paintings")
    }
}

/// What is kept of so many panes of a workspace that was drawn in the `Ui` with this scope id, in this pass or the one before.
pub(crate) fn pictures(ctx: &Context, id: Id, most: usize) -> Vec<(PaneId, Picture)> {
    let pass = ctx.cumulative_pass_nr();
    let id = Retained::id(id);
    // It is not cloned: the next frame of the workspace goes on from where it was, or forgets it.
    ctx.data_mut(|data| {
        let store = data.get_temp_mut_or_default::<Store>(id);
        if store.pass + 1 < pass { vec![] } else { store.pictures().take(most).collect() }
    })
}

impl Traces {
    fn of(ctx: &Context, layer: LayerId) -> Self {
        ctx.viewport(|v| {
            let (out, pass) = (&v.output, &v.this_pass);
            let other = pass.widgets.layers().filter(|(id, _)| **id != layer).map(|(_, all)| all.len()).sum();
            let popups = pass.layers.values().map(|layer| layer.open_popups.len()).sum();
            let tooltips = pass.layers.values().filter(|layer| layer.widget_with_tooltip.is_some()).count();
            Self {
                told: [
                    out.commands.len(),
                    out.events.len(),
                    out.request_discard_reasons.len(),
                    v.commands.len(),
                    pass.highlight_next_pass.len(),
                ],
                cursor: out.cursor_icon,
                writes: out.ime.is_some(),
                scrolls: pass.scroll_target.iter().any(Option::is_some) || pass.scroll_delta.0 != egui::Vec2::ZERO,
                elsewhere: [other, popups, tooltips, pass.tooltips.widget_tooltips.len()],
            }
        })
    }
}

/// Whether a pointer is so near to a pane that the pane may show it. What is drawn then is not kept, so that the pane is drawn once
/// more when the pointer has left.
fn is_near(now: &Now, key: &PaneKey<'_>) -> bool {
    let reach = key.rect.expand(now.reach);
    now.pointers.iter().any(|at| reach.contains(*at))
}

/// Whether what was kept is what would be drawn.
fn is_good(kept: &Kept, now: &Now, key: &PaneKey<'_>, ui: &Ui) -> bool {
    let same = kept.revision == key.revision
        && kept.focused == key.focused
        && kept.rect.size() == key.rect.size()
        && kept.layer == ui.layer_id()
        && kept.widget == *key.widget;
    let listens = key.focused && now.typed;
    let touched = || now.hot.iter().any(|id| kept.spots.iter().any(|spot| spot.id == *id));
    let textures = || {
        let all = &kept.shapes.textures;
        all.is_empty() || {
            let textures = ui.ctx().tex_manager();
            let textures = textures.read();
            all.iter().all(|id| textures.meta(*id).is_some())
        }
    };
    same && !listens && !now.transformed.contains(&kept.layer) && !touched() && textures()
}

/// How many widgets a layer has.
fn spots(ctx: &Context, layer: LayerId) -> usize {
    ctx.viewport(|v| v.this_pass.widgets.get_layer(layer).count())
}

/// The widgets that a layer has gained, if all of them can be put there again.
fn new_spots(ctx: &Context, layer: LayerId, before: usize) -> Option<Vec<SavedWidget>> {
    ctx.viewport(|v| {
        let new = v.this_pass.widgets.get_layer(layer).skip(before);
        new.map(|w| {
            let spot = SavedWidget { id: w.id, rect: w.rect, interact_rect: w.interact_rect, sense: w.sense };
            (w.enabled && w.visible && !w.rect.any_nan()).then_some(spot)
        })
        .collect()
    })
}

/// Puts widgets there again, so that egui finds them in the next frame. Answers whether one of them has the keyboard now.
fn register(model: &mut Response, spots: &[SavedWidget]) -> bool {
    for spot in spots {
        (model.id, model.rect, model.interact_rect) = (spot.id, spot.rect, spot.interact_rect);
        model.sense = spot.sense;
        // What it answers was known at the start of the frame, and is nothing: the user is elsewhere.
        let _ = model.interact(spot.sense);
    }
    let focusable = spots.iter().any(|spot| spot.sense.is_focusable());
    let focused = if focusable { model.ctx.memory(egui::Memory::focused) } else { None };
    focused.is_some_and(|id| spots.iter().any(|spot| spot.id == id))
}
