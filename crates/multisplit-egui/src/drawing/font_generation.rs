//! Detects when egui has rebuilt its fonts. After that, shaped texts point at the wrong letters of the font texture.

use egui::{Color32, Context, FontId, Galley};
use std::sync::Arc;

/// The identity of what egui's font texture holds. Texts that were shaped in one generation must not be painted in another.
///
/// egui does not report when it rebuilds the texture, but it then drops every shaped text it has cached. So a text is shaped and its
/// allocation is held: as long as egui returns the same allocation for the same text, nothing was rebuilt. Holding it also
/// keeps its address from being reused.
#[derive(Clone, Debug)]
pub(crate) struct FontGeneration(Arc<Galley>);

impl FontGeneration {
    /// Returns the generation of this frame. It must be called in every frame, or egui drops the text although nothing was rebuilt.
    pub(crate) fn current(ctx: &Context) -> Self {
        // The text is empty, so that it takes no space in the font texture. Any size will do; 11.5 is one that nothing else uses.
        Self(ctx.fonts_mut(|fonts| fonts.layout_no_wrap(String::new(), FontId::monospace(11.5), Color32::PLACEHOLDER)))
    }
}

impl PartialEq for FontGeneration {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::FontGeneration;
    use egui::{Context, RawInput};

    #[test]
    fn it_lasts_until_the_fonts_are_rebuilt() {
        let ctx = Context::default();
        let frame = |ctx: &Context| {
            let mut found = None;
            let mut output = ctx.run_ui(RawInput::default(), |ui| found = Some(FontGeneration::current(ui.ctx())));
            // The test renders nothing, and a debug build of egui panics if texture changes are neither handled nor cleared.
            output.textures_delta.clear();
            found.expect("the frame ran")
        };
        let first = frame(&ctx);
        assert_eq!(first, frame(&ctx));
        ctx.set_fonts(egui::FontDefinitions::empty());
        // New fonts take effect at the start of the next pass, which is this frame.
        frame(&ctx);
        assert_ne!(first, frame(&ctx));
    }
}
