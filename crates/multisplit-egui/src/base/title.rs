//! Titles of panes, in a form that can be compared from frame to frame.

use egui::text::LayoutJob;
use egui::{Align, FontId, WidgetText};
use std::sync::Arc;

/// The font size of a title, in points.
pub(crate) const TITLE_SIZE: f32 = 13.0;

/// What a widget or the application returns as the title of a pane.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Title {
    /// None: the front end chooses a name.
    #[default]
    Absent,
    Plain(String),
    Rich(Arc<LayoutJob>),
}

impl Title {
    /// Returns a text as a title. An empty text is no title.
    pub(crate) fn new(text: WidgetText, style: &egui::Style) -> Self {
        match text {
            text if text.is_empty() => Self::Absent,
            WidgetText::Text(text) => Self::Plain(text),
            rich => Self::Rich(rich.into_layout_job(style, FontId::proportional(TITLE_SIZE).into(), Align::Center)),
        }
    }

    /// Returns the letters of the title, without their look. They are empty if there is no title.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Absent => "",
            Self::Plain(text) => text,
            Self::Rich(job) => &job.text,
        }
    }
}

impl From<String> for Title {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Absent } else { Self::Plain(text) }
    }
}
