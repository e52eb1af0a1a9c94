//! Gives statements to the worker, and stops it.
//!
//! Invariant: what runs is the selection, or the statement under the cursor; a statement that may change all rows of a table
//! runs only after a question.

use std::ops::Range;
use std::time::Instant;

use super::outcome::Outcome;
use super::{Link, QueryPane};
use crate::error::QueryError;
use crate::fetch::Bounds;
use crate::limits;
use crate::sql;
use crate::worker::{Order, Script};

impl QueryPane {
    /// Runs the selection, or the statement under the cursor; asks first if that may cost a table.
    pub(super) fn run(&mut self) {
        if !matches!(&self.link, Link::Ready(worker) if !worker.is_running()) {
            return;
        }
        // Events of an earlier run are about that run's statements, so take them before the statements change.
        self.take_events();
        if !matches!(&self.link, Link::Ready(_)) {
            return;
        }
        let ranges = match self.wanted() {
            Ok(ranges) => ranges,
            Err(error) => {
                self.note = Some(error);
                return;
            }
        };
        self.question = self.question_about(&ranges);
        if self.question.is_none() {
            self.give(ranges);
        }
    }

    /// Gives statements of the text to the worker.
    pub(super) fn give(&mut self, ranges: Vec<Range<usize>>) {
        let Link::Ready(worker) = &self.link else { return };
        let text = self.editor.text();
        // The statements are in order: counting characters from the previous one keeps the cost linear.
        let (mut byte, mut chars) = (0, 0);
        let mut outcome = |range: &Range<usize>| {
            chars += sql::chars_before(&text[byte..], range.start - byte);
            byte = range.start;
            Outcome::new(chars, &text[range.clone()])
        };
        let outcomes: Vec<Outcome> = ranges.iter().map(&mut outcome).collect();
        let statements = ranges.into_iter().map(|range| text[range].to_owned()).collect();
        let bounds = Bounds { rows: self.row_limit, bytes: limits::RESULT_BYTES, value_bytes: limits::VALUE_BYTES };
        if worker.order(Order::Run(Script { statements, bounds, dialect: self.dialect() })) {
            self.outcomes = outcomes;
            self.results.begin(Instant::now());
            (self.note, self.editor.mark) = (None, None);
            self.notices.clear();
            self.exports.forget();
        }
    }

    fn wanted(&self) -> Result<Vec<Range<usize>>, QueryError> {
        let (text, dialect) = (self.editor.text(), self.dialect());
        let selected = self.editor.selected_bytes();
        let ranges = if selected.is_empty() {
            sql::under_cursor(text, selected.start, dialect).into_iter().collect()
        } else {
            let shift = |range: Range<usize>| range.start + selected.start..range.end + selected.start;
            sql::split(&text[selected.clone()], dialect).into_iter().map(shift).collect::<Vec<_>>()
        };
        let found = ranges.iter().map(ExactSizeIterator::len).sum();
        if ranges.is_empty() {
            return Err(QueryError::Empty);
        }
        if ranges.len() > limits::STATEMENTS {
            return Err(QueryError::TooManyStatements { found: ranges.len(), most: limits::STATEMENTS });
        }
        if found > limits::SQL_BYTES {
            return Err(QueryError::TooMuchSql { found, most: limits::SQL_BYTES });
        }
        Ok(ranges)
    }

    /// Cancels connecting, running, or exporting.
    pub(super) fn cancel(&mut self) {
        match &self.link {
            Link::Connecting(worker, _) => {
                worker.cancel();
                self.link = Link::Lost(QueryError::Cancelled);
            }
            Link::Ready(worker) => worker.cancel(),
            Link::Asking(_) | Link::Lost(_) | Link::Away => {}
        }
        self.exports.cancel();
    }
}
