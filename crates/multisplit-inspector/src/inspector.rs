//! The view itself: takes readings, draws the sections, and returns the user's requests.
//!
//! It does not carry out the requests, and does not request frames: the caller that feeds it does.
//!
//! Invariant: a restored state is brought into bounds; what the state does not name keeps its default.

mod export;
mod focus;
mod view;

use std::path::PathBuf;

use egui::Ui;
use multisplit::stats::Snapshot;
use serde::{Deserialize, Serialize};

use crate::data::Data;
use crate::limits;
use crate::reading::{HostReading, Reading};
use crate::report;
use crate::section::Section;
use crate::sections::operations::{Column, Sort};
use crate::words;
use export::Export;

/// A request of the user to the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InspectorAction {
    /// Free what can be freed now.
    TrimNow,
    /// Drop every widget that is out of view.
    DropHidden,
    /// Write [`Inspector::report_json`] (or, if the application prefers, [`Inspector::report_text`]) to this file.
    ExportReport {
        /// The path as the user typed it: may be relative, is never empty.
        path: PathBuf,
    },
}

/// The part of a [`Inspector`] that is worth saving.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InspectorState {
    /// The keys of the closed sections: `memory`, `slots`, `cache`, `loads`, `frames`, `operations`, `slow`.
    pub closed: Vec<String>,
    /// The path of the last export of a report; empty for the default.
    pub export_path: String,
    /// The column that the operations are sorted by: `operation`, `calls`, `mean`, `min`, `max`, `p50`, `p99`, `total`; empty
    /// for the default.
    pub sort: String,
    /// Whether the order is ascending.
    pub ascending: bool,
}

/// A view of a workspace from inside: memory, slots, cache, loads, frames and operations, now and over time.
///
/// It remembers the last 600 readings, and the last 1200 frames and 200 slow events of all readings together. A frame costs
/// about as much as the plots that are on screen; the cost of [`feed`](Self::feed) is proportional to the reading.
///
/// **Limitations**: the plots cannot be zoomed; of a reading with more than 64 pools or 256 operations only the largest are
/// kept; the age of a slow event is counted back from the last reading.
#[derive(Debug)]
pub struct Inspector {
    data: Data,
    closed: Vec<Section>,
    sort: Sort,
    export: Export,
    wants_focus: bool,
}

impl Default for Inspector {
    fn default() -> Self {
        Self::new()
    }
}

impl Inspector {
    /// Creates a view without readings.
    #[must_use]
    pub fn new() -> Self {
        let (data, sort) = (Data::default(), Sort::default());
        Self { data, closed: Vec::new(), sort, export: Export::default(), wants_focus: false }
    }

    /// Takes a reading: the workspace's snapshot, and what the host knows at the same moment. It replaces all readings that are
    /// not earlier, as after a restart of the application.
    ///
    /// A slow operation that is in several snapshots counts once.
    pub fn feed(&mut self, snapshot: Snapshot, host: HostReading) {
        self.data.feed(Reading { snapshot, host });
    }

    /// Shows the view in all of `ui`, and returns the user's requests.
    pub fn ui(&mut self, ui: &mut Ui) -> Vec<InspectorAction> {
        self.show(ui)
    }

    /// Returns the name of the view, for users.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        "Monitor"
    }

    /// Returns the approximate memory of the view, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.data.bytes() + self.export.bytes()
    }

    /// Returns the state that is worth saving: closed sections, the path of the report, the order of the operations. Readings
    /// are not part of it.
    #[must_use]
    pub fn state(&self) -> InspectorState {
        InspectorState {
            closed: self.closed.iter().map(|section| section.key().to_owned()).collect(),
            export_path: self.export.path().to_owned(),
            sort: self.sort.column.key().to_owned(),
            ascending: !self.sort.is_descending,
        }
    }

    /// Restores a saved state. Unknown names are ignored, and a path that is too long is cut.
    pub fn restore(&mut self, state: &InspectorState) {
        let is_closed = |section: &Section| state.closed.iter().any(|name| name == section.key());
        self.closed = Section::ALL.into_iter().filter(is_closed).collect();
        self.sort = match Column::ALL.into_iter().find(|column| column.key() == state.sort) {
            Some(column) => Sort { column, is_descending: !state.ascending },
            None => Sort::default(),
        };
        self.export.set_path(&words::one_line(&state.export_path, limits::PATH_CHARS));
    }

    /// Requests the keyboard for the next frame: arrows, Page Up and Down, Home and End then scroll the view.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Returns everything that is known as JSON: the last reading, the extremes of the history, the last frames, the slow
    /// events. An unknown number is `null`.
    #[must_use]
    pub fn report_json(&self) -> String {
        report::json(&self.data)
    }

    /// Returns the same information as text with tables.
    #[must_use]
    pub fn report_text(&self) -> String {
        report::text(&self.data)
    }
}
