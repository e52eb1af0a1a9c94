//! The strips above and below the text: what happened to the file, and where the user is.
//!
//! They do not float: each takes its height from the space of the text. Invariant: a pane that is too low for strips shows
//! only text.

use egui::{Id, Rect, Ui};
use multisplit_text_view::go_to_line::GoToLine;
use multisplit_text_view::strip::{notice, status};

use crate::file::DiskState;
use crate::limits::EDITABLE_BYTES;
use crate::view::LargeView;
use crate::view::bars::TopBar;

/// An answer that was clicked in a strip.
#[derive(Clone, Copy)]
enum Answer {
    Reload,
    SawStart,
    Dismiss,
    StopWaiting,
}

impl LargeView {
    /// Shows the strips above the text that are needed.
    pub(super) fn strips_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        if self.facts.disk != DiskState::Fine {
            let words = self.facts.disk.to_string();
            self.strip(ui, rest, id.with("disk"), &words, ("Reload", Answer::Reload));
        }
        if let Some(why) = self.facts.started_over.filter(|_| self.dismissed != self.facts.generation) {
            self.strip(ui, rest, id.with("over"), &why.to_string(), ("Dismiss", Answer::SawStart));
        }
        if self.waits_for_disk {
            let words = "The disk has not answered yet; what is shown was read before";
            notice::<Answer>(ui, rest, id.with("waits"), words, &[]);
        }
        if let Some(line) = self.awaited_line {
            let words = format!("Line {} is shown as soon as it is counted", line.saturating_add(1));
            self.strip(ui, rest, id.with("awaited"), &words, ("Stay here", Answer::StopWaiting));
        }
        if let Some(problem) = self.problem.clone() {
            self.strip(ui, rest, id.with("problem"), &problem, ("Dismiss", Answer::Dismiss));
        }
    }

    fn strip(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id, words: &str, (name, answer): (&str, Answer)) {
        if notice(ui, rest, id, words, &[(name, answer)]).is_none() {
            return;
        }
        match answer {
            // A strip reports the outcome.
            Answer::Reload => self.file.reload_later(),
            Answer::SawStart => self.dismissed = self.facts.generation,
            Answer::Dismiss => self.problem = None,
            Answer::StopWaiting => self.awaited_line = None,
        }
        self.wants_focus = true;
        ui.ctx().request_repaint();
    }

    /// Shows the strip below the text: the place of the user and facts about the file.
    pub(super) fn status_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        let (place, counted) = (self.place_words(), self.counted_words());
        let kind = if self.is_beyond_editing() {
            format!("read-only: larger than {}", size_words(EDITABLE_BYTES))
        } else {
            "read-only".to_owned()
        };
        let (mut follow, mut wrap) = (self.is_following, self.wraps);
        let size = size_words(self.facts.size);
        let switches = |ui: &mut Ui| {
            ui.toggle_value(&mut follow, "Follow").on_hover_text("Stay at the end of a growing file (F)");
            ui.toggle_value(&mut wrap, "Wrap").on_hover_text("Wrap long lines (W)");
        };
        let go = status(ui, rest, id, place, switches, counted.into_iter().chain([kind, size]));
        if follow != self.is_following {
            self.set_follow(follow);
            self.wants_focus = true;
        }
        if wrap != self.wraps {
            self.set_wrap(wrap);
            self.wants_focus = true;
        }
        if go {
            self.bar = TopBar::GoToLine(GoToLine::default());
        }
    }

    /// Returns the current line and the number of lines in words: the line that was gone to if it is visible, else the first
    /// visible one.
    fn place_words(&self) -> String {
        let current = self
            .current
            .and_then(|current| self.shown.iter().find(|shown| shown.row.start <= current && current < shown.row.next));
        let number = current.or(self.shown.first()).and_then(|shown| shown.number);
        match number {
            _ if self.facts.size == 0 => "Empty".to_owned(),
            Some(number) if self.facts.is_indexed() => format!("Ln {number} of {}", self.facts.lines),
            Some(number) => format!("Ln {number}"),
            None => format!("Byte {}", self.place.offset),
        }
    }

    fn counted_words(&self) -> Option<String> {
        let percent = (self.facts.progress() * 100.0) as u32;
        (!self.facts.is_indexed()).then(|| format!("indexing {percent} %"))
    }
}

/// Returns a size in a form for people, in binary units.
pub(super) fn size_words(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let (mut size, mut unit) = (bytes as f64 / 1024.0, 0);
    if size < 1.0 {
        return format!("{bytes} bytes");
    }
    while size >= 1024.0 && unit + 1 < UNITS.len() {
        size /= 1024.0;
        unit += 1;
    }
    if size.fract() < 0.05 { format!("{size:.0} {}", UNITS[unit]) } else { format!("{size:.1} {}", UNITS[unit]) }
}

#[cfg(test)]
mod tests {
    use super::size_words;

    #[test]
    fn sizes_are_said_in_units_people_know() {
        let sizes = [0, 1023, 1024, 1536, 16 << 20, (1 << 30) + (1 << 29), u64::MAX].map(size_words);
        assert_eq!(sizes, ["0 bytes", "1023 bytes", "1 KiB", "1.5 KiB", "16 MiB", "1.5 GiB", "16 EiB"]);
    }
}
