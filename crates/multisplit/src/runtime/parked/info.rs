//! What is known of a parked widget, as a value to look at.

use crate::base::{Moment, WidgetId};
use crate::runtime::policy::EntryMeta;

/// A description of a parked widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedInfo {
    /// The id of the widget.
    pub widget: WidgetId,
    /// The memory that the widget takes, in bytes, as it was parked. It is at least 1.
    pub bytes: u64,
    /// The time that it would take to make the widget again, in microseconds.
    pub rebuild_micros: u64,
    /// When the widget was made.
    pub created: Moment,
    /// When the widget last came into view.
    pub last_use: Moment,
    /// How often the widget came into view. This goes on when the widget is evicted and made again.
    pub uses: u32,
}

impl ParkedInfo {
    pub(super) fn new(widget: &WidgetId, meta: &EntryMeta, created: Moment) -> Self {
        let EntryMeta { bytes, rebuild_micros, usage } = *meta;
        Self { widget: widget.clone(), bytes, rebuild_micros, created, last_use: usage.last_use, uses: usage.uses }
    }
}
