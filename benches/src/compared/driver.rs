//! Runs a program without a window: it clicks what a screen reader would find, so that one script works all programs.
//!
//! The types of the two versions of egui differ; the code does not.

use std::error::Error;

/// A program that a script works.
pub(crate) trait Program {
    /// Runs one frame, in which the pointer is pressed or released at a place.
    fn frame(&mut self, pointer: Option<([f32; 2], bool)>) -> Result<(), Box<dyn Error>>;

    /// Returns the center of what has this label.
    fn find(&self, label: &str) -> Option<[f32; 2]>;

    /// Returns what the program has logged, in small letters.
    fn log(&self) -> String;

    /// Clicks what has this label.
    fn click(&mut self, label: &str) -> Result<(), Box<dyn Error>> {
        let at = self.find(label).ok_or_else(|| format!("{label} is not there"))?;
        self.click_at(at)
    }

    /// Clicks at a place, and lets the program settle.
    fn click_at(&mut self, at: [f32; 2]) -> Result<(), Box<dyn Error>> {
        for pointer in [Some((at, true)), Some((at, false)), None, None, None] {
            self.frame(pointer)?;
        }
        Ok(())
    }
}

macro_rules! of_version {
    ($egui:ident, $name:ident, $app:ty, $plus:expr) => {
        pub(crate) struct $name {
            pub(crate) ctx: $egui::Context,
            pub(crate) app: $app,
            seen: Vec<(String, [f32; 2])>,
        }

        impl $name {
            pub(crate) fn new(ctx: $egui::Context, app: $app) -> Self {
                ctx.enable_accesskit();
                Self { ctx, app, seen: vec![] }
            }
        }

        impl Program for $name {
            fn frame(&mut self, pointer: Option<([f32; 2], bool)>) -> Result<(), Box<dyn Error>> {
                use $egui::{Event, Modifiers, PointerButton, Pos2, RawInput, Rect};
                let screen = Rect::from_min_max(Pos2::ZERO, Pos2::new(1_200.0, 800.0));
                let mut input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
                if let Some((at, pressed)) = pointer {
                    let (pos, button, modifiers) = (Pos2::from(at), PointerButton::Primary, Modifiers::NONE);
                    input.events =
                        vec![Event::PointerMoved(pos), Event::PointerButton { pos, button, pressed, modifiers }];
                }
                let Self { ctx, app, .. } = self;
                let mut result = Ok(());
                let mut output = ctx.run_ui(input, |ui| result = app.ui(ui));
                output.textures_delta.clear();
                let nodes = output.platform_output.accesskit_update.into_iter().flat_map(|update| update.nodes);
                self.seen = nodes
                    .filter_map(|(_, node)| {
                        let bounds = node.bounds()?;
                        #[allow(clippy::cast_possible_truncation)] // a place in the window
                        Some((
                            node.label()?.to_owned(),
                            [(bounds.x0 + bounds.x1) as f32 / 2.0, (bounds.y0 + bounds.y1) as f32 / 2.0],
                        ))
                    })
                    .collect();
                result
            }

            fn find(&self, label: &str) -> Option<[f32; 2]> {
                let plus: Plus = $plus;
                let label = match (label, plus) {
                    ("+", Plus::At(place)) => return Some(place),
                    ("+", Plus::Label(label)) => label,
                    _ => label,
                };
                self.seen.iter().find(|(text, _)| text == label).map(|(_, at)| *at)
            }

            fn log(&self) -> String {
                self.app.state.log.join("\n").to_lowercase().replace("level:3", "level(3)")
            }
        }
    };
}

/// Where the `+` of a tab bar is: what a screen reader calls it, or the place of that of the levels where it has no name.
enum Plus {
    Label(&'static str),
    At([f32; 2]),
}

of_version!(egui, Ours, super::ours::App, Plus::Label("New tab"));
of_version!(egui, Tiles, super::tiles::App, Plus::Label("+"));
of_version!(egui_036, Dock, super::dock::App, Plus::At([864.0, 34.0]));
