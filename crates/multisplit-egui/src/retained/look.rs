//! What everything drawn depends on besides the widget: scale, style, fonts, window. And where the user's hands are.
//! Decides per frame whether anything may be kept at all; when in doubt, not.

use crate::drawing::font_generation::FontGeneration;
use egui::text_selection::LabelSelectionState;
use egui::{Context, DragAndDrop, Event, Id, InputState, Key, LayerId, Pos2, Rect, Style, Ui};
use std::sync::Arc;

/// Beyond its own reach (`Interaction::interact_radius`), how near the pointer may be to a pane that is not drawn, in points.
const MARGIN: f32 = 4.0;
/// Keys that move the keyboard from widget to widget.
const MOVES: [Key; 5] = [Key::Tab, Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight];

/// What all drawings of a frame have in common. As long as it stays, a drawing stays good.
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

/// One frame's common things.
#[derive(Debug)]
pub(crate) struct Now {
    pub(crate) look: Look,
    pub(crate) pass: u64,
    /// Where the pointer is.
    pub(crate) pointers: Vec<Pos2>,
    /// Widgets that the user is at: under the pointer, pressed, dragged, let go, with the keyboard, or highlighted.
    pub(crate) hot: Vec<Id>,
    /// Layers that are moved as a whole.
    pub(crate) transformed: Vec<LayerId>,
    /// Whether something happened that the focused pane may listen to.
    pub(crate) typed: bool,
    /// How near a pointer may be.
    pub(crate) reach: f32,
}

impl Now {
    /// What is now; `None` in a frame in which every pane has to be drawn.
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

/// Whether something goes on that any pane may show.
fn is_busy(ctx: &Context) -> bool {
    let access = ctx.viewport(|v| v.this_pass.accesskit_state.is_some());
    let input = ctx.input(|i| {
        let files = !i.raw.hovered_files.is_empty() || !i.raw.dropped_files.is_empty();
        files || i.any_touches() || moves_keyboard(i)
    });
    // egui takes a selection away whose labels it does not see.
    let selects = || ctx.plugin_opt::<LabelSelectionState>().is_some_and(|state| state.lock().has_selection());
    access || input || DragAndDrop::has_any_payload(ctx) || selects()
}

/// Where the pointer is, was in this frame, or was pressed.
pub(crate) fn pointers(input: &InputState) -> Vec<Pos2> {
    let pointer = &input.pointer;
    let at = [pointer.latest_pos(), pointer.interact_pos(), pointer.press_origin()].into_iter().flatten();
    let moved = input.events.iter().filter_map(|event| match event {
        Event::PointerMoved(at) | Event::PointerButton { pos: at, .. } => Some(*at),
        _ => None,
    });
    at.chain(moved).collect()
}

/// Whether a key was pressed that may move the keyboard from widget to widget.
pub(crate) fn moves_keyboard(input: &InputState) -> bool {
    let moves = |event: &Event| matches!(event, Event::Key { key, pressed: true, .. } if MOVES.contains(key));
    input.events.iter().any(moves)
}

/// Whether an event comes from no pointer.
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
