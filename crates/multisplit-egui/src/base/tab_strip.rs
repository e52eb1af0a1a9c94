//! Computes where the tabs of a bar are. It is pure arithmetic: widths in, places and the scroll offset out.

/// The width of the mark, at either end of a bar, that shows that there are more tabs, in points.
pub(crate) const MORE: f32 = 14.0;

/// The tabs of one bar, side by side, scrolled if they do not fit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Strip {
    /// The left edges of the tabs relative to the bar, after scrolling, and the end of the last tab.
    edges: Vec<f32>,
    pub(crate) scroll: f32,
    room: f32,
}

impl Strip {
    /// Places tabs of the given widths in a bar and scrolls them as far as requested and possible. The tab `reveal` is brought into view.
    pub(crate) fn new(widths: &[f32], room: f32, scroll: f32, reveal: Option<usize>) -> Self {
        let mut edges = Vec::with_capacity(widths.len() + 1);
        let mut at = 0.0;
        edges.push(at);
        for width in widths {
            at += width;
            edges.push(at);
        }
        let mut scroll = scroll;
        if let Some(index) = reveal.filter(|i| *i < widths.len()) {
            // The tab must not be below the marks that show that there are more.
            let before = if index > 0 { MORE } else { 0.0 };
            let after = if index + 1 < widths.len() { MORE } else { 0.0 };
            scroll = scroll.max(edges[index + 1] + after - room).min(edges[index] - before);
        }
        let scroll = scroll.min(at - room).max(0.0);
        for edge in &mut edges {
            *edge -= scroll;
        }
        Self { edges, scroll, room }
    }

    /// Returns `true` if all tabs are completely visible.
    pub(crate) fn fits(&self) -> bool {
        self.edges[0] >= 0.0 && self.edges.last().is_some_and(|end| *end <= self.room)
    }

    /// Returns the left edge and the width of a tab.
    pub(crate) fn tab(&self, index: usize) -> (f32, f32) {
        (self.edges[index], self.edges[index + 1] - self.edges[index])
    }

    /// Returns the indices of the visible tabs.
    pub(crate) fn visible(&self) -> std::ops::Range<usize> {
        let first = self.edges.partition_point(|e| *e <= 0.0).saturating_sub(1);
        let end = self.edges.partition_point(|e| *e < self.room);
        first..end.min(self.edges.len() - 1)
    }

    /// Returns whether there are more tabs to the left and to the right.
    pub(crate) fn more(&self) -> (bool, bool) {
        let last = self.edges.last().copied().unwrap_or(0.0);
        (self.scroll > 0.5, last > self.room + 0.5)
    }

    /// Returns the index of the tab before which something dropped at `x` goes.
    pub(crate) fn slot_at(&self, x: f32) -> usize {
        (0..self.edges.len() - 1)
            .find(|i| x < (self.edges[*i] + self.edges[i + 1]) / 2.0)
            .unwrap_or(self.edges.len() - 1)
    }

    /// Returns the position at which the mark of that index is drawn.
    pub(crate) fn edge(&self, slot: usize) -> f32 {
        self.edges[slot.min(self.edges.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::{MORE, Strip};

    #[test]
    fn the_front_tab_is_scrolled_into_view_and_no_further() {
        let strip = Strip::new(&[100.0; 10], 250.0, 0.0, Some(9));
        assert_eq!(strip.scroll, 750.0);
        assert_eq!(strip.tab(9), (150.0, 100.0));
        assert_eq!(strip.visible(), 7..10);
        assert_eq!(strip.more(), (true, false));
        let back = Strip::new(&[100.0; 10], 250.0, 750.0, Some(0));
        assert_eq!((back.scroll, back.more()), (0.0, (false, true)));
        // Neither its title nor its button is below a mark.
        let middle = Strip::new(&[100.0; 10], 250.0, 0.0, Some(5));
        assert_eq!((middle.tab(5), middle.more()), ((250.0 - 100.0 - MORE, 100.0), (true, true)));
        let middle = Strip::new(&[100.0; 10], 250.0, 750.0, Some(5));
        assert_eq!((middle.tab(5), middle.more()), ((MORE, 100.0), (true, true)));
        let narrow = Strip::new(&[100.0; 10], 60.0, 0.0, Some(5));
        assert_eq!(narrow.tab(5).0, MORE, "where it does not fit, its start is seen");
    }

    #[test]
    fn tabs_that_fit_are_not_scrolled() {
        let strip = Strip::new(&[100.0; 2], 250.0, 80.0, None);
        assert_eq!((strip.scroll, strip.visible(), strip.more()), (0.0, 0..2, (false, false)));
    }

    #[test]
    fn a_tab_is_dropped_before_the_one_whose_middle_is_right_of_it() {
        let strip = Strip::new(&[100.0; 3], 300.0, 0.0, None);
        assert_eq!([-5.0, 49.0, 51.0, 160.0, 299.0].map(|x| strip.slot_at(x)), [0, 0, 1, 2, 3]);
    }

    #[test]
    fn a_bar_without_room_or_tabs_is_no_trouble() {
        assert_eq!(Strip::new(&[], 0.0, 5.0, Some(3)).visible(), 0..0);
        assert_eq!(Strip::new(&[72.0], 1.0, 0.0, Some(0)).visible(), 0..1);
    }
}
