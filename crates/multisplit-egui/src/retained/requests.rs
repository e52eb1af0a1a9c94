//! Which drawings asked for another frame. egui tells only in the next pass what was asked for in the last one, and in what
//! order: so marks are set around a drawing, and what lies between two of them was asked for by it.
//!
//! A mark is a request of its own, for a frame that never comes: it changes nothing but the list.

use egui::{Context, Id};
use std::time::Duration;

/// How many marks the pass has by now. Of one viewport, for all workspaces in it.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    pass: u64,
    marks: usize,
}

/// Two marks of one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Between {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Sets a mark and answers which one of its pass it is.
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
    // The only request in this file, which is how it is known again.
    ctx.request_repaint_after(Duration::MAX);
    mark
}

/// What was asked for in the pass before this one.
pub(crate) struct Requests {
    /// Where each mark lies among all requests.
    marks: Vec<usize>,
}

impl Requests {
    pub(crate) fn of_last_pass(ctx: &Context) -> Self {
        let causes = ctx.repaint_causes();
        let marks = causes.iter().enumerate().filter(|(_, cause)| cause.file == file!());
        Self { marks: marks.map(|(at, _)| at).collect() }
    }

    /// Whether nothing but marks lies between two. Where they are not found, nothing is known, and the answer is no.
    pub(crate) fn none_between(&self, marks: Between) -> bool {
        match (self.marks.get(marks.from), self.marks.get(marks.to)) {
            (Some(from), Some(to)) => marks.from < marks.to && to - from == marks.to - marks.from,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
