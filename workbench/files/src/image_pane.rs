//! A pane that shows one picture.
//!
//! It does not decode on the UI thread: [`ImagePane::decode`] is for a loader, and a reload runs on its own thread.
//!
//! Invariant: the zoom is within `limits::ZOOM` and the center is in the picture, whatever was restored.

mod camera;
mod decode;
mod paint;
#[cfg(test)]
mod tests;
mod view;

use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use egui::Context;
use serde::{Deserialize, Serialize};

use crate::error::FilesError;
use crate::name;
use camera::Camera;
pub use decode::DecodedImage;
use decode::Stamp;
use paint::Textures;

/// The saved state of an [`ImagePane`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImageState {
    /// The zoom in screen pixels per pixel of the picture; `None` fits the picture into the pane.
    pub zoom: Option<f32>,
    /// The point of the picture in the center of the pane, in pixels of the picture from its top left corner.
    pub center: [f32; 2],
}

/// A pane that shows a picture with zoom and pan.
///
/// **Limitations**: only the first frame of an animation is shown; color profiles are not applied; the caption shows the
/// color of a translucent pixel rounded by its alpha.
pub struct ImagePane {
    image: DecodedImage,
    title: String,
    camera: Camera,
    textures: Textures,
    reload: Option<Receiver<Reload>>,
    /// The reason why the file on disk differs from what is shown.
    note: Option<String>,
    wants_focus: bool,
}

/// The result of checking the file on a thread.
enum Reload {
    /// The file that is shown.
    Same,
    /// Nothing.
    Gone,
    /// A changed file.
    Decoded(DecodedImage),
    /// A changed file that cannot be shown, with its stamp and the reason.
    Failed(Stamp, FilesError),
}

impl ImagePane {
    /// Reads and decodes a picture. Blocks on the disk and takes long; call it on a loader thread.
    ///
    /// # Errors
    /// [`FilesError`] if the file is missing, too large, not a picture, or damaged. The size is checked before any pixel is
    /// decoded.
    pub fn decode(path: &Path) -> Result<DecodedImage, FilesError> {
        decode::decode(path)
    }

    /// Creates a pane for a decoded picture, which is fitted into the pane.
    pub fn from_decoded(image: DecodedImage) -> Self {
        let title = image.path().file_name().map(name::shown).unwrap_or_default();
        let (camera, textures) = (Camera::new(image.size()), Textures::default());
        Self { image, title, camera, textures, reload: None, note: None, wants_focus: false }
    }

    /// Returns the path of the shown file.
    pub fn path(&self) -> &Path {
        self.image.path()
    }

    /// Returns the name of the file.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Takes the keyboard in the next frame.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Returns the zoom and the center, to be saved.
    pub fn state(&self) -> ImageState {
        self.camera.state()
    }

    /// Restores a saved zoom and center; impossible values are brought into bounds.
    pub fn restore(&mut self, state: &ImageState) {
        self.camera.restore(state);
    }

    /// Returns the size of the picture in memory and on the graphics card, in bytes.
    pub fn bytes(&self) -> usize {
        self.image.bytes() + self.textures.bytes() + size_of::<Self>()
    }

    /// Checks whether the file changed on disk; if so, decodes it again on a thread and returns `true`.
    ///
    /// Blocks on the disk for the metadata of the file. `ctx` is repainted when the picture is decoded. Until then, and if
    /// decoding fails, the old picture stays.
    pub fn check_disk(&mut self, ctx: &Context) -> bool {
        let now = Stamp::of(self.path());
        if self.reload.is_some() || now == *self.image.stamp() {
            return false;
        }
        if let Stamp::Gone = now {
            self.image.set_stamp(now);
            self.note = Some("The file is gone.".to_owned());
            ctx.request_repaint();
            return false;
        }
        self.reload_later(ctx, None);
        self.reload.is_some()
    }

    /// Like [`check_disk`](Self::check_disk), but asks for the metadata on a thread too, and so never blocks on the disk.
    pub fn check_disk_later(&mut self, ctx: &Context) {
        if self.reload.is_none() {
            self.reload_later(ctx, Some(self.image.stamp().clone()));
        }
    }

    /// Decodes the file again on a thread, unless its stamp still equals `seen`.
    fn reload_later(&mut self, ctx: &Context, seen: Option<Stamp>) {
        let (send, receive) = sync_channel(1);
        let (path, ctx) = (self.path().to_owned(), ctx.clone());
        let work = move || {
            let now = Stamp::of(&path);
            let reload = match (seen, now) {
                (Some(seen), now) if seen == now => Reload::Same,
                (_, Stamp::Gone) => Reload::Gone,
                (_, now) => match decode::decode(&path) {
                    Ok(image) => Reload::Decoded(image),
                    Err(error) => Reload::Failed(now, error),
                },
            };
            let is_news = !matches!(reload, Reload::Same);
            // The send fails only if the pane is gone, and then the picture is no longer needed.
            if send.send(reload).is_ok() && is_news {
                ctx.request_repaint();
            }
        };
        match std::thread::Builder::new().name("reload picture".to_owned()).spawn(work) {
            Ok(_) => self.reload = Some(receive),
            Err(error) => self.note = Some(format!("The changed file could not be read: {error}")),
        }
    }

    fn take_reload(&mut self) {
        let Some(reload) = &self.reload else { return };
        match reload.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => self.note = Some("The changed file could not be read.".to_owned()),
            Ok(Reload::Same) => {}
            Ok(Reload::Gone) => {
                self.image.set_stamp(Stamp::Gone);
                self.note = Some("The file is gone.".to_owned());
            }
            Ok(Reload::Failed(stamp, error)) => {
                self.image.set_stamp(stamp);
                self.note = Some(format!("Shown as it was before: {error}"));
            }
            Ok(Reload::Decoded(image)) => {
                self.camera.resize(image.size());
                (self.image, self.note) = (image, None);
                self.textures = Textures::default();
            }
        }
        self.reload = None;
    }
}
