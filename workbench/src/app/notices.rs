//! Messages that the user must not miss: work that is lost, or may be. They stay at the top of the window until they are dismissed,
//! or until their cause is over.

use egui::{Button, Frame, Label, Margin, Panel, RichText, Ui};

/// The number of notices shown at a time; the rest is counted.
const MAX_SHOWN: usize = 4;
/// The width reserved for a button, in points.
const BUTTON: f32 = 120.0;
/// The maximum number of notices; beyond it, the oldest one is dropped.
const MAX_KEPT: usize = 100;

/// The topic of a notice. [`Notices::follow`] keeps at most one notice per topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The session cannot be written. The notice disappears when it can be written again.
    Disk,
    /// Another window has the folder open.
    SecondWindow,
    /// The settings file is wrong. The notice disappears when the file is right.
    Settings,
    /// Anything else.
    Work,
}

/// The action of the button of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Open the session with this number in another window.
    OpenWindow(u32),
}

/// A message to the user.
#[derive(Clone, Debug)]
struct Notice {
    about: About,
    words: String,
    remedy: Option<(&'static str, Remedy)>,
}

/// The notices that the user has not dismissed.
#[derive(Debug, Default)]
pub(super) struct Notices {
    list: Vec<Notice>,
    /// The text of a dismissed notice whose cause continues: it is not shown again.
    dismissed: Option<String>,
}

impl Notices {
    /// Shows a message, once.
    pub(super) fn say(&mut self, about: About, words: String) {
        self.push(Notice { about, words, remedy: None });
    }

    /// Shows a message with a button that does something about it.
    pub(super) fn offer(&mut self, about: About, words: String, button: &'static str, remedy: Remedy) {
        self.push(Notice { about, words, remedy: Some((button, remedy)) });
    }

    /// Shows a problem as long as it lasts; `None` means that it is over.
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

    /// Shows the notices above everything else, and returns the remedy that the user asked for.
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
                    // A layout from right to left would take all the height there is; this one is as high as its words.
                    let buttons = BUTTON * (1.0 + f32::from(u8::from(notice.remedy.is_some())));
                    ui.horizontal_top(|ui| {
                        let width = (ui.available_width() - buttons).max(BUTTON);
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            ui.add(Label::new(RichText::new(&notice.words).strong()).wrap());
                        });
                        if let Some((button, remedy)) = &notice.remedy
                            && ui.add(Button::new(*button)).clicked()
                        {
                            (read, wanted) = (Some(at), Some(remedy.clone()));
                        }
                        if ui.add(Button::new("Dismiss")).clicked() {
                            read = Some(at);
                        }
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
    use egui_kittest::Harness;

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
    fn they_take_no_more_of_the_window_than_their_words_need() {
        let show = |ui: &mut egui::Ui, (notices, left): &mut (Notices, f32)| {
            notices.show(ui);
            *left = ui.available_height();
        };
        let mut harness = Harness::builder().with_size([600.0, 400.0]).build_ui_state(show, (Notices::default(), 0.0));
        harness.run();
        let all = harness.state().1;
        let long = "word ".repeat(60);
        for (words, most) in [("first", 60.0), ("second", 100.0), (long.as_str(), 200.0)] {
            harness.state_mut().0.say(About::Work, words.to_owned());
            harness.run_steps(8);
            let taken = all - harness.state().1;
            assert!(taken > 10.0 && taken < most, "{words}: {taken} of {all}");
        }
        harness.state_mut().0.list.truncate(1);
        harness.run_steps(8);
        assert!(all - harness.state().1 < 60.0, "and give it back");
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
