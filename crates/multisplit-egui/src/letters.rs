//! Names that were laid out for a drawing and are wanted again by the next one, so that of a map with a thousand of them only
//! those are laid out that were not there before, and of those only so many a frame. Holds no more than one drawing shows.

use crate::ink::{cut, probe};
use egui::{Color32, Context, Galley};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher as _;
use std::sync::Arc;

/// Names that are laid out in a frame.
const A_FRAME: usize = 250;

/// Names that are laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    /// A text that egui keeps as long as its fonts stay as they are.
    fonts: Option<Arc<Galley>>,
    /// Those of the drawing before, and those of this one.
    known: FxHashMap<u64, Arc<Galley>>,
    used: FxHashMap<u64, Arc<Galley>>,
    /// How many were laid out in this frame.
    laid: usize,
    /// Whether some were not, as they were too many for a frame.
    lacks: bool,
}

impl Letters {
    /// A frame begins in which something is drawn.
    pub(crate) fn begin(&mut self, ctx: &Context) {
        let fonts = probe(ctx);
        if !self.fonts.as_ref().is_some_and(|before| Arc::ptr_eq(before, &fonts)) {
            self.known.clear();
            self.used.clear();
            self.fonts = Some(fonts);
        }
        self.laid = 0;
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
        let is_it = |galley: &&Arc<Galley>| {
            let job = &galley.job;
            let format = job.sections.first().map(|section| &section.format);
            job.text == text
                && job.wrap.max_width == width
                && format.is_some_and(|format| format.font_id.size == size && format.color == color)
        };
        let known = self.used.get(&key).or_else(|| self.known.get(&key)).filter(is_it).cloned();
        let galley = known.or_else(|| {
            if self.laid >= A_FRAME {
                self.lacks = true;
                return None;
            }
            self.laid += 1;
            Some(ctx.fonts_mut(|fonts| fonts.layout_job(cut(text, size, color, width))))
        })?;
        self.used.insert(key, Arc::clone(&galley));
        Some(galley)
    }
}

#[cfg(test)]
mod tests {
    use super::{A_FRAME, Letters};
    use egui::{Color32, Context, RawInput};

    /// Draws so many names. Answers how many were there, and whether all.
    fn draw(letters: &mut Letters, ctx: &Context, count: usize, width: f32) -> (usize, bool) {
        letters.begin(ctx);
        let name = |at: usize| format!("name {at}");
        let there = (0..count).filter(|at| letters.get(ctx, &name(*at), 11.0, Color32::WHITE, width).is_some()).count();
        (there, letters.end())
    }

    #[test]
    fn so_many_are_laid_out_a_frame_and_those_before_are_there_again() {
        let ctx = Context::default();
        let mut letters = Letters::default();
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
            assert_eq!(draw(&mut letters, ctx, 600, 40.0), (A_FRAME, false), "of another width they are others");
        });
        output.textures_delta.clear();
    }
}
