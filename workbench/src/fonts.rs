//! Fonts of the system, found by the name of their family. Finding one reads the disk, so it runs on a thread.
//!
//! It does not accept a file that is not a font, because egui would panic on it.

use egui::{FontData, FontDefinitions, FontFamily};
use fontique::{Collection, CollectionOptions, SourceCache};
use std::sync::Arc;

/// The font families to use; `None` stands for the default of egui.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Families {
    /// The family for everything except editors and terminals.
    pub(crate) window: Option<String>,
    /// The family for editors and terminals.
    pub(crate) text: Option<String>,
}

/// Finds the fonts of these families in the system. Fonts that are not found are left out and reported in words, as the second
/// value. Blocks on the disk for some hundred milliseconds.
pub(crate) fn find(families: &Families) -> (FontDefinitions, Vec<String>) {
    let (mut fonts, mut problems) = (FontDefinitions::default(), vec![]);
    let wanted =
        [("font", &families.window, FontFamily::Proportional), ("text_font", &families.text, FontFamily::Monospace)];
    if wanted.iter().all(|(_, name, _)| name.is_none()) {
        return (fonts, problems);
    }
    multisplit_disk::blocks();
    let mut system = Collection::new(CollectionOptions { shared: false, system_fonts: true });
    let mut sources = SourceCache::default();
    for (setting, name, family) in wanted {
        let Some(name) = name else { continue };
        match load(&mut system, &mut sources, name) {
            Ok(font) => {
                fonts.font_data.insert(name.clone(), Arc::new(font));
                fonts.families.entry(family).or_default().insert(0, name.clone());
            }
            Err(why) => problems.push(format!("{setting}: {why}")),
        }
    }
    (fonts, problems)
}

fn load(system: &mut Collection, sources: &mut SourceCache, name: &str) -> Result<FontData, String> {
    let family = system.family_by_name(name).ok_or_else(|| format!("no font called {name:?} is installed"))?;
    let font = family.default_font().ok_or_else(|| format!("{name:?} has no fonts"))?;
    let bytes = font.load(Some(sources)).ok_or_else(|| format!("the file of {name:?} cannot be read"))?;
    // Parsed here because egui panics on a font that cannot be parsed.
    skrifa::FontRef::from_index(bytes.as_ref(), font.index())
        .map_err(|error| format!("{name:?} is damaged: {error}"))?;
    Ok(FontData::from_blob(Arc::new(bytes), font.index()))
}

#[cfg(test)]
mod tests {
    use super::{Families, find};
    use egui::{FontDefinitions, FontFamily};

    #[test]
    fn a_font_that_is_not_there_is_said_and_the_usual_one_stays() {
        let families = Families { window: None, text: Some("No Such Font At All".to_owned()) };
        let (fonts, problems) = find(&families);
        assert_eq!(problems, ["text_font: no font called \"No Such Font At All\" is installed"]);
        let usual = FontDefinitions::default();
        assert_eq!(fonts.families[&FontFamily::Monospace], usual.families[&FontFamily::Monospace]);
    }

    #[test]
    fn a_font_of_the_system_comes_first_in_its_family() {
        let mut system = fontique::Collection::new(fontique::CollectionOptions { shared: false, system_fonts: true });
        let names: Vec<String> = system.family_names().map(str::to_owned).take(20).collect();
        let find_one = |name: &String| {
            let (fonts, problems) = find(&Families { window: Some(name.clone()), text: None });
            problems.is_empty().then(|| (name.clone(), fonts))
        };
        // A machine may have no fonts, or only old formats; then there is nothing to test.
        let Some((name, fonts)) = names.iter().find_map(find_one) else { return };
        assert_eq!(fonts.families[&FontFamily::Proportional].first(), Some(&name));
        assert!(fonts.families[&FontFamily::Monospace].first() != Some(&name));
    }
}
