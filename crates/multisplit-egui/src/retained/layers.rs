//! Finds out what one drawing painted, and whether all of it went into one layer. The drawing gets empty layers, which are afterwards
//! added to those of the frame. Invariant: no shape is lost, whatever layer it went to.

use egui::epaint::{ClippedShape, Shape};
use egui::layers::{GraphicLayers, PaintList};
use egui::{Context, Id, LayerId, Order, Rect, pos2};
use std::mem;

/// All orders of layers, from back to front.
const ORDERS: [Order; 5] = [Order::Background, Order::Middle, Order::Foreground, Order::Tooltip, Order::Debug];
/// The clip rectangle of marker shapes. It is inside out, so no visible shape is clipped to it.
const MARK: Rect = Rect { min: pos2(1.0, 2.0), max: pos2(-3.0, -4.0) };

/// The layers of the frame as they were before the drawing.
pub(crate) struct Aside(GraphicLayers);

/// Sets all layers aside; the drawing starts with empty ones.
pub(crate) fn aside(ctx: &Context) -> Aside {
    Aside(ctx.graphics_mut(mem::take))
}

impl Aside {
    /// Restores the layers and adds what was drawn since on top of them. Returns what `read` makes of the shapes in `layer`, or `None` if
    /// something went to another layer.
    pub(crate) fn put_back<R>(self, ctx: &Context, layer: LayerId, read: impl FnOnce(&PaintList) -> R) -> Option<R> {
        let known: Vec<LayerId> =
            ctx.memory(|memory| memory.layer_ids().chain(memory.to_global.keys().copied()).collect());
        ctx.graphics_mut(|graphics| {
            let mut drawn = mem::replace(graphics, self.0);
            let own = mem::take(drawn.entry(layer));
            append(graphics.entry(layer), own.all_entries());
            // Only `drain` finds layers with unknown ids. It empties them, so it works on a clone; the own list was taken out before.
            if drawn.clone().drain(&[], &Default::default()).is_empty() {
                return Some(read(&own));
            }
            for id in known {
                if let Some(list) = drawn.get_mut(id) {
                    append(graphics.entry(id), mem::take(list).all_entries());
                }
            }
            rest(drawn, graphics);
            None
        })
    }
}

/// Appends what went to layers that egui does not know. egui paints such layers above all others of their order, and so they are here.
fn rest(mut drawn: GraphicLayers, graphics: &mut GraphicLayers) {
    let id = Id::unique("painted to layers of no area");
    let marks = ORDERS.map(|order| LayerId::new(order, id));
    for layer in marks {
        drawn.entry(layer).add(MARK, Shape::Noop);
    }
    // In each order, `drain` returns the layers that it is given first, so all shapes after a mark are of the order of that mark.
    let mut layers = marks.iter();
    let mut now = None;
    for shape in drawn.drain(&marks, &Default::default()) {
        if shape.clip_rect == MARK {
            now = layers.next();
        } else if let Some(layer) = now {
            append(graphics.entry(*layer), [&shape]);
        }
    }
}

/// Appends shapes as they are.
pub(crate) fn append<'a>(list: &mut PaintList, shapes: impl IntoIterator<Item = &'a ClippedShape>) {
    for shape in shapes {
        let at = list.add(shape.clip_rect, shape.shape.clone());
        list.mutate_shape(at, |added| added.transform_after_tessellation = shape.transform_after_tessellation);
    }
}

#[cfg(test)]
mod tests {
    use super::{append, aside};
    use egui::epaint::{ClippedShape, Shape};
    use egui::{Context, Id, LayerId, Order, RawInput, Rect, Ui, emath::TSTransform, vec2};

    /// Paints a circle into the given layer. Its radius is the number that identifies it.
    fn paint(ctx: &Context, order: Order, name: &str, number: f32) {
        let painter = ctx.layer_painter(LayerId::new(order, Id::unique(name)));
        painter.circle_filled(egui::pos2(9.0, 9.0), number, egui::Color32::RED);
    }

    fn numbers(mut draw: impl FnMut(&mut Ui)) -> Vec<f32> {
        let ctx = Context::default();
        // In its first frame, an area only measures itself.
        ctx.run_ui(RawInput::default(), &mut draw).textures_delta.clear();
        let mut output = ctx.run_ui(RawInput::default(), &mut draw);
        output.textures_delta.clear();
        let radius = |shape: &ClippedShape| match &shape.shape {
            Shape::Circle(circle) => Some(circle.radius),
            _ => None,
        };
        output.shapes.iter().filter_map(radius).collect()
    }

    #[test]
    fn what_is_painted_elsewhere_is_noticed_and_lands_where_it_would_have() {
        let draw = |ui: &mut Ui, own_only: bool, apart: bool| {
            let ctx = ui.ctx().clone();
            let circle =
                |ui: &Ui, number: f32| ui.painter().circle_filled(egui::pos2(9.0, 9.0), number, egui::Color32::RED);
            circle(ui, 1.0);
            egui::Area::new(Id::unique("an area")).show(&ctx, |ui| circle(ui, 10.0));
            let before = apart.then(|| aside(&ctx));
            circle(ui, 2.0);
            if !own_only {
                paint(&ctx, Order::Foreground, "unknown", 20.0);
                paint(&ctx, Order::Middle, "unknown", 15.0);
                egui::Area::new(Id::unique("another area")).show(&ctx, |ui| circle(ui, 11.0));
                paint(&ctx, Order::Debug, "unknown", 40.0);
            }
            let alone = before.map(|before| before.put_back(&ctx, ui.layer_id(), |list| list.all_entries().len()));
            circle(ui, 3.0);
            alone
        };
        for own_only in [false, true] {
            let plain = numbers(|ui| {
                draw(ui, own_only, false);
            });
            let mut alone = None;
            let apart = numbers(|ui| alone = draw(ui, own_only, true));
            assert_eq!(plain, apart, "{own_only}");
            assert_eq!(alone, Some(own_only.then_some(1)));
            assert_eq!(plain.len(), if own_only { 4 } else { 8 });
        }
    }

    #[test]
    fn a_shape_keeps_what_is_done_to_it_after_tessellation() {
        let mut list = egui::layers::PaintList::default();
        let mut shape = ClippedShape::new(Rect::EVERYTHING, Shape::Noop);
        shape.transform_after_tessellation = TSTransform::from_translation(vec2(1.0, 2.0));
        append(&mut list, [&shape]);
        let found = list.all_entries().next().expect("a shape");
        assert_eq!(found.transform_after_tessellation, shape.transform_after_tessellation);
    }
}
