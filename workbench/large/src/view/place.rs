//! The place of the user: the offset of the first row, the hidden part of that row, and the horizontal scroll offset.
//!
//! It does not know line numbers. Invariant: after `settle` the place is a row of the file, and not beyond the place that
//! puts the last row at the bottom of the pane.

use crate::limits::{MAX_ROWS, MAX_STEP_ROWS, MAX_STEPS};
use crate::rows::{Row, Rows};

/// A place in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct FilePlace {
    /// An offset in the first visible row; after `settle`, its start.
    pub(super) offset: u64,
    /// The hidden part of that row, as a fraction of a row.
    pub(super) hidden: f64,
    /// The horizontal scroll offset, in points.
    pub(super) left: f32,
    /// The largest number of columns of any row that was shown.
    pub(super) widest: usize,
    /// The offset of a byte that must be scrolled into view.
    wanted: Option<u64>,
    /// The steps requested by keys that are not done yet, and those of the pointer that the disk was too slow for.
    pub(super) steps: Vec<Step>,
    /// The last place of the file, as of the last `measure`.
    pub(super) end: End,
}

/// A step that a key or the pointer requests. It is done when the layout is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    Rows(f64),
    Pages(f64),
    Columns(f32),
    /// To a fraction of the way to the last place.
    Part(f64),
    Start,
    End,
}

/// A place that puts the last row at the bottom of the pane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct End {
    pub(super) offset: u64,
    pub(super) hidden: f64,
}

impl FilePlace {
    /// Goes to an offset, so that its row is the first visible one.
    pub(super) fn go(&mut self, offset: u64) {
        (self.offset, self.hidden) = (offset, 0.0);
        self.wanted = None;
    }

    /// Queues a step until the layout is known. It is dropped if [`MAX_STEPS`] steps are already queued.
    pub(super) fn ask(&mut self, step: Step) {
        if self.steps.len() < MAX_STEPS {
            self.steps.push(step);
        }
    }

    /// Queues what the pointer did, which could not be done. A scroll bar leads to its last place only.
    pub(super) fn ask_again(&mut self, steps: Vec<Step>) {
        let is_part = |step: &Step| matches!(step, Step::Part(_));
        if steps.iter().any(is_part) {
            self.steps.retain(|step| !is_part(step));
        }
        steps.into_iter().for_each(|step| self.ask(step));
    }

    /// Requests that an offset is scrolled into view, if it is not visible.
    pub(super) fn show(&mut self, offset: u64) {
        self.wanted = Some(offset);
    }

    /// Computes the last place for a pane of `count` rows.
    pub(super) fn measure(&mut self, rows: &Rows<'_>, count: f64) {
        if rows.is_empty() {
            self.end = End::default();
        }
        // If the file cannot be read, the end stays where it was.
        let Some(last) = rows.at(u64::MAX) else { return };
        self.end = End::default();
        let (mut row, mut seen) = (last, 1.0);
        while seen < count && seen < MAX_ROWS as f64 {
            match rows.before(&row) {
                Some(before) => row = before,
                None => return,
            }
            seen += 1.0;
        }
        self.end = End { offset: row.start, hidden: (seen - count).clamp(0.0, 1.0) };
    }

    /// Returns `true` if this is the last place or beyond it.
    pub(super) fn is_at_end(&self) -> bool {
        (self.offset, self.hidden) >= (self.end.offset, self.end.hidden)
    }

    /// Goes to the last place.
    pub(super) fn go_to_end(&mut self) {
        (self.offset, self.hidden) = (self.end.offset, self.end.hidden);
    }

    /// Goes to a fraction of the way to the last place, from 0 to 1.
    pub(super) fn go_to_part(&mut self, rows: &Rows<'_>, part: f64) {
        if part >= 1.0 {
            return self.go_to_end();
        }
        let offset = (self.end.offset as f64 * part.max(0.0)) as u64;
        self.go(rows.at(offset).map_or(0, |row| row.start));
    }

    /// Moves by `by` rows, down if positive, at most [`MAX_STEP_ROWS`]. Returns `true` if the place changed.
    pub(super) fn step(&mut self, rows: &Rows<'_>, by: f64) -> bool {
        let before = (self.offset, self.hidden);
        let most = MAX_STEP_ROWS as f64;
        let mut hidden = self.hidden + by.clamp(-most, most);
        let Some(mut row) = rows.at(self.offset) else { return false };
        while hidden < 0.0 {
            match rows.before(&row) {
                Some(before) => row = before,
                None => {
                    hidden = 0.0;
                    break;
                }
            }
            hidden += 1.0;
        }
        while hidden >= 1.0 {
            match rows.after(&row) {
                Some(after) => row = after,
                None => {
                    hidden = 0.0;
                    break;
                }
            }
            hidden -= 1.0;
        }
        (self.offset, self.hidden) = (row.start, hidden);
        self.clamp();
        before != (self.offset, self.hidden)
    }

    /// Scrolls the requested offset into view and moves the place to the start of a row of the file.
    pub(super) fn settle(&mut self, rows: &Rows<'_>, count: f64) {
        if let Some(wanted) = self.wanted.take() {
            self.reveal(rows, wanted, count);
        }
        match rows.at(self.offset) {
            Some(row) if row.start == self.offset => {}
            Some(row) => (self.offset, self.hidden) = (row.start, 0.0),
            None if rows.is_empty() => (self.offset, self.hidden) = (0, 0.0),
            None => {}
        }
        self.clamp();
    }

    fn clamp(&mut self) {
        if self.is_at_end() {
            self.go_to_end();
        }
    }

    /// Scrolls an offset into view: if it is not visible, its row moves to a third of the height from the top.
    fn reveal(&mut self, rows: &Rows<'_>, wanted: u64, count: f64) {
        let Some(row) = rows.at(wanted) else { return };
        let whole = (count - self.hidden).floor().max(1.0) as usize;
        let skip = usize::from(self.hidden > 0.0);
        let seen: Vec<Row> = rows.from(self.offset, whole.min(MAX_ROWS));
        if seen.iter().skip(skip).any(|seen| seen.start == row.start) {
            return;
        }
        (self.offset, self.hidden) = (row.start, 0.0);
        self.step(rows, -(count / 3.0).floor());
    }
}

#[cfg(test)]
mod tests {
    use super::{FilePlace, Rows};

    #[test]
    fn a_place_stays_within_the_file_whatever_is_asked() {
        let bytes: Vec<u8> = (0..100).flat_map(|line| format!("line {line}\n").into_bytes()).collect();
        let rows = Rows::new(&bytes, None);
        let mut place = FilePlace::default();
        place.measure(&rows, 10.5);
        assert_eq!((place.end.offset, place.end.hidden), (bytes.len() as u64 - 11 * 8, 0.5));
        assert!(!place.step(&rows, -3.0), "there is nothing above the first row");
        assert!(place.step(&rows, 2.5) && (place.offset, place.hidden) == (14, 0.5));
        assert!(place.step(&rows, -1.0) && (place.offset, place.hidden) == (7, 0.5));
        assert!(place.step(&rows, f64::MAX) && place.is_at_end());
        place.go(u64::MAX);
        place.settle(&rows, 10.5);
        assert!(place.is_at_end());
        place.go(16);
        place.settle(&rows, 10.5);
        assert_eq!(place.offset, 14, "inside a row is at its start");
        place.show(14 + 7 * 3);
        place.settle(&rows, 10.5);
        assert_eq!(place.offset, 14, "what is seen need not move");
        place.go_to_part(&rows, 0.5);
        assert!((300..400).contains(&place.offset));
        let nothing = Vec::new();
        let empty = Rows::new(&nothing, None);
        place.measure(&empty, 10.5);
        place.settle(&empty, 10.5);
        assert_eq!((place.offset, place.hidden), (0, 0.0));
    }
}
