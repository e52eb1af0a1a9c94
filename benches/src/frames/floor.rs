//! The minimum cost of a frame: one child `Ui` per pane, at places that are already known. There is one floor for each egui version.

use egui::accesskit::Role;

/// Defines a context without a window, and the floor on it, for one version of egui. The types of the versions differ; the code does not.
macro_rules! of_version {
    ($egui:ident, $version:ident) => {
        pub(crate) mod $version {
            use super::super::{label, single};
            use multisplit_bench_report::clock::time;
            use $egui::{Context, Event, Pos2, RawInput, Rect, Ui, UiBuilder, Vec2};

            /// A context that shows a square.
            pub(crate) struct Window {
                pub(crate) ctx: Context,
                side: f32,
            }

            impl Window {
                pub(crate) fn new(side: f64) -> Self {
                    Self { ctx: Context::default(), side: single(side) }
                }

                /// Runs one frame, and returns its time in microseconds.
                pub(crate) fn time(&self, mut draw: impl FnMut(&mut Ui)) -> f64 {
                    // The pointer rests in a corner, because it is somewhere in most windows that a user looks at.
                    let pointer = Event::PointerMoved(Pos2::new(self.side - 1.0, self.side - 1.0));
                    let input = || RawInput {
                        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::splat(self.side))),
                        events: vec![pointer.clone()],
                        ..RawInput::default()
                    };
                    let mut drawn = None;
                    let spent = time(1, |_| drawn = Some(self.ctx.run_ui(input(), &mut draw)));
                    if let Some(mut drawn) = drawn {
                        drawn.textures_delta.clear();
                    }
                    spent
                }
            }

            /// A label at each of many places.
            pub(crate) struct Floor {
                window: Window,
                panes: Vec<(Rect, String)>,
            }

            impl Floor {
                pub(crate) fn new(side: f64, places: &[multisplit::geometry::Rect]) -> Self {
                    let place = |at: &multisplit::geometry::Rect| {
                        let size = Vec2::new(single(at.w), single(at.h));
                        Rect::from_min_size(Pos2::new(single(at.x), single(at.y)), size)
                    };
                    let panes = places.iter().zip(0..).map(|(at, number)| (place(at), label(number))).collect();
                    Self { window: Window::new(side), panes }
                }

                /// Enables the output for screen readers.
                pub(crate) fn with_access(self) -> Self {
                    self.window.ctx.enable_accesskit();
                    self
                }

                /// Draws the labels that are in the window.
                pub(crate) fn time(&self) -> f64 {
                    self.time_with(|builder, _| builder, |_, _| {})
                }

                /// Draws the labels that are in the window, each in a child that `named` may give more, its label for one, and what
                /// `more` draws.
                pub(super) fn time_with(
                    &self,
                    named: impl Fn(UiBuilder, &str) -> UiBuilder,
                    more: impl Fn(&mut Ui, &[(Rect, String)]),
                ) -> f64 {
                    self.window.time(|ui| {
                        let clip = ui.clip_rect();
                        for (at, (rect, text)) in self.panes.iter().enumerate() {
                            if !rect.intersects(clip) {
                                continue;
                            }
                            let child = UiBuilder::new().id_salt(at).max_rect(*rect);
                            let mut child = ui.new_child(named(child, text));
                            child.set_clip_rect(rect.intersect(clip));
                            child.label(text);
                        }
                        more(ui, &self.panes);
                    })
                }
            }
        }
    };
}

impl of_037::Floor {
    /// Draws the labels that are in the window, each in a pane that has a name for screen readers, and hands over a node for each divider.
    pub(crate) fn time_named(&self) -> f64 {
        self.time_with(
            |child, text| child.accessibility_role(Role::Pane).accessibility_label(text),
            |ui, panes| {
                for (at, (_, text)) in panes.iter().enumerate().skip(1) {
                    ui.ctx().accesskit_node_builder(ui.scope_id().with(at), |node| {
                        node.set_role(Role::Splitter);
                        node.set_label(text.clone());
                        node.set_numeric_value(50.0);
                    });
                }
            },
        )
    }
}

of_version!(egui, of_037);
of_version!(egui_036, of_036);
