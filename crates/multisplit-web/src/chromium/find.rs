//! Where a browser is on this machine.

use std::ffi::OsStr;
use std::path::PathBuf;

/// The variable that names a browser.
pub(super) const VARIABLE: &str = "MULTISPLIT_BROWSER";
/// What browsers are called in `PATH`, the best first.
const NAMES: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "chromium-headless-shell",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "brave-browser",
];
/// Where browsers are on macOS and Windows.
const PLACES: [&str; 6] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
];

/// How to get a browser.
pub(super) const HOW: &str =
    "No browser was found. Install Chromium (on Debian: apt install chromium), or name one in MULTISPLIT_BROWSER.";

/// Returns the browser to start.
///
/// # Errors
/// Words for the user: none was found, or the one that is named is not there.
pub(super) fn browser(named: Option<PathBuf>, path: Option<&OsStr>) -> Result<PathBuf, String> {
    if let Some(named) = named {
        return if named.is_file() { Ok(named) } else { Err(format!("The browser {} is not there.", named.display())) };
    }
    let folders: Vec<PathBuf> = path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let in_path = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut all = in_path.chain(PLACES.iter().map(PathBuf::from));
    all.find(|file| file.is_file()).ok_or_else(|| HOW.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{HOW, PLACES, browser};
    use std::ffi::OsStr;
    use std::path::{Path, PathBuf};

    #[test]
    fn the_first_of_the_names_in_any_folder_is_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
        for (folder, name) in [(&one, "google-chrome"), (&two, "chromium")] {
            std::fs::create_dir(folder).expect("made");
            std::fs::write(folder.join(name), "").expect("written");
        }
        let path = std::env::join_paths([&one, &two]).expect("a path");
        assert_eq!(browser(None, Some(&path)), Ok(two.join("chromium")));
    }

    #[test]
    fn without_a_browser_words_say_how_to_get_one() {
        match browser(None, Some(OsStr::new(""))) {
            Ok(found) => assert!(PLACES.iter().any(|place| found == Path::new(place))),
            Err(words) => assert_eq!(words, HOW),
        }
        let missing = browser(Some(PathBuf::from("/nowhere/chrome")), None).expect_err("missing");
        assert_eq!(missing, "The browser /nowhere/chrome is not there.");
    }
}
