//! Caches shaped names between frames. A redraw shapes only names that it has not seen, at most 100 per frame. Invariant: it holds no more
//! names than one drawing shows.

use crate::drawing::font_generation::FontGeneration;
use egui::text::{LayoutJob, LayoutSection, TextFormat, TextWrapping};
use egui::{Color32, Context, FontId, Galley};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher as _;
use std::sync::Arc;

/// The maximum number of names that are shaped in a frame.
const A_FRAME: usize = 100;

/// A cache of shaped names.
#[derive(Clone, Debug, Default)]
pub(crate) struct GalleyCache {
    fonts: Option<FontGeneration>,
    /// The names of the last drawing, by hash. Those of the current drawing are in `used` and replace them at its end.
    known: FxHashMap<u64, Name>,
    used: FxHashMap<u64, Name>,
    /// The number of names that were shaped in this frame.
    laid: usize,
    /// Whether names are missing, because there were too many for one frame.
    lacks: bool,
}

/// A shaped name and the width it was requested for, because egui rounds the width it shapes it for.
#[derive(Clone, Debug)]
struct Name {
    width: f32,
    galley: Arc<Galley>,
}

impl Name {
    fn is(&self, text: &str, size: f32, color: Color32, width: f32) -> bool {
        let job = &self.galley.job;
        let like = |section: &LayoutSection| section.format.font_id.size == size && section.format.color == color;
        self.width == width && job.text == text && job.sections.first().is_some_and(like)
    }
}

impl GalleyCache {
    /// Begins a frame in which something is drawn.
    pub(crate) fn begin(&mut self, ctx: &Context) {
        let fonts = FontGeneration::current(ctx);
        if self.fonts.as_ref() != Some(&fonts) {
            self.known.clear();
            self.used.clear();
            self.fonts = Some(fonts);
        }
        self.laid = 0;
    }

    /// Begins a drawing. An earlier drawing that was not finished is abandoned.
    pub(crate) fn restart(&mut self) {
        if !self.used.is_empty() {
            self.end();
        }
    }

    /// Ends a drawing. Returns `true` if all names it requested were there; otherwise it has to be drawn again.
    pub(crate) fn end(&mut self) -> bool {
        self.known = std::mem::take(&mut self.used);
        !std::mem::take(&mut self.lacks)
    }

    /// Returns a name, cut to the given width, or `None` if too many names were shaped in this frame.
    pub(crate) fn get(
        &mut self,
        ctx: &Context,
        text: &str,
        size: f32,
        color: Color32,
        width: f32,
    ) -> Option<Arc<Galley>> {
        let key = FxBuildHasher.hash_one((text, size.to_bits(), color.to_array(), width.to_bits()));
        let known = self.used.get(&key).or_else(|| self.known.get(&key));
        // Two names can have the same hash, so the name itself is compared.
        let known = known.filter(|name| name.is(text, size, color, width)).map(|name| Arc::clone(&name.galley));
        let galley = known.or_else(|| {
            if self.laid >= A_FRAME {
                self.lacks = true;
                return None;
            }
            self.laid += 1;
            Some(ctx.fonts_mut(|fonts| fonts.layout_job(cut(text, size, color, width))))
        })?;
        self.used.insert(key, Name { width, galley: Arc::clone(&galley) });
        Some(galley)
    }
}

/// Returns the layout of one line of text. It ends in dots if it is wider than `room`.
pub(crate) fn cut(text: &str, size: f32, color: Color32, room: f32) -> LayoutJob {
    cut_in(text, FontId::proportional(size), color, room)
}

/// Does the same as [`cut`], in any font.
pub(crate) fn cut_in(text: &str, font: FontId, color: Color32, room: f32) -> LayoutJob {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping::truncate_at_width(room);
    job
}

#[cfg(test)]
mod tests {
    use super::{A_FRAME, GalleyCache};
    use egui::{Color32, Context, RawInput};

    /// Draws `count` names. Returns how many of them were there, and whether all were.
    fn draw(letters: &mut GalleyCache, ctx: &Context, count: usize, width: f32) -> (usize, bool) {
        letters.begin(ctx);
        let name = |at: usize| format!("name {at}");
        let there = (0..count).filter(|at| letters.get(ctx, &name(*at), 11.0, Color32::WHITE, width).is_some()).count();
        (there, letters.end())
    }

    #[test]
    fn so_many_are_laid_out_a_frame_and_those_before_are_there_again() {
        let ctx = Context::default();
        let mut letters = GalleyCache::default();
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let ctx = ui.ctx();
            // Three frames, the last of which shapes half of what it may.
            let names = 2 * A_FRAME + A_FRAME / 2;
            let frames = [A_FRAME, 2 * A_FRAME, names];
            for there in frames {
                assert_eq!(draw(&mut letters, ctx, names, 80.0), (there, there == names));
            }
            assert_eq!(draw(&mut letters, ctx, names, 80.0), (names, true));
            assert_eq!(letters.known.len(), names);
            assert_eq!(draw(&mut letters, ctx, 10, 80.0), (10, true));
            assert_eq!(letters.known.len(), 10, "what was not shown is not held");
            // Names of another width are shaped again. egui shapes them for a rounded width.
            for there in frames {
                assert_eq!(draw(&mut letters, ctx, names, 40.4), (there, there == names));
            }
            letters.begin(ctx);
            assert!(letters.get(ctx, "given up", 11.0, Color32::WHITE, 9.0).is_some());
            letters.restart();
            assert_eq!((letters.used.len(), letters.known.len()), (0, 1));
        });
        output.textures_delta.clear();
    }
}
