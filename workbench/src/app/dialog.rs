//! The frame of a question: above everything, and with a name for screen readers.

use egui::accesskit::Role;
use egui::{Context, Event, Id, Key, Modal, ScrollArea, Ui, UiBuilder};

/// The result of a question in one frame.
pub(super) struct Asked<T> {
    pub(super) inner: T,
    /// Whether the user pressed Escape or clicked beside the question.
    pub(super) is_left: bool,
}

/// Shows a question, at most `width` points wide. The second argument of `add` is `true` if the question still has to take the
/// keyboard, because it is new or no widget has the keyboard.
pub(super) fn show<T>(
    ctx: &Context,
    id: &'static str,
    title: &str,
    width: f32,
    add: impl FnOnce(&mut Ui, bool) -> T,
) -> Asked<T> {
    let (frame, shown) = (ctx.cumulative_frame_nr(), Id::unique(id));
    let last = ctx.data_mut(|data| data.get_temp_mut_or_insert_with(shown, || None).replace(frame));
    // Not shown in the last frame: new, even if an earlier question had the same id.
    let is_new = last.is_none_or(|last: u64| last + 1 < frame);
    let is_deaf = is_new || ctx.memory(|memory| memory.focused().is_none());
    let modal = Modal::new(Id::unique(id)).show(ctx, |ui| {
        ui.set_max_width(width);
        let builder = UiBuilder::new().accessibility_role(Role::Dialog).accessibility_label(title);
        let add = |ui: &mut Ui| {
            ui.heading(title);
            add(ui, is_deaf)
        };
        ui.scope_builder(builder, add).inner
    });
    let is_left = ctx.input(|i| i.key_pressed(Key::Escape)) || modal.should_close();
    Asked { inner: modal.inner, is_left }
}

/// The number of items that a question lists.
const MAX_LISTED: usize = 12;

/// Lists what a question is about.
pub(super) fn list<'a>(ui: &mut Ui, all: impl ExactSizeIterator<Item = &'a str>) {
    let more = all.len().saturating_sub(MAX_LISTED);
    ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
        for words in all.take(MAX_LISTED) {
            ui.label(format!("• {}", sentence(words)));
        }
        if more > 0 {
            ui.label(format!("and {more} more"));
        }
    });
}

/// Shows answers side by side, and returns the chosen one. The answer `first` takes the keyboard, if one is given.
pub(super) fn buttons<T: Copy + PartialEq>(ui: &mut Ui, all: &[(&str, T)], first: Option<T>) -> Option<T> {
    let mut answer = None;
    ui.horizontal(|ui| {
        for (words, means) in all {
            let button = ui.button(*words);
            let is_first = first == Some(*means);
            if is_first {
                button.request_focus();
            }
            // The button has the keyboard only from the next frame on, but a fast user has already pressed Enter.
            if button.clicked() || (is_first && is_entered(ui)) {
                answer = Some(*means);
            }
        }
    });
    answer
}

/// Returns `true` if Enter was pressed in this frame; a repeat of a held key does not count.
fn is_entered(ui: &Ui) -> bool {
    let is_enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, repeat: false, .. });
    ui.input(|input| input.events.iter().any(is_enter))
}

/// Returns the words with the beginning of a sentence: only an article becomes upper case, a file name keeps its case.
pub(super) fn sentence(words: &str) -> String {
    match words.strip_prefix("a") {
        Some(rest) if rest.starts_with(' ') || rest.starts_with("n ") => format!("A{rest}"),
        _ => words.to_owned(),
    }
}
