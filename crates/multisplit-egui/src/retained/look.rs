//! What every drawing depends on besides its widget (scale, style, fonts, window), and where the pointer and the keyboard are.
//! It decides for each frame whether anything may be kept at all. If in doubt, nothing is kept.

use crate::drawing::font_generation::FontGeneration;
use egui::text_selection::LabelSelectionState;
use egui::{Context, DragAndDrop, Event, Id, InputState, Key, LayerId, Pos2, Rect, Style, Ui};
use std::sync::Arc;

/// Distance, in points, added to egui's `Interaction::interact_radius`: a pane with a pointer nearer than the sum is drawn.
const MARGIN: f32 = 4.0;
/// Keys that move the keyboard focus from widget to widget.
const MOVES: [Key; 5] = [Key::Tab, Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight];

/// What all drawings of a frame have in common. A drawing stays valid as long as this stays the same.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    scale: f32,
    style: Arc<Style>,
    screen: Rect,
    layout: egui::Layout,
    /// Whether the window has the keyboard.
    active: bool,
    fonts: FontGeneration,
    font_image: [usize; 2],
}

impl Look {
    fn new(ui: &Ui) -> Self {
        let ctx = ui.ctx();
        #[allow(clippy::redundant_closure_for_method_calls, reason = "the method is for one lifetime only")]
        let font_image = ctx.fonts(|fonts| fonts.font_image_size());
        let (screen, active) = ctx.input(|i| (i.content_rect(), i.focused));
        Self {
            scale: ctx.pixels_per_point(),
            style: Arc::clone(ui.style()),
            screen,
            layout: *ui.layout(),
            active,
            fonts: FontGeneration::current(ctx),
            font_image,
        }
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.scale == other.scale
            && self.screen == other.screen
            && self.layout == other.layout
            && self.active == other.active
            && self.font_image == other.font_image
            && self.fonts == other.fonts
            && (Arc::ptr_eq(&self.style, &other.style) || self.style == other.style)
    }
}

/// What is the same for all panes of one frame.
#[derive(Debug)]
pub(crate) struct Now {
    pub(crate) look: Look,
    pub(crate) pass: u64,
    /// The positions of the pointer.
    pub(crate) pointers: Vec<Pos2>,
    /// Widgets that the user is at: under the pointer, pressed, dragged, released, with the keyboard focus, or highlighted.
    pub(crate) hot: Vec<Id>,
    /// Layers that are transformed as a whole.
    pub(crate) transformed: Vec<LayerId>,
    /// Whether an event arrived that the focused pane may listen to.
    pub(crate) typed: bool,
    /// The distance, in points, below which a pointer is near a pane.
    pub(crate) reach: f32,
}

impl Now {
    /// Returns the values of this frame, or `None` if every pane has to be drawn in it.
    pub(crate) fn new(ui: &Ui) -> Option<Self> {
        let ctx = ui.ctx();
        let plain = ui.is_enabled() && ui.is_visible() && !ui.is_sizing_pass() && ui.opacity() >= 1.0;
        if !plain || ctx.will_discard() || is_busy(ctx) {
            return None;
        }
        let (pointers, typed) = ctx.input(|i| (pointers(i), i.events.iter().any(is_typed)));
        let mut hot: Vec<Id> = ctx.memory(egui::Memory::focused).into_iter().collect();
        ctx.interaction_snapshot(|s| {
            let one = [s.clicked, s.long_touched, s.drag_started, s.dragged, s.drag_stopped];
            hot.extend(one.into_iter().flatten());
            hot.extend(s.hovered.iter().chain(&s.contains_pointer).copied());
        });
        ctx.viewport(|v| hot.extend(v.prev_pass.highlight_next_pass.iter().copied()));
        Some(Self {
            look: Look::new(ui),
            pass: ctx.cumulative_pass_nr(),
            pointers,
            hot,
            transformed: ctx.memory(|memory| memory.to_global.keys().copied().collect()),
            typed,
            reach: ui.style().interaction.interact_radius + MARGIN,
        })
    }

    pub(crate) fn scale(&self) -> f32 {
        self.look.scale
    }
}

/// Returns `true` if something goes on that any pane may show.
fn is_busy(ctx: &Context) -> bool {
    let access = ctx.viewport(|v| v.this_pass.accesskit_state.is_some());
    let input = ctx.input(|i| {
        let files = !i.raw.hovered_files.is_empty() || !i.raw.dropped_files.is_empty();
        files || i.any_touches() || moves_keyboard(i)
    });
    // egui drops a selection if it does not see its labels.
    let selects = || ctx.plugin_opt::<LabelSelectionState>().is_some_and(|state| state.lock().has_selection());
    access || input || DragAndDrop::has_any_payload(ctx) || selects()
}

/// Returns where the pointer is, where it was in this frame, and where it was pressed.
pub(crate) fn pointers(input: &InputState) -> Vec<Pos2> {
    let pointer = &input.pointer;
    let at = [pointer.latest_pos(), pointer.interact_pos(), pointer.press_origin()].into_iter().flatten();
    let moved = input.events.iter().filter_map(|event| match event {
        Event::PointerMoved(at) | Event::PointerButton { pos: at, .. } => Some(*at),
        _ => None,
    });
    at.chain(moved).collect()
}

/// Returns `true` if a key was pressed that may move the keyboard focus from widget to widget.
pub(crate) fn moves_keyboard(input: &InputState) -> bool {
    let moves = |event: &Event| matches!(event, Event::Key { key, pressed: true, .. } if MOVES.contains(key));
    input.events.iter().any(moves)
}

/// Returns `true` if an event is neither from a pointer nor a change of the window's focus.
fn is_typed(event: &Event) -> bool {
    !matches!(
        event,
        Event::PointerMoved(_)
            | Event::MouseMoved(_)
            | Event::PointerButton { .. }
            | Event::PointerGone
            | Event::Zoom(_)
            | Event::MouseWheel { .. }
            | Event::WindowFocused(_)
    )
}
