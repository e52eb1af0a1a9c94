//! Colours and sizes of text, so that every word can be read: at least 11 points, and a contrast of 4.5 to 1 with each ground that
//! text stands on (WCAG 2.2, success criterion 1.4.3).

use egui::{Color32, Context, Style};

/// The smallest text, in points.
const LEAST_SIZE: f32 = 11.0;

/// Gives both themes text that can be read.
pub(crate) fn apply(ctx: &Context) {
    ctx.all_styles_mut(legible);
}

fn legible(style: &mut Style) {
    for font in style.text_styles.values_mut() {
        font.size = font.size.max(LEAST_SIZE);
    }
    let visuals = &mut style.visuals;
    let (text, weak) = if visuals.dark_mode { (220, 182) } else { (38, 84) };
    visuals.widgets.noninteractive.fg_stroke.color = Color32::from_gray(text);
    visuals.weak_text_color = Some(Color32::from_gray(weak));
    let [error, warning, link] = if visuals.dark_mode {
        [Color32::from_rgb(255, 150, 150), Color32::from_rgb(255, 190, 90), Color32::from_rgb(140, 190, 255)]
    } else {
        [Color32::from_rgb(160, 0, 0), Color32::from_rgb(120, 60, 0), Color32::from_rgb(0, 70, 160)]
    };
    (visuals.error_fg_color, visuals.warn_fg_color, visuals.hyperlink_color) = (error, warning, link);
}

#[cfg(test)]
mod tests {
    use super::{LEAST_SIZE, legible};
    use egui::Visuals;
    use multisplit_pane_chrome::legible::{LEAST_CONTRAST, contrast};

    #[test]
    fn every_text_can_be_read_on_every_ground_in_both_themes() {
        for visuals in [Visuals::dark(), Visuals::light()] {
            let mut style = egui::Style { visuals, ..egui::Style::default() };
            legible(&mut style);
            assert!(style.text_styles.values().all(|font| font.size >= LEAST_SIZE));
            let ours = multisplit_egui::Style::from_egui(&style);
            let v = &style.visuals;
            let grounds = [
                ("panel", v.panel_fill),
                ("window", v.window_fill),
                ("text field", v.extreme_bg_color),
                ("code", v.code_bg_color),
                ("tab bar", ours.bar_fill),
                ("pane", ours.pane_fill),
                ("tab under the pointer", ours.hover_fill),
            ];
            let texts = [
                ("text", v.text_color()),
                ("strong text", v.strong_text_color()),
                ("weak text", v.weak_text_color()),
                ("front tab", ours.text),
                ("other tab", ours.weak_text),
                ("error", v.error_fg_color),
                ("warning", v.warn_fg_color),
                ("link", v.hyperlink_color),
            ];
            for (text, color) in texts {
                for (ground, fill) in grounds {
                    let contrast = contrast(color, fill);
                    assert!(contrast >= LEAST_CONTRAST, "{text} on {ground}, dark {}: {contrast:.2}", v.dark_mode);
                }
            }
        }
    }
}
