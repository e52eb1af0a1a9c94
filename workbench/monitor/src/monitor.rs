//! The pane itself: takes readings, draws the sections, answers what the user wants done.
//!
//! Refuses to do anything of that itself, and to ask for frames: whoever feeds it asks for one.
//!
//! Invariant: a restored state is brought into bounds; what it does not name stays as it is by default.

mod export;
mod focus;
mod view;

use std::path::PathBuf;

use egui::Ui;
use serde::{Deserialize, Serialize};

use crate::data::Data;
use crate::limits;
use crate::reading::Reading;
use crate::report;
use crate::section::Section;
use crate::sections::operations::{Column, Sort};
use crate::words;
use export::Export;

/// What the user wants the application to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MonitorAction {
    /// Free what can be freed now.
    TrimNow,
    /// Drop every widget that is out of view.
    DropHidden,
    /// Write [`Monitor::report_json`] (or, as the application likes, [`Monitor::report_text`]) to this file.
    ExportReport {
        /// As the user typed it: perhaps relative, never empty.
        path: PathBuf,
    },
}

/// What of a [`Monitor`] is worth keeping.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MonitorState {
    /// Sections that are closed, by name: `memory`, `slots`, `cache`, `loads`, `frames`, `operations`, `slow`.
    pub closed: Vec<String>,
    /// Where a report was last exported to; empty for the default.
    pub export_path: String,
    /// The column the operations are sorted by: `operation`, `calls`, `mean`, `min`, `max`, `p50`, `p99`, `total`; empty
    /// for the default.
    pub sort: String,
    /// Sorted with the least first.
    pub ascending: bool,
}

/// A pane that shows how a widget runtime is doing.
///
/// It remembers the last 600 readings, and of all readings the last 1200 frames and 200 slow events. A frame costs
/// about as much as the plots that are on screen; [`feed`](Self::feed) costs time in proportion to the reading.
///
/// **Limitations**: the plots cannot be zoomed; of a reading with more than 64 pools or 256 operations the largest are
/// kept; the time that a slow event was ago is counted from the last reading.
#[derive(Debug)]
pub struct Monitor {
    data: Data,
    closed: Vec<Section>,
    sort: Sort,
    export: Export,
    wants_focus: bool,
}

impl Default for Monitor {
    fn default() -> Self {
        Self::new()
    }
}

impl Monitor {
    /// A pane without readings yet.
    #[must_use]
    pub fn new() -> Self {
        let (data, sort) = (Data::default(), Sort::default());
        Self { data, closed: Vec::new(), sort, export: Export::default(), wants_focus: false }
    }

    /// Takes a reading. One that is not later than those before replaces them, as after a restart.
    pub fn feed(&mut self, reading: Reading) {
        self.data.feed(reading);
    }

    /// Draws the pane into all of `ui`, and answers what the user wants done.
    pub fn ui(&mut self, ui: &mut Ui) -> Vec<MonitorAction> {
        self.show(ui)
    }

    /// The name of the pane.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        "Monitor"
    }

    /// Bytes that it takes in memory, roughly.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.data.bytes() + self.export.bytes()
    }

    /// What is worth keeping: closed sections, the path of the report, the order of the operations. Not the readings.
    #[must_use]
    pub fn state(&self) -> MonitorState {
        MonitorState {
            closed: self.closed.iter().map(|section| section.key().to_owned()).collect(),
            export_path: self.export.path().to_owned(),
            sort: self.sort.column.key().to_owned(),
            ascending: !self.sort.is_descending,
        }
    }

    /// Comes back to a kept state. Names that it does not know are passed over.
    pub fn restore(&mut self, state: &MonitorState) {
        let is_closed = |section: &Section| state.closed.iter().any(|name| name == section.key());
        self.closed = Section::ALL.into_iter().filter(is_closed).collect();
        self.sort = match Column::ALL.into_iter().find(|column| column.key() == state.sort) {
            Some(column) => Sort { column, is_descending: !state.ascending },
            None => Sort::default(),
        };
        self.export.set_path(&words::one_line(&state.export_path, limits::PATH_CHARS));
    }

    /// Takes the keyboard in the next frame: arrows, Page Up and Down, Home and End then scroll the pane.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// All that is known, as JSON: the last reading, the extremes of the history, the last frames, the slow events.
    /// A number that is not known is `null`.
    #[must_use]
    pub fn report_json(&self) -> String {
        report::json(&self.data)
    }

    /// The same as text with tables.
    #[must_use]
    pub fn report_text(&self) -> String {
        report::text(&self.data)
    }
}
