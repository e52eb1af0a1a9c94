//! Files that a page downloads: a bar for each, and where they are saved. No frame waits for a disk.

use super::WebPane;
use super::bars::field;
use crate::engine::{Download, DownloadStage, Offered, Order};
use egui::Ui;
use multisplit_disk::{Later, blocks};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file that is being saved.
pub(super) struct Saving {
    download: String,
    /// Where it is, or why not, in words.
    end: Later<Result<PathBuf, String>>,
}

impl WebPane {
    /// Asks whether a file is wanted that the page wanted to save by itself.
    pub(super) fn offered(&self, ui: &mut Ui, offered: &Offered) {
        ui.label(format!("The page wanted to save {}.", offered.name));
        if ui.button("Take it").clicked() {
            self.engine.order(self.page, Order::TakeOffered);
        }
        if ui.button("No").clicked() {
            self.view.update(|state| state.offered = None);
        }
    }

    pub(super) fn download(&mut self, ui: &mut Ui, download: &Download) {
        let [here, all] = download.bytes.map(|bytes| bytes as f64 / 1e6);
        match download.stage {
            DownloadStage::Running if download.bytes[1] > 0 => {
                ui.label(format!("{}: {here:.1} of {all:.1} MB", download.name));
            }
            DownloadStage::Running => {
                ui.label(format!("{}: {here:.1} MB", download.name));
            }
            DownloadStage::Ended => {
                ui.label(format!("{} did not arrive.", download.name));
            }
            DownloadStage::Done => {
                ui.label(format!("{} ({here:.1} MB) to:", download.name));
                let mut folder = self.downloads.display().to_string();
                if field(ui, &mut folder, "Folder").changed() {
                    self.downloads = PathBuf::from(folder);
                }
                if self.saving.as_ref().is_some_and(|saving| saving.download == download.id) {
                    ui.label("It is being saved …");
                    return;
                }
                if self.saving.is_none() && ui.button("Save").clicked() {
                    self.save(ui, download);
                }
            }
        }
        if ui.button(if download.stage == DownloadStage::Running { "Stop" } else { "Forget" }).clicked() {
            self.forget(download);
        }
    }

    fn save(&mut self, ui: &Ui, download: &Download) {
        let (folder, name, from) = (self.downloads.clone(), download.name.clone(), download.path.clone());
        let ctx = ui.ctx().clone();
        let work = move || {
            move_into(&folder, &name, &from)
                .map_err(|error| format!("{name} cannot be saved in {}: {error}.", folder.display()))
        };
        let end = Later::start("save a download", work, move || ctx.request_repaint());
        self.saving = Some(Saving { download: download.id.clone(), end });
    }

    /// Says what became of the file that was being saved.
    pub(super) fn end_saving(&mut self) {
        let Some(end) = self.saving.as_ref().and_then(|saving| saving.end.take()) else { return };
        let Some(Saving { download, .. }) = self.saving.take() else { return };
        self.notice = Some(match end {
            Ok(Ok(place)) => {
                self.engine.order(self.page, Order::EndDownload(download));
                format!("Saved as {}.", place.display())
            }
            Ok(Err(words)) => words,
            Err(lost) => format!("The file is not saved: {lost}."),
        });
    }

    fn forget(&self, download: &Download) {
        let (path, nobody_waits) = (download.path.clone(), || ());
        drop(Later::start("forget a download", move || fs::remove_file(path), nobody_waits));
        self.engine.order(self.page, Order::EndDownload(download.id.clone()));
    }
}

/// Moves a file into a folder under a name that is free there. Returns its place. It is never run, and not executable.
fn move_into(folder: &Path, name: &str, from: &Path) -> io::Result<PathBuf> {
    blocks();
    let path = Path::new(name);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    for number in 1..1_000 {
        let name = if number == 1 { name.to_owned() } else { format!("{stem} ({number}){ending}") };
        let place = folder.join(name);
        // Made first, so that no file that is there is written over.
        match fs::File::create_new(&place) {
            Ok(_) => {
                // Another disk takes a copy.
                let moved =
                    fs::rename(from, &place).or_else(|_| fs::copy(from, &place).and_then(|_| fs::remove_file(from)));
                if moved.is_err() {
                    // Half a file is worse than none. A failure to remove it is ignored, because the error above is the one that counts.
                    drop(fs::remove_file(&place));
                }
                return moved.map(|()| place);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("there are a thousand files of this name"))
}

#[cfg(test)]
mod tests {
    use super::move_into;
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_download_takes_a_free_name_and_writes_over_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.txt"), "mine").expect("written");
        for expected in ["a (2).txt", "a (3).txt"] {
            let from = folder.path().join("number");
            fs::write(&from, "theirs").expect("written");
            let place = move_into(folder.path(), "a.txt", &from).expect("moved");
            assert_eq!(place, folder.path().join(expected));
            assert_eq!(fs::read_to_string(place).expect("read"), "theirs");
            assert!(!from.exists());
        }
        assert_eq!(fs::read_to_string(folder.path().join("a.txt")).expect("read"), "mine");
        assert!(move_into(Path::new("/nowhere"), "a", &folder.path().join("a.txt")).is_err());
    }
}
