//! Colors and sizes of text that make every word readable: at least 11 points, and a contrast of at least 4.5 to 1 with every
//! background of text (WCAG 2.2, success criterion 1.4.3).

use egui::{Color32, Context, Stroke, Style, Theme, Visuals};

/// The minimum size of text, in points.
const MIN_SIZE: f32 = 11.0;

/// Applies readable text to both themes, with the highest contrast if `high_contrast` is set. Other sizes stay.
pub(crate) fn apply(ctx: &Context, high_contrast: bool) {
    for theme in [Theme::Dark, Theme::Light] {
        let before = ctx.style_of(theme);
        let mut style = Style { visuals: theme.default_visuals(), ..(*before).clone() };
        // Whether carets blink is decided in `caret`.
        style.visuals.text_cursor.blink = before.visuals.text_cursor.blink;
        legible(&mut style);
        if high_contrast {
            heighten(&mut style.visuals);
        }
        ctx.set_style_of(theme, style);
    }
}

/// Returns the style of the workspace.
pub(super) fn workspace(style: &Style, high_contrast: bool) -> multisplit_egui::Style {
    let ours = multisplit_egui::Style::from_egui(style);
    let bar_fill = if high_contrast { style.visuals.widgets.hovered.bg_fill } else { ours.bar_fill };
    // The panes of the workbench have margins of their own, or none.
    multisplit_egui::Style { bar_fill, pane_margin: 0.0, ..ours }
}

/// Switches to black and white, with outlines around everything that can be operated.
fn heighten(visuals: &mut Visuals) {
    let [text, ground, raised] = match visuals.dark_mode {
        true => [Color32::WHITE, Color32::BLACK, Color32::from_gray(48)],
        false => [Color32::BLACK, Color32::WHITE, Color32::from_gray(215)],
    };
    (visuals.panel_fill, visuals.window_fill, visuals.extreme_bg_color) = (ground, ground, ground);
    (visuals.faint_bg_color, visuals.code_bg_color) = (ground, ground);
    visuals.weak_text_color = Some(text);
    visuals.window_stroke = Stroke::new(1.0, text);
    let widgets = &mut visuals.widgets;
    for widget in [&mut widgets.noninteractive, &mut widgets.inactive, &mut widgets.open] {
        (widget.bg_fill, widget.weak_bg_fill) = (ground, ground);
        (widget.bg_stroke, widget.fg_stroke) = (Stroke::new(1.0, text), Stroke::new(1.0, text));
    }
    for widget in [&mut widgets.hovered, &mut widgets.active] {
        (widget.bg_fill, widget.weak_bg_fill) = (raised, raised);
        (widget.bg_stroke, widget.fg_stroke) = (Stroke::new(2.0, text), Stroke::new(1.0, text));
    }
    let chosen = if visuals.dark_mode { Color32::from_rgb(0, 70, 160) } else { Color32::from_rgb(150, 200, 255) };
    (visuals.selection.bg_fill, visuals.selection.stroke) = (chosen, Stroke::new(2.0, text));
}

fn legible(style: &mut Style) {
    for font in style.text_styles.values_mut() {
        font.size = font.size.max(MIN_SIZE);
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
    use super::{MIN_SIZE, heighten, legible, workspace};
    use egui::Visuals;
    use multisplit_pane_chrome::legible::{MIN_CONTRAST, contrast};

    #[test]
    fn every_text_can_be_read_on_every_ground_in_both_themes() {
        let both = [Visuals::dark(), Visuals::light()];
        for (visuals, high) in both.into_iter().flat_map(|visuals| [(visuals.clone(), false), (visuals, true)]) {
            let mut style = egui::Style { visuals, ..egui::Style::default() };
            legible(&mut style);
            if high {
                heighten(&mut style.visuals);
            }
            assert!(style.text_styles.values().all(|font| font.size >= MIN_SIZE));
            let ours = workspace(&style, high);
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
                    let what = format!("{text} on {ground}, dark {}, high {high}: {contrast:.2}", v.dark_mode);
                    // Links, errors and warnings keep their colors, and so need only the usual contrast.
                    let least = if high && text.contains("text") { 7.0 } else { MIN_CONTRAST };
                    assert!(contrast >= least, "{what}");
                }
            }
        }
    }
}
