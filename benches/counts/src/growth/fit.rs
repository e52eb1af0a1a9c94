//! Fits a power through points. It rejects numbers that have no logarithm.

/// Returns the exponent of the power of the first number that is closest to the second number: the slope of the line through the
/// logarithms, by least squares.
pub(super) fn exponent(points: &[(f64, f64)]) -> Result<f64, String> {
    if points.iter().any(|(n, cost)| !(*n > 0.0 && *cost > 0.0 && n.is_finite() && cost.is_finite())) {
        return Err(format!("no power goes through {points:?}"));
    }
    let count = points.iter().map(|_| 1.0).sum::<f64>();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(|point| of(point).ln()).sum::<f64>() / count;
    let (mean_n, mean_cost) = (mean(|point| point.0), mean(|point| point.1));
    let (mut over, mut under) = (0.0, 0.0);
    for (n, cost) in points {
        let away = n.ln() - mean_n;
        over += away * (cost.ln() - mean_cost);
        under += away * away;
    }
    if under > 0.0 { Ok(over / under) } else { Err("a power needs two sizes".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::exponent;

    fn check(points: &[(f64, f64)], expect: f64) {
        let found = exponent(points).expect("points with logarithms");
        assert!((found - expect).abs() < 1e-9, "{found} instead of {expect}");
    }

    #[test]
    fn work_that_doubles_with_the_panes_has_exponent_one() {
        check(&[(100.0, 7.0), (1_000.0, 70.0), (10_000.0, 700.0)], 1.0);
        check(&[(100.0, 3.0), (1_000.0, 3.0)], 0.0);
        check(&[(1.0, 1.0), (10.0, 100.0), (100.0, 10_000.0)], 2.0);
        check(&[(1.0, 8.0), (4.0, 4.0)], -0.5);
    }

    #[test]
    fn the_line_goes_between_points_that_lie_on_none() {
        // The logarithms are (0, 0), (1, 2), (2, 1) and (3, 3).
        let e = std::f64::consts::E;
        check(&[(1.0, 1.0), (e, e * e), (e * e, e), (e * e * e, e * e * e)], 0.8);
    }

    #[test]
    fn what_was_not_measured_is_no_exponent() {
        assert!(exponent(&[(100.0, f64::NAN), (1_000.0, 1.0)]).is_err());
        assert!(exponent(&[(100.0, 0.0), (1_000.0, 1.0)]).is_err());
        assert!(exponent(&[(100.0, 1.0)]).is_err());
    }
}
