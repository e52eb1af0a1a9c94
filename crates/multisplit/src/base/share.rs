//! Shares: the weights of the children of a split, as whole numbers. Proportions survive every edit as exactly as whole
//! numbers allow.

use crate::base::limits::MAX_SHARE_TOTAL;
use crate::base::place::Ratio;
use crate::base::spelling::spelled;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// The weight of a child among its siblings: a whole number from 1 up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32")]
pub struct Share(NonZeroU32);

impl Share {
    /// The share of each child when all are equal. It is divisible by 1 to 10, so that first cuts are exact and
    /// readable.
    pub const EVEN: Self = Self(NonZeroU32::new(5_040).unwrap());
    /// The smallest share.
    pub const ONE: Self = Self(NonZeroU32::MIN);

    /// Creates a share, or returns `None` for zero.
    #[must_use]
    pub const fn new(weight: u32) -> Option<Self> {
        match NonZeroU32::new(weight) {
            Some(weight) => Some(Self(weight)),
            None => None,
        }
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// Returns the share multiplied by `factor`. The result saturates at `u32::MAX`, and a factor of zero changes
    /// nothing.
    #[must_use]
    pub const fn times(self, factor: u32) -> Self {
        match NonZeroU32::new(self.0.get().saturating_mul(factor)) {
            Some(weight) => Self(weight),
            None => self,
        }
    }
}

impl TryFrom<u32> for Share {
    type Error = ShareError;

    fn try_from(weight: u32) -> Result<Self, ShareError> {
        Self::new(weight).ok_or(ShareError)
    }
}

spelled!(Share);

/// The error returned when a share of zero is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a share is a whole number from 1, not 0")]
pub struct ShareError;

/// Returns the two shares of a new split whose second child takes `ratio` of the space.
#[must_use]
pub fn pair(ratio: Ratio) -> (Share, Share) {
    let total = 2.0 * f64::from(Share::EVEN.get());
    let exact = total * ratio.get();
    let (total, part) = if is_whole(exact) { (total, exact) } else { (FINE, FINE * ratio.get()) };
    (whole(total - part), whole(part))
}

/// Cuts a share in two, the second part taking `ratio` of it. Returns `None` if the share is too coarse; all siblings
/// must be refined first ([`refine`]).
#[must_use]
pub fn cut(share: Share, ratio: Ratio) -> Option<(Share, Share)> {
    let weight = f64::from(share.get());
    let part = weight * ratio.get();
    // An exact cut is good however small the share is; any other needs a share so large that rounding does not show.
    let good = is_whole(part) && part.round() >= 1.0 && part.round() < weight;
    (good || weight >= FINE).then(|| cut_coarsely(share, ratio))
}

/// Cuts a share in two as precisely as whole numbers allow. Neither part is zero.
#[must_use]
pub fn cut_coarsely(share: Share, ratio: Ratio) -> (Share, Share) {
    let weight = f64::from(share.get());
    let part = whole(weight * ratio.get());
    (whole(weight - f64::from(part.get())), part)
}

/// Returns the factor by which all siblings must be multiplied so that `share` becomes fine enough to be cut, or as
/// fine as the limit of their total allows. Returns `None` if the limit leaves no space for refining.
#[must_use]
pub fn refine(share: Share, total: u64) -> Option<u32> {
    let mut factor = 1u32;
    let fits = |factor: u32| total.checked_mul(u64::from(factor)).is_some_and(|total| total <= MAX_SHARE_TOTAL);
    while f64::from(share.get()) * f64::from(factor) < FINE && fits(factor.saturating_mul(2)) {
        factor *= 2;
    }
    (factor > 1).then_some(factor)
}

/// Returns the shares of siblings with the given weights, and that of a new sibling that takes `ratio` of the whole.
#[must_use]
pub fn make_room(weights: &[u128], total: u128, ratio: Ratio) -> (Vec<Share>, Share) {
    let part = |total: u128| {
        #[allow(clippy::cast_precision_loss)]
        let exact = total as f64 * (ratio.get() / (1.0 - ratio.get()));
        exact
    };
    // Doubling keeps the proportions of the old siblings exact. It ends when the new part is a whole number, or so
    // large that rounding is off by less than a millionth.
    let mut factor = 1u128;
    while !is_whole(part(total * factor)) && part(total * factor) < FINE {
        factor *= 2;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // The cast saturates, and `normalize` makes every weight at least one.
    let mut all: Vec<u128> = weights.iter().map(|w| w * factor).chain([part(total * factor).round() as u128]).collect();
    if all.iter().sum::<u128>() > u128::from(MAX_SHARE_TOTAL) {
        all = normalize(&all).iter().map(|s| u128::from(s.get())).collect();
    }
    let mut shares: Vec<Share> =
        all.iter().map(|w| Share::new(u32::try_from(*w).unwrap_or(u32::MAX)).unwrap_or(Share::ONE)).collect();
    let new = shares.pop().unwrap_or(Share::EVEN);
    (shares, new)
}

/// Converts weights of any size to shares. The weights are divided by their common divisor and scaled down if their
/// total exceeds the limit. Proportions are exact if they fit and otherwise off by at most one part in the limit; no
/// weight becomes zero.
#[must_use]
pub fn normalize(weights: &[u128]) -> Vec<Share> {
    let divisor = weights.iter().fold(0u128, |a, b| gcd(a, *b)).max(1);
    let total: u128 = weights.iter().map(|w| w / divisor).sum();
    let fits = total <= u128::from(MAX_SHARE_TOTAL);
    let scale = |weight: u128| {
        let weight = weight / divisor;
        // Leaves space for the weights that are rounded up to one.
        let budget = u128::from(MAX_SHARE_TOTAL).saturating_sub(weights.len() as u128);
        if fits { weight } else { weight.saturating_mul(budget).checked_div(total).unwrap_or(1) }
    };
    weights.iter().map(|w| Share::new(u32::try_from(scale(*w)).unwrap_or(u32::MAX)).unwrap_or(Share::ONE)).collect()
}

/// A share of at least this size is cut with an error below one part in a million.
const FINE: f64 = 1_048_576.0;

fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() < 1e-6
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates, and zero becomes one
fn whole(x: f64) -> Share {
    Share::new(x.round() as u32).unwrap_or(Share::ONE)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::{Share, cut, normalize, pair, refine};
    use crate::base::Ratio;

    fn ratio(r: f64) -> Ratio {
        Ratio::new(r).expect("a ratio")
    }

    #[test]
    fn a_first_cut_is_exact_and_readable() {
        for (r, want) in [(0.5, (5040, 5040)), (0.3, (7056, 3024)), (0.25, (7560, 2520))] {
            let (a, b) = pair(ratio(r));
            assert_eq!((a.get(), b.get()), want, "{r}");
        }
    }

    #[test]
    fn an_odd_ratio_is_off_by_less_than_a_millionth() {
        let (a, b) = pair(ratio(0.123_456_789));
        let got = f64::from(b.get()) / f64::from(a.get() + b.get());
        assert!((got - 0.123_456_789).abs() < 1e-6);
    }

    #[test]
    fn a_coarse_share_is_refined_before_it_is_cut() {
        let one = Share::ONE;
        assert_eq!(cut(one, Ratio::HALF), None);
        let factor = refine(one, 3).expect("room for refining");
        let fine = Share::new(factor).expect("not zero");
        assert_eq!(cut(fine, Ratio::HALF).map(|(a, b)| a == b), Some(true));
        assert_eq!(refine(one, 1 << 31), None);
    }

    #[test]
    fn weights_of_any_size_keep_their_proportions() {
        let shares = normalize(&[6, 4, 2]);
        assert_eq!(shares.iter().map(|s| s.get()).collect::<Vec<_>>(), [3, 2, 1]);
        let huge = normalize(&[u128::from(u64::MAX), u128::from(u64::MAX) * 2, 1]);
        assert!((f64::from(huge[1].get()) / f64::from(huge[0].get()) - 2.0).abs() < 1e-6);
        assert_eq!(huge[2], Share::ONE);
    }
}
