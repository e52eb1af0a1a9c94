//! Retained painting: shows an unchanged pane from the shapes it painted last, without running its widget.
//! It does not keep anything that could differ from a fresh drawing: if a condition is not known to hold, the pane is drawn.
//!
//! Invariant: egui finds the same widgets under the pointer, the same keyboard stops and the same pixels as if every pane were drawn.
//!
//! # Why
//! In immediate mode, every visible pane runs in every frame, even if only one pane of a thousand has changed. Only a widget knows
//! cheaply whether it has changed, so it says so: [`PaneUi::revision`](crate::base::pane::PaneUi::revision). The default is `None`: always drawn.
//!
//! # When a painting is reused
//! - A painting is reused in the very next pass, and only if the widget, its revision, the focus, the size, the visible part and the layer
//!   are the same and the [`Look`] (scale, style, window, fonts) has not changed. It may have moved by whole device pixels.
//! - A pane is drawn if the pointer is near, if the user is at one of its widgets, or if it has the focus and something was typed.
//! - All panes are drawn while a screen reader listens, on Tab and arrow keys, and while anything is dragged, selected or touched.
//! - A drawing is not kept if it left more than shapes and widgets ([`Traces`]), painted to another layer ([`layers`]), used a shape that
//!   belongs to one frame ([`shapes`]) or asked for a repaint ([`requests`]). The last is known only one pass later.
//!
//! # Alternatives that are not used
//! - Comparing what a widget paints with what it painted before: the widget has to run for that, and running it is the cost to avoid.
//! - Keeping the paintings of panes that went out of view: memory would follow all panes that were ever seen instead of the screen.
//! - Moving a painting by any distance: coordinates would be rounded differently than in a fresh drawing, so only exact moves are made.
//!
//! # Constants
//! - `KEPT_PANES` (16,384) and `KEPT_BYTES` (64 MiB, estimated) bound the memory. They are round numbers; no measurement behind them is recorded.
//!   At the default smallest pane size (48 × 32 points), 16,384 panes cover three 4K screens at scale 1. A painting that does not fit is not
//!   kept, so its pane is always drawn.
//! - `GRID` (1/256 point) and `GRID_END` (32,768 points): `f32` has 24 bits of precision, so it holds multiples of 1/256 exactly below 2^16.
//!   The sum of two numbers below 2^15 stays below that. egui's own layout rounds to 1/32 point, which is on this grid.
//! - `MARGIN` (4 points) is a safety distance beyond egui's `interact_radius`: a pointer within the radius can already light a widget.
//!
//! `tests/front/retained/sessions.rs` checks the invariant: 300 random sessions in two windows, one that retains and one that draws.
//! With tab bars (100 of the sessions), a few pixels of tab titles may differ slightly.

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

/// The values that a drawing of a pane depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaneKey<'a> {
    pub(crate) pane: PaneId,
    pub(crate) widget: &'a WidgetId,
    pub(crate) revision: u64,
    pub(crate) focused: bool,
    pub(crate) rect: Rect,
    /// The visible part of the pane.
    pub(crate) clip: Rect,
}

/// A drawing in progress that may be kept.
pub(crate) struct Watch {
    aside: Aside,
    layer: LayerId,
    /// The number of widgets that the layer had before the drawing.
    spots: usize,
    traces: Traces,
    from: usize,
}

/// What a drawing can leave besides shapes. If these values change during a drawing, it has to run again in the next frame.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Traces {
    told: [usize; 5],
    cursor: egui::CursorIcon,
    writes: bool,
    scrolls: bool,
    /// The numbers of widgets in other layers, open popups, tooltips and widgets with tooltips.
    elsewhere: [usize; 4],
}

/// Retained painting in one frame.
pub(crate) struct Retained {
    store: Store,
    now: Option<Now>,
    /// A widget that is enabled and visible. The widgets of replayed panes are registered as copies of it.
    model: Response,
}

impl Retained {
    /// Takes the store out of egui's memory and drops what is no longer valid. If `on` is false, nothing is kept in this frame.
    pub(crate) fn begin(ui: &Ui, id: Id, model: Response, on: bool) -> Self {
        let ctx = ui.ctx();
        let mut store: Store = ctx.data_mut(|data| data.remove_temp(Self::id(id))).unwrap_or_default();
        let now = if on { Now::new(ui) } else { None };
        // Only the pass before this one can be judged: egui reports no requests of earlier passes.
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

    /// Stores what was painted in this frame for the next one. Returns the number of paintings, and their bytes.
    pub(crate) fn end(self, ctx: &Context, id: Id) -> (usize, usize) {
        let Self { mut store, now, .. } = self;
        // If nothing may be kept, the store is dropped: after a gap of one pass it would be stale anyway.
        let Some(now) = now else { return (0, 0) };
        store.sweep(now.pass);
        store.pass = now.pass;
        store.look = Some(now.look);
        let size = store.size();
        ctx.data_mut(|data| data.insert_temp(Self::id(id), store));
        size
    }

    /// Drops everything that is kept for a workspace.
    pub(crate) fn forget(ctx: &Context, id: Id) {
        ctx.data_mut(|data| data.remove_temp::<Store>(Self::id(id)));
    }

    /// Paints what was kept of a pane and returns `true`. Returns `false` if that is not possible: nothing was painted, and the pane has to
    /// be drawn.
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
            // The widget got the keyboard just now and has to be drawn to show it.
            self.store.remove(key.pane);
            ui.ctx().request_repaint();
        }
        true
    }

    /// Starts to watch a drawing. Returns `None` if the drawing may not be kept.
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

    /// Ends the watch. The drawing is kept if it left nothing but shapes and widgets; `good` is `false` if the drawing failed or changed
    /// something.
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
        // A widget that the user is at may look different when the user leaves it.
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

/// Returns what is kept of at most `most` panes of the workspace that was drawn in the `Ui` with this scope id, in this pass or in the
/// one before.
pub(crate) fn pictures(ctx: &Context, id: Id, most: usize) -> Vec<(PaneId, Picture)> {
    let pass = ctx.cumulative_pass_nr();
    let id = Retained::id(id);
    // The store is not cloned: the next frame of the workspace continues with it, or drops it.
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

/// Returns `true` if a pointer is so near to a pane that the pane may show it. A pane that is drawn then is not kept, so that it is
/// drawn once more after the pointer has left.
fn is_near(now: &Now, key: &PaneKey<'_>) -> bool {
    let reach = key.rect.expand(now.reach);
    now.pointers.iter().any(|at| reach.contains(*at))
}

/// Returns `true` if what was kept is the same as what would be drawn now.
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

/// Returns the number of widgets of a layer.
fn spots(ctx: &Context, layer: LayerId) -> usize {
    ctx.viewport(|v| v.this_pass.widgets.get_layer(layer).count())
}

/// Returns the widgets that a layer has gained, or `None` if one of them cannot be registered again.
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

/// Registers widgets again, so that egui finds them in the next frame. Returns `true` if one of them has the keyboard now.
fn register(model: &mut Response, spots: &[SavedWidget]) -> bool {
    for spot in spots {
        (model.id, model.rect, model.interact_rect) = (spot.id, spot.rect, spot.interact_rect);
        model.sense = spot.sense;
        // egui computed the response at the start of the frame. It is empty, because the user is elsewhere.
        let _ = model.interact(spot.sense);
    }
    let focusable = spots.iter().any(|spot| spot.sense.is_focusable());
    let focused = if focusable { model.ctx.memory(egui::Memory::focused) } else { None };
    focused.is_some_and(|id| spots.iter().any(|spot| spot.id == id))
}
