//! Picks the samples that a plot of some width can show.
//!
//! Invariant: in every column the least and the largest sample of each curve are among the picked, as are the first
//! and the last of all; picks are in the order of time.

/// Indices into curves of equal length: all where they fit, else per column the extremes of each curve.
/// `places` are the places of the samples from 0 to 1, growing.
pub(crate) fn picked(places: &[f64], curves: &[Vec<f64>], columns: usize) -> Vec<usize> {
    let count = places.len();
    if count <= columns.max(2) {
        return (0..count).collect();
    }
    let column = |index: usize| (places[index] * columns as f64) as usize;
    let mut picks = Vec::new();
    let mut start = 0;
    while start < count {
        let end = (start + 1..count).find(|index| column(*index) != column(start)).unwrap_or(count);
        let before = picks.len();
        for curve in curves {
            let by_value = |a: &usize, b: &usize| curve[*a].total_cmp(&curve[*b]);
            picks.extend((start..end).min_by(by_value));
            picks.extend((start..end).max_by(by_value));
        }
        picks[before..].sort_unstable();
        start = end;
    }
    picks.extend([0, count - 1]);
    picks.sort_unstable();
    picks.dedup();
    picks
}

#[cfg(test)]
mod tests {
    use super::picked;

    #[test]
    fn what_fits_is_shown_whole() {
        assert_eq!(picked(&[], &[], 100), Vec::<usize>::new());
        assert_eq!(picked(&[0.0, 0.5, 1.0], &[vec![1.0; 3]], 3), [0, 1, 2]);
    }

    #[test]
    fn a_single_peak_is_seen_at_any_width() {
        let count = 600;
        let places: Vec<f64> = (0..count).map(|index| index as f64 / (count - 1) as f64).collect();
        let mut flat = vec![1.0; count];
        (flat[123], flat[457]) = (50.0, -50.0);
        let other: Vec<f64> = (0..count).map(|index| (index as f64 * 0.7).sin()).collect();
        for columns in [0, 1, 2, 10, 100, 599] {
            let picks = picked(&places, &[flat.clone(), other.clone()], columns);
            assert!(picks.contains(&123) && picks.contains(&457), "{columns}");
            assert_eq!((picks.first(), picks.last()), (Some(&0), Some(&(count - 1))));
            assert!(picks.is_sorted_by(|a, b| a < b));
            assert!(picks.len() <= (columns + 2) * 4 + 2, "{columns}: {}", picks.len());
        }
    }
}
