//! Names that were laid out for a drawing and are wanted again by the next one, so that of a map with a thousand of them only
//! those are laid out that were not there before, and of those only so many a frame. Holds no more than one drawing shows.

use crate::drawing::font_generation::FontGeneration;
use egui::text::{LayoutJob, LayoutSection, TextFormat, TextWrapping};
use egui::{Color32, Context, FontId, Galley};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher as _;
use std::sync::Arc;

/// Names that are laid out in a frame.
const A_FRAME: usize = 250;

/// Names that are laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct GalleyCache {
    fonts: Option<FontGeneration>,
    /// Those of the drawing before, and those of this one.
    known: FxHashMap<u64, Name>,
    used: FxHashMap<u64, Name>,
    /// How many were laid out in this frame.
    laid: usize,
    /// Whether some were not, as they were too many for a frame.
    lacks: bool,
}

/// A name and the width it was asked for: egui rounds the one that it lays it out for.
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
    /// A frame begins in which something is drawn.
    pub(crate) fn begin(&mut self, ctx: &Context) {
        let fonts = FontGeneration::current(ctx);
        if self.fonts.as_ref() != Some(&fonts) {
            self.known.clear();
            self.used.clear();
            self.fonts = Some(fonts);
        }
        self.laid = 0;
    }

    /// A drawing begins; one before that was not done is given up.
    pub(crate) fn restart(&mut self) {
        if !self.used.is_empty() {
            self.end();
        }
    }

    /// A drawing is done. Answers whether all names that it wanted were there; where not, it is to be done again.
    pub(crate) fn end(&mut self) -> bool {
        self.known = std::mem::take(&mut self.used);
        !std::mem::take(&mut self.lacks)
    }

    /// A name, cut to this width. None where too many were laid out in this frame.
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

/// One line of text that ends in dots where it is wider than the room.
pub(crate) fn cut(text: &str, size: f32, color: Color32, room: f32) -> LayoutJob {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(FontId::proportional(size), color));
    job.wrap = TextWrapping::truncate_at_width(room);
    job
}

#[cfg(test)]
mod tests {
    use super::{A_FRAME, GalleyCache};
    use egui::{Color32, Context, RawInput};

    /// Draws so many names. Answers how many were there, and whether all.
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
            for turn in 1..=3 {
                let there = (turn * A_FRAME).min(600);
                assert_eq!(draw(&mut letters, ctx, 600, 80.0), (there, there == 600));
            }
            assert_eq!(draw(&mut letters, ctx, 600, 80.0), (600, true));
            assert_eq!(letters.known.len(), 600);
            assert_eq!(draw(&mut letters, ctx, 10, 80.0), (10, true));
            assert_eq!(letters.known.len(), 10, "what was not shown is not held");
            // Of another width they are others, and egui lays them out for a rounded one.
            for turn in 1..=3 {
                let there = (turn * A_FRAME).min(600);
                assert_eq!(draw(&mut letters, ctx, 600, 40.4), (there, there == 600));
            }
            letters.begin(ctx);
            assert!(letters.get(ctx, "given up", 11.0, Color32::WHITE, 9.0).is_some());
            letters.restart();
            assert_eq!((letters.used.len(), letters.known.len()), (0, 1));
        });
        output.textures_delta.clear();
    }
}
