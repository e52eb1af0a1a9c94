//! Handles the events of the worker.
//!
//! Invariant: after its events are taken, the pane shows what the worker has done so far.

use std::sync::Arc;
use std::time::Duration;

use super::ask::PasswordPrompt;
use super::{Link, QueryPane};
use crate::error::QueryError;
use crate::fetch::Part;
use crate::grid::Grid;
use crate::source::Source;
use crate::worker::{Closing, Done, Event, Worker};

impl QueryPane {
    /// Takes and handles all events since the last frame.
    pub(super) fn take_events(&mut self) {
        let events = match &self.link {
            Link::Connecting(worker, _) | Link::Ready(worker) => worker.take(),
            Link::Asking(_) | Link::Lost(_) | Link::Away => Vec::new(),
        };
        for event in events {
            self.take_event(event);
        }
        self.exports.poll();
    }

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Opened { schema, secret, is_read_only } => {
                (self.schema, self.secret, self.is_read_only) = (schema, secret, is_read_only);
                if let Link::Connecting(worker, _) = self.take_link() {
                    self.link = Link::Ready(worker);
                }
            }
            Event::NotOpened(error) if error.wants_password() => {
                self.secret = None;
                self.link = Link::Asking(PasswordPrompt::new(error.to_string()));
            }
            Event::NotOpened(error) | Event::Lost(error) => self.link = Link::Lost(error),
            Event::Begun(index) => {
                self.results.follow(index);
                if let Some(outcome) = self.outcomes.get_mut(index) {
                    outcome.has_begun = true;
                }
            }
            Event::Part(part) => self.take_part(part),
            Event::Ended { took, result } => self.take_end(took, result),
            Event::RunEnded { notices } => {
                self.notices = notices;
                self.results.settle(&self.outcomes);
            }
            Event::Schema(schema) => self.schema = schema,
            Event::Exported(result) => self.exports.take_end(result, &self.wake),
        }
    }

    fn take_part(&mut self, part: Part) {
        let Some(outcome) = self.outcomes.get_mut(self.results.at) else { return };
        match (part, &mut outcome.grid) {
            (Part::Columns(columns), grid) => *grid = Some(Arc::new(Grid::new(columns))),
            (Part::Rows(rows), Some(grid)) => Arc::make_mut(grid).append(&rows),
            (Part::Rows(_), None) => {}
        }
    }

    fn take_end(&mut self, took: Duration, result: Result<Done, QueryError>) {
        let Some(outcome) = self.outcomes.get_mut(self.results.at) else { return };
        let start = outcome.start;
        if let Err(QueryError::Statement(trouble)) = &result {
            self.editor.mark = trouble.at.map(|at| start + at);
        }
        let lost = result.as_ref().err().filter(|error| error.is_fatal()).cloned();
        if let Some(grid) = &mut outcome.grid {
            Arc::make_mut(grid).shrink();
        }
        outcome.end = Some((took, result));
        if let Some(error) = lost {
            self.link = Link::Lost(error);
        }
    }

    /// Closes the connection, so that the SQLite file can be moved.
    ///
    /// SQLite keeps parts of a database in files beside it, which are named after it. Results and text stay. Returns `None` if
    /// there is no connection. [`QueryPane::connect_to`] connects again. Never waits.
    pub fn disconnect(&mut self) -> Option<Closing> {
        self.take_events();
        match std::mem::replace(&mut self.link, Link::Away) {
            Link::Ready(worker) | Link::Connecting(worker, _) => Some(worker.closing()),
            Link::Asking(_) | Link::Lost(_) | Link::Away => None,
        }
    }

    /// Connects to another source in place of the current one, for example after its file was moved.
    pub fn connect_to(&mut self, source: Source) {
        self.source = source;
        self.connect();
    }

    fn take_link(&mut self) -> Link {
        std::mem::replace(&mut self.link, Link::Lost(QueryError::Cancelled))
    }

    /// Opens the connection again, with the known password.
    pub(super) fn connect(&mut self) {
        let (source, secret, wake) = (self.source.clone(), self.secret.clone(), Arc::clone(&self.wake));
        self.link = match Worker::connect(source, secret, self.busy, wake) {
            Ok(worker) => Link::Connecting(worker, std::time::Instant::now()),
            Err(error) => Link::Lost(error),
        };
    }
}
