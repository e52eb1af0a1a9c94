//! The problems of a file, in the order in which they were found. The list is bounded: problems beyond the bound are counted.

use super::format::FileError;
use crate::base::limits::MAX_PROBLEMS;

/// Something in a file that is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place in the file, as `nodes[3].row[1]` or `line 7`.
    pub path: String,
    /// What is wrong, and what a repair does about it, in words.
    pub what: String,
}

impl From<Problem> for FileError {
    fn from(problem: Problem) -> Self {
        Self::Invalid { path: problem.path, problem: problem.what }
    }
}

/// The problems of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    unlisted: usize,
}

impl Problems {
    /// Adds a problem. The texts are made only if there is space for them.
    pub(super) fn add(&mut self, path: impl FnOnce() -> String, what: impl FnOnce() -> String) {
        if self.list.len() < MAX_PROBLEMS {
            self.list.push(Problem { path: path(), what: what() });
        } else {
            self.unlisted += 1;
        }
    }

    /// Appends all problems of another list.
    pub(super) fn extend(&mut self, others: Self) {
        self.unlisted += others.unlisted;
        for problem in others.list {
            self.add(|| problem.path, || problem.what);
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn first(self) -> Option<Problem> {
        self.list.into_iter().next()
    }

    /// Returns the list. If it has no space for some problems, its last entry counts them.
    pub(super) fn into_list(mut self) -> Vec<Problem> {
        if self.unlisted > 0 {
            let what = format!("{} further problems, repaired as well and not listed", self.unlisted);
            self.list.push(Problem { path: "file".to_owned(), what });
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_PROBLEMS, Problems};

    #[test]
    fn what_is_beyond_the_bound_is_counted() {
        let mut problems = Problems::default();
        for i in 0..MAX_PROBLEMS + 3 {
            problems.add(|| i.to_string(), || "wrong".to_owned());
        }
        let list = problems.into_list();
        assert_eq!(list.len(), MAX_PROBLEMS + 1);
        assert!(list.last().is_some_and(|last| last.what.starts_with("3 further problems")));
    }
}
