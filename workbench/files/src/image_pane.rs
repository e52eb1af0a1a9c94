//! A pane that shows one picture.
//!
//! Refuses to decode on the UI thread: [`ImagePane::decode`] is for a loader, and a reload runs on a thread of its own.
//!
//! Invariant: the zoom is within `limits::ZOOM` and the center lies in the picture, whatever was restored.

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

/// What of an [`ImagePane`] is worth keeping.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImageState {
    /// Screen pixels for one pixel of the picture; `None` fits the picture into the pane.
    pub zoom: Option<f32>,
    /// What lies in the middle of the pane, in pixels of the picture from its top left corner.
    pub center: [f32; 2],
}

/// A picture with zoom and pan.
///
/// **Limitations**: of an animation the first frame is shown; color profiles are not applied; where a pixel is
/// translucent, the color in the caption is rounded by its alpha.
pub struct ImagePane {
    image: DecodedImage,
    title: String,
    camera: Camera,
    textures: Textures,
    reload: Option<Receiver<Reload>>,
    /// Why the file on disk is not what is shown.
    note: Option<String>,
    wants_focus: bool,
}

/// What a thread found under the path.
enum Reload {
    /// What is shown.
    Same,
    /// Nothing.
    Gone,
    /// Something else, or why it cannot be shown.
    Decoded(Result<DecodedImage, FilesError>),
}

impl ImagePane {
    /// Reads and decodes a picture; slow, for a loader thread.
    ///
    /// # Errors
    /// [`FilesError`] where the file is missing, too large, no picture, or damaged. Its size is checked before it is
    /// decoded.
    pub fn decode(path: &Path) -> Result<DecodedImage, FilesError> {
        decode::decode(path)
    }

    /// Shows a decoded picture, fitted to the pane at first.
    pub fn from_decoded(image: DecodedImage) -> Self {
        let title = image.path().file_name().map(name::shown).unwrap_or_default();
        let (camera, textures) = (Camera::new(image.size()), Textures::default());
        Self { image, title, camera, textures, reload: None, note: None, wants_focus: false }
    }

    /// The file that is shown.
    pub fn path(&self) -> &Path {
        self.image.path()
    }

    /// The name of the file.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Takes the keyboard in the next frame.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Zoom and center.
    pub fn state(&self) -> ImageState {
        self.camera.state()
    }

    /// Comes back to a kept zoom and center; impossible values are brought into bounds.
    pub fn restore(&mut self, state: &ImageState) {
        self.camera.restore(state);
    }

    /// Bytes of the picture in memory and on the graphics card.
    pub fn bytes(&self) -> usize {
        self.image.bytes() + self.textures.bytes() + size_of::<Self>()
    }

    /// Looks whether the file changed; if so, decodes it anew on a thread and answers true. `ctx` is repainted when
    /// that is done; until then, and where it fails, the old picture stays.
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

    /// The same, but the system is asked on a thread as well: returns at once, however long the disk takes.
    pub fn check_disk_later(&mut self, ctx: &Context) {
        if self.reload.is_none() {
            self.reload_later(ctx, Some(self.image.stamp().clone()));
        }
    }

    /// Decodes the file anew on a thread; not where it is `seen`.
    fn reload_later(&mut self, ctx: &Context, seen: Option<Stamp>) {
        let (send, receive) = sync_channel(1);
        let (path, ctx) = (self.path().to_owned(), ctx.clone());
        let work = move || {
            let now = Stamp::of(&path);
            let reload = match (seen, now) {
                (Some(seen), now) if seen == now => Reload::Same,
                (_, Stamp::Gone) => Reload::Gone,
                _ => Reload::Decoded(decode::decode(&path)),
            };
            let is_news = !matches!(reload, Reload::Same);
            // The send fails only where the pane is gone, and then nobody wants the picture.
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
            Ok(Reload::Decoded(Err(error))) => {
                self.image.set_stamp(Stamp::of(self.image.path()));
                self.note = Some(format!("Shown as it was before: {error}"));
            }
            Ok(Reload::Decoded(Ok(image))) => {
                self.camera.resize(image.size());
                (self.image, self.note) = (image, None);
                self.textures = Textures::default();
            }
        }
        self.reload = None;
    }
}
