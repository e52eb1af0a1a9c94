//! What the user must not miss: work that is lost, or may be. Stands at the top of the window until it is read, or over.

use egui::{Align, Button, Frame, Label, Layout, Margin, Panel, RichText, Ui};

/// Notices that are shown at a time; the rest is counted.
const MAX_SHOWN: usize = 4;
/// Notices that are kept; beyond, the oldest that nothing depends on goes.
const MAX_KEPT: usize = 100;

/// What a notice is about, where there is at most one of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The session cannot be written. Goes by itself when it can again.
    Disk,
    /// Another window has the folder open.
    SecondWindow,
    /// Anything else.
    Work,
}

/// What can be done about a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Open the session with this number in a window of its own.
    OpenWindow(u32),
}

/// Words for the user.
#[derive(Clone, Debug)]
struct Notice {
    about: About,
    words: String,
    remedy: Option<(&'static str, Remedy)>,
}

/// The notices that were not read yet.
#[derive(Debug, Default)]
pub(super) struct Notices {
    list: Vec<Notice>,
    /// Words that were dismissed while their cause goes on: not shown again.
    dismissed: Option<String>,
}

impl Notices {
    /// Says something, once.
    pub(super) fn say(&mut self, about: About, words: String) {
        self.push(Notice { about, words, remedy: None });
    }

    /// Says something, with a button that does something about it.
    pub(super) fn offer(&mut self, about: About, words: String, button: &'static str, remedy: Remedy) {
        self.push(Notice { about, words, remedy: Some((button, remedy)) });
    }

    /// Shows trouble as long as it goes on.
    pub(super) fn follow(&mut self, about: About, trouble: Option<String>) {
        let shown = self.list.iter().position(|notice| notice.about == about);
        match (trouble, shown) {
            (None, Some(at)) => {
                self.list.remove(at);
            }
            (None, None) => self.dismissed = None,
            (Some(words), Some(at)) => self.list[at].words = words,
            (Some(words), None) if self.dismissed.as_ref() != Some(&words) => self.say(about, words),
            (Some(_), None) => {}
        }
    }

    fn push(&mut self, notice: Notice) {
        tracing::warn!("{}", notice.words);
        if self.list.iter().any(|other| other.words == notice.words && other.remedy == notice.remedy) {
            return;
        }
        if self.list.len() >= MAX_KEPT {
            self.list.remove(0);
        }
        self.list.push(notice);
    }

    /// Shows them above everything else, and returns what the user wants done.
    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<Remedy> {
        if self.list.is_empty() {
            return None;
        }
        let (mut read, mut wanted) = (None, None);
        let fill = ui.visuals().warn_fg_color.gamma_multiply(0.18);
        let frame = Frame::new().fill(ui.visuals().panel_fill).inner_margin(Margin::symmetric(8, 4));
        Panel::top("notices").frame(frame).resizable(false).show(ui, |ui| {
            for (at, notice) in self.list.iter().enumerate().take(MAX_SHOWN) {
                Frame::new().fill(fill).corner_radius(4).inner_margin(Margin::symmetric(8, 4)).show(ui, |ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if ui.add(Button::new("Dismiss")).clicked() {
                            read = Some(at);
                        }
                        if let Some((button, remedy)) = &notice.remedy
                            && ui.add(Button::new(*button)).clicked()
                        {
                            (read, wanted) = (Some(at), Some(remedy.clone()));
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(Label::new(RichText::new(&notice.words).strong()).wrap());
                        });
                    });
                });
            }
            if let more @ 1.. = self.list.len().saturating_sub(MAX_SHOWN) {
                ui.label(format!("and {more} more"));
            }
        });
        if let Some(at) = read {
            self.dismissed = Some(self.list.remove(at).words);
        }
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::{About, MAX_KEPT, Notices};

    #[test]
    fn trouble_is_shown_while_it_lasts_and_again_when_it_is_another() {
        let mut notices = Notices::default();
        notices.follow(About::Disk, Some("full".to_owned()));
        notices.follow(About::Disk, Some("full".to_owned()));
        assert_eq!(notices.list.len(), 1);
        notices.dismissed = Some(notices.list.remove(0).words);
        notices.follow(About::Disk, Some("full".to_owned()));
        assert!(notices.list.is_empty(), "it was read");
        notices.follow(About::Disk, Some("gone".to_owned()));
        assert_eq!(notices.list.len(), 1);
        notices.follow(About::Disk, None);
        assert!(notices.list.is_empty(), "it is over");
        notices.follow(About::Disk, None);
        notices.follow(About::Disk, Some("full".to_owned()));
        assert_eq!(notices.list.len(), 1, "and has come back");
    }

    #[test]
    fn the_same_is_said_once_and_the_list_does_not_grow_without_end() {
        let mut notices = Notices::default();
        for i in 0..3 * MAX_KEPT {
            notices.say(About::Work, format!("{}", i / 2));
        }
        assert_eq!(notices.list.len(), MAX_KEPT);
    }
}
