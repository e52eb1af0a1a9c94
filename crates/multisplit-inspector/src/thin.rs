//! Picks the samples that matter in a plot of a given size: first by its width, then by its height.
//!
//! Invariant: the smallest and the largest sample of each curve in every column are picked, and leaving out the others moves
//! no curve by more than the tolerance. The first and the last sample stay, and so does the order of time.

/// Returns indices into curves of equal length: all indices if they fit, or else the extremes of each curve per column.
///
/// `places` are the positions of the samples from 0 to 1, in increasing order.
pub(crate) fn picked(places: &[f64], curves: &[&[f64]], columns: usize) -> Vec<usize> {
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

/// Returns the indices of the samples where any of the curves bends: between two of them, all other samples are within the
/// tolerance of straight lines.
///
/// `xs` are increasing. A value that is not finite is unknown. The cost is linear in the number of values.
pub(crate) fn bends(xs: &[f64], curves: &[&[f64]], tolerance: f64) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..xs.len().min(1)).collect();
    // For each curve, the slopes of lines from the anchor that pass all samples since within the tolerance.
    let free = (f64::NEG_INFINITY, f64::INFINITY);
    let (mut anchor, mut cones) = (0, vec![free; curves.len()]);
    let mut next = 1;
    while next < xs.len() {
        let run = xs[next] - xs[anchor];
        let rise = |curve: &[f64]| curve[next] - curve[anchor];
        let fits = |(curve, (low, high)): (&&[f64], &(f64, f64))| {
            let slope = rise(curve) / run;
            let both_unknown = !curve[next].is_finite() && !curve[anchor].is_finite();
            both_unknown || (*low <= slope && slope <= *high)
        };
        if next - anchor > 1 && !curves.iter().zip(&cones).all(fits) {
            anchor = next - 1;
            kept.push(anchor);
            cones.fill(free);
            continue;
        }
        for (curve, cone) in curves.iter().zip(&mut cones) {
            let (low, high) = ((rise(curve) - tolerance) / run, (rise(curve) + tolerance) / run);
            // If only one of two neighbors is known, no slope fits, so that both are kept.
            let is_half_known = curve[next].is_finite() != curve[anchor].is_finite();
            *cone =
                if is_half_known { (f64::INFINITY, f64::NEG_INFINITY) } else { (cone.0.max(low), cone.1.min(high)) };
        }
        next += 1;
    }
    if xs.len() > 1 {
        kept.push(xs.len() - 1);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{bends, picked};

    #[test]
    fn what_fits_is_shown_whole() {
        assert_eq!(picked(&[], &[], 100), Vec::<usize>::new());
        assert_eq!(picked(&[0.0, 0.5, 1.0], &[&[1.0; 3]], 3), [0, 1, 2]);
    }

    #[test]
    fn a_single_peak_is_seen_at_any_width() {
        let count = 600;
        let places: Vec<f64> = (0..count).map(|index| index as f64 / (count - 1) as f64).collect();
        let mut flat = vec![1.0; count];
        (flat[123], flat[457]) = (50.0, -50.0);
        let other: Vec<f64> = (0..count).map(|index| (index as f64 * 0.7).sin()).collect();
        for columns in [0, 1, 2, 10, 100, 599] {
            let picks = picked(&places, &[&flat, &other], columns);
            assert!(picks.contains(&123) && picks.contains(&457), "{columns}");
            assert_eq!((picks.first(), picks.last()), (Some(&0), Some(&(count - 1))));
            assert!(picks.is_sorted_by(|a, b| a < b));
            assert!(picks.len() <= (columns + 2) * 4 + 2, "{columns}: {}", picks.len());
        }
    }

    /// Returns the value of the curve through the kept samples at any sample.
    fn drawn(xs: &[f64], curve: &[f64], kept: &[usize], index: usize) -> f64 {
        let after = kept.partition_point(|kept| *kept < index);
        let (from, to) = (kept[after.saturating_sub(1)], kept[after]);
        let part = if from == to { 0.0 } else { (xs[index] - xs[from]) / (xs[to] - xs[from]) };
        curve[from] + (curve[to] - curve[from]) * part
    }

    #[test]
    fn straight_lines_need_their_ends_only() {
        let xs: Vec<f64> = (0..100).map(f64::from).collect();
        let (flat, slope) = (vec![3.0; 100], xs.iter().map(|x| x * 2.0).collect::<Vec<_>>());
        assert_eq!(bends(&xs, &[&flat, &slope], 0.01), [0, 99]);
        assert_eq!(bends(&xs, &[], 0.01), [0, 99]);
        assert_eq!(bends(&[], &[], 0.01), Vec::<usize>::new());
        assert_eq!(bends(&[1.0], &[&[1.0]], 0.01), [0]);
    }

    #[test]
    fn no_curve_moves_by_more_than_the_tolerance() {
        let xs: Vec<f64> = (0..600).map(|i| f64::from(i) + f64::from(i % 7) * 0.1).collect();
        let waves: Vec<f64> = xs.iter().map(|x| (x / 30.0).sin() * 50.0).collect();
        let steps: Vec<f64> = xs.iter().map(|x| (x / 40.0).floor() * 5.0).collect();
        let noise: Vec<f64> = (0..600_u64).map(|i| (i * 2_654_435_761 % 1_000) as f64 / 2_000.0).collect();
        let curves: [&[f64]; 3] = [&waves, &steps, &noise];
        for tolerance in [0.0, 0.3, 2.0] {
            let kept = bends(&xs, &curves, tolerance);
            assert!(kept.is_sorted_by(|a, b| a < b) && kept.last() == Some(&599));
            for (curve, index) in curves.iter().flat_map(|curve| (0..600).map(move |index| (curve, index))) {
                let off = (drawn(&xs, curve, &kept, index) - curve[index]).abs();
                assert!(off <= tolerance + 1e-9, "{off} at {index}");
            }
        }
        assert!(bends(&xs, &curves, 2.0).len() < 200);
    }

    #[test]
    fn what_is_unknown_stays_apart_from_what_is_known() {
        let xs: Vec<f64> = (0..9).map(f64::from).collect();
        let none = f64::NAN;
        let curve = [1.0, 1.0, 1.0, none, none, none, 1.0, 1.0, 1.0];
        assert_eq!(bends(&xs, &[&curve], 0.1), [0, 2, 3, 5, 6, 8]);
    }
}
