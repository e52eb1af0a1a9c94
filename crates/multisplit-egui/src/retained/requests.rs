//! Finds out which drawings asked for another frame.
//!
//! egui reports the requests of a pass only in the next pass, in the order in which they were made. So marks are set around a drawing,
//! and every request between two marks was made by that drawing. A mark is itself a request, for a frame that never comes: it changes
//! nothing but the list.

use egui::{Context, Id};
use std::time::Duration;

/// The number of marks set in a pass of one viewport, by all workspaces in it.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    pass: u64,
    marks: usize,
}

/// Two marks of the same pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Between {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Sets a mark and returns its number within the pass.
pub(crate) fn mark(ctx: &Context) -> usize {
    let pass = ctx.cumulative_pass_nr();
    let id = Id::unique(("marks around drawings", ctx.viewport_id()));
    let mark = ctx.data_mut(|data| {
        let count: &mut Count = data.get_temp_mut_or_default(id);
        if count.pass != pass {
            *count = Count { pass, marks: 0 };
        }
        count.marks += 1;
        count.marks - 1
    });
    // This must be the only request in this file: marks are recognized by the file that made them.
    ctx.request_repaint_after(Duration::MAX);
    mark
}

/// The requests of the pass before this one.
pub(crate) struct Requests {
    /// The position of each mark among all requests.
    marks: Vec<usize>,
}

impl Requests {
    pub(crate) fn of_last_pass(ctx: &Context) -> Self {
        let causes = ctx.repaint_causes();
        let marks = causes.iter().enumerate().filter(|(_, cause)| cause.file == file!());
        Self { marks: marks.map(|(at, _)| at).collect() }
    }

    /// Returns `true` if there is nothing but marks between two marks. Returns `false` if a mark is not found: then nothing is known.
    pub(crate) fn none_between(&self, marks: Between) -> bool {
        match (self.marks.get(marks.from), self.marks.get(marks.to)) {
            (Some(from), Some(to)) => marks.from < marks.to && to - from == marks.to - marks.from,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
