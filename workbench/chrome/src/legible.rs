//! Text colors that are legible on their background, as WCAG 2.2 requires (success criterion 1.4.3).

use egui::{Color32, Rgba};

/// The minimum contrast ratio between text and its background.
pub const MIN_CONTRAST: f32 = 4.5;

/// Returns the contrast of two opaque colors, from 1 to 21: the ratio of their relative luminances as WCAG 2.2 defines it.
#[must_use]
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let luminance = |color: Color32| {
        let linear = Rgba::from(color);
        0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b() + 0.05
    };
    let (a, b) = (luminance(a), luminance(b));
    a.max(b) / a.min(b)
}

/// Returns `color` if it is legible on `ground`, or else `color` mixed with as little of `away` as makes it legible.
///
/// The mix is tried in steps of 5 %. Returns `away` if no mix reaches [`MIN_CONTRAST`].
#[must_use]
pub fn legible(color: Color32, ground: Color32, away: Color32) -> Color32 {
    const STEPS: u8 = 20;
    let mut parts = (0..=STEPS).map(|step| color.lerp_to_gamma(away, f32::from(step) / f32::from(STEPS)));
    parts.find(|mixed| contrast(*mixed, ground) >= MIN_CONTRAST).unwrap_or(away)
}

#[cfg(test)]
mod tests {
    use super::{MIN_CONTRAST, contrast, legible};
    use egui::Color32;

    #[test]
    fn the_measure_is_that_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(Color32::from_gray(119), Color32::WHITE) - 4.48).abs() < 0.01);
    }

    #[test]
    fn a_color_is_changed_only_where_it_cannot_be_read() {
        let (ground, away) = (Color32::from_gray(10), Color32::WHITE);
        assert_eq!(legible(Color32::YELLOW, ground, away), Color32::YELLOW);
        let dim = Color32::from_rgb(60, 70, 80);
        assert!(contrast(dim, ground) < MIN_CONTRAST && contrast(legible(dim, ground, away), ground) >= MIN_CONTRAST);
    }
}
