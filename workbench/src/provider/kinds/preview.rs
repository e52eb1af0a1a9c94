//! A text in Markdown as a page: `preview:PATH`. It follows the text as it is typed. Links lead to other texts of the folder; other files
//! open as files do. It runs no scripts and loads nothing of the network.

use super::web::{leave_keys, page_cost};
use super::{Kind, kept};
use crate::markdown;
use crate::paths::{is_markdown, path_of};
use crate::provider::texts::Texts;
use crate::provider::{Pane, PaneRequest, Provider, Requests, WorkPane, name_of};
use egui::{Context, TextureId, Ui};
use multisplit::{Cost, Failure, Lifecycle, Provided, Request, Saved};
use multisplit_disk::{Later, read_limited, read_text};
use multisplit_egui::{PaneContext, PaneUi};
use multisplit_pane_chrome::names;
use multisplit_web::engine::{Answer, Content, own_path, own_url};
use multisplit_web::{Kept, WebPane};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The maximum size of a text that is shown as a page, and of a picture in it, in bytes.
const MAX_TEXT: u64 = 1 << 20;
const MAX_PICTURE: u64 = 8 << 20;
/// How often a text that is typed is shown anew, in seconds.
const EVERY: f64 = 0.15;

pub(super) const KIND: Kind = Kind { name: "preview", absent_title: |widget| titled(&name_of(widget)), make: provide };

fn titled(name: &str) -> String {
    format!("{name} as a page")
}

/// The texts and pictures of a folder.
struct Folder {
    root: PathBuf,
    texts: Texts,
    /// The folder of the window, from which texts are named.
    window: PathBuf,
    is_dark: AtomicBool,
}

impl Folder {
    /// Returns a text as it is now: as an editor shows it, or as it is on disk; or else why there is none, as a quotation. Blocks on the disk.
    fn text(&self, path: &Path) -> String {
        let text = match self.texts.at(&self.window, path) {
            Some(text) if text.bytes() as u64 > MAX_TEXT => {
                Err("The text is too long to be shown as a page.".to_owned())
            }
            Some(text) => Ok(text.text()),
            None => read_text(path, MAX_TEXT).map_err(|error| error.to_string()),
        };
        text.unwrap_or_else(|why| format!("> {why}"))
    }

    fn page(&self, name: &str, text: &str) -> Answer {
        Answer::Data { kind: "text/html", bytes: markdown::page(&titled(name), text, self.is_dark()).into() }
    }

    /// Returns `true` if a file is in the folder. Links and `..` lead nowhere else either. Blocks on the disk.
    fn holds(&self, file: &Path) -> bool {
        let (Ok(real), Ok(root)) = (file.canonicalize(), self.root.canonicalize()) else { return false };
        real.starts_with(&root) && real.is_file()
    }

    fn is_dark(&self) -> bool {
        self.is_dark.load(Ordering::Relaxed)
    }
}

impl Content for Folder {
    fn answer(&self, path: &str, is_page: bool) -> Answer {
        multisplit_disk::blocks();
        let file = self.root.join(path);
        let name = names::shown(&file.file_name().unwrap_or_default().to_string_lossy());
        // A text that was never saved, or whose file is gone, is only in its editor.
        let is_edited = is_within(Path::new(path)) && self.texts.at(&self.window, &file).is_some();
        if is_markdown(&file) && (is_edited || self.holds(&file)) {
            return self.page(&name, &self.text(&file));
        }
        if !self.holds(&file) {
            return if is_page { self.page(&name, &format!("> {name} is not there.")) } else { Answer::Missing };
        }
        let Some(kind) = picture_kind(&file).filter(|_| !is_page) else { return Answer::Elsewhere };
        read_limited(&file, MAX_PICTURE).map_or(Answer::Missing, |bytes| Answer::Data { kind, bytes })
    }
}

/// Returns what a picture is; `None` if a file is none that pages show.
fn picture_kind(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    Some(match &*ending {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        _ => return None,
    })
}

fn provide(provider: &mut Provider, request: &Request<'_, Pane>) -> Provided<Pane> {
    let path = path_of(&provider.folder, request.widget);
    // A file from elsewhere sees what is beside it.
    let is_inside = path.starts_with(&provider.folder);
    let root = if is_inside { provider.folder.clone() } else { path.parent().unwrap_or(&path).to_owned() };
    let Some(url) = url_of(&root, &path) else {
        return Provided::Load(Box::new(|_| Err(Failure::failed("its name is no text"))));
    };
    // Where a link has led is not kept: the pane is that of its file.
    let start = provider.read::<Kept>(request).filter(|kept| own_path(&kept.url) == own_path(&url));
    let folder = Arc::new(Folder {
        root,
        texts: provider.texts(),
        window: provider.folder.clone(),
        is_dark: AtomicBool::new(provider.ctx.global_style().visuals.dark_mode),
    });
    let content: Arc<dyn Content> = Arc::<Folder>::clone(&folder);
    let mut page =
        WebPane::own(&provider.ctx, Arc::clone(&provider.web), start.unwrap_or_else(|| Kept::new(url)), content);
    leave_keys(&mut page, &provider.keymap);
    let counted = Arc::clone(&provider.previews);
    Provided::Ready(Pane::new(Box::new(PreviewPane {
        page,
        folder,
        shown: None,
        next: None,
        drawn_at: 0.0,
        _counted: counted,
    })))
}

/// Returns `true` if a path stays within the folder that it begins in.
fn is_within(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn url_of(root: &Path, path: &Path) -> Option<String> {
    Some(own_url(path.strip_prefix(root).ok()?.to_str()?))
}

/// What a page shows: a file, the number of its text, and whether it is dark.
type ShownText = (PathBuf, Option<u64>, bool);

/// A text as a page.
pub(crate) struct PreviewPane {
    pub(crate) page: WebPane,
    folder: Arc<Folder>,
    shown: Option<ShownText>,
    /// What the page shows next, once it is made.
    next: Option<(ShownText, Later<String>)>,
    drawn_at: f64,
    /// There are as many of these as there are previews, and one more.
    _counted: Arc<()>,
}

impl PreviewPane {
    /// Returns the path of the text that is shown, which is another one once a link was followed.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        Some(self.folder.root.join(own_path(&self.page.url())?))
    }

    /// The file has another path now.
    pub(crate) fn set_path(&mut self, path: &Path) {
        if let Some(url) = url_of(&self.folder.root, path) {
            self.page.go_to_own(url);
        }
    }

    /// Shows the text as it is now, if it has changed.
    fn follow(&mut self, ui: &Ui) {
        self.folder.is_dark.store(ui.visuals().dark_mode, Ordering::Relaxed);
        if let Some(html) = self.next.as_ref().and_then(|(_, html)| html.take()) {
            let made = self.next.take().map(|(made, _)| made);
            let is_there = self.page.is_here() && made.as_ref().map(|(path, ..)| path) == self.path().as_ref();
            match html {
                Ok(html) if is_there => {
                    self.page.put(html);
                    self.shown = made;
                }
                // Another page has come meanwhile, and is made next.
                Ok(_) => {}
                Err(lost) => {
                    tracing::warn!("a page is not shown anew: {lost}");
                    self.shown = made;
                }
            }
        }
        if self.next.is_some() || !self.page.is_here() {
            return;
        }
        let Some(path) = self.path().filter(|path| is_markdown(path)) else { return };
        let text = self.folder.texts.at(&self.folder.window, &path);
        let wanted = (path, text.map(|text| text.revision()), self.folder.is_dark());
        if self.shown.as_ref() == Some(&wanted) {
            return;
        }
        let now = ui.input(|input| input.time);
        if now < self.drawn_at + EVERY {
            return ui.request_repaint_after(std::time::Duration::from_secs_f64(EVERY));
        }
        self.drawn_at = now;
        self.make(wanted, ui.ctx());
    }

    fn make(&mut self, wanted: ShownText, ctx: &Context) {
        let (folder, path, is_dark, ctx) = (Arc::clone(&self.folder), wanted.0.clone(), wanted.2, ctx.clone());
        let work = move || markdown::body(&folder.text(&path), is_dark);
        self.next = Some((wanted, Later::start("preview", work, move || ctx.request_repaint())));
    }
}

impl PaneUi<Requests> for PreviewPane {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, Requests>) {
        self.follow(ui);
        self.page.ui(ui);
        for opened in self.page.take_opened() {
            match own_path(&opened.url) {
                // Links lead nowhere outside of the folder.
                Some(path) if is_within(Path::new(&path)) => {
                    let path = self.folder.root.join(path);
                    cx.app.asked.push(PaneRequest::Open { path, spot: None, beside: false });
                }
                Some(path) => tracing::warn!("a link to {path} leads out of the folder"),
                None => {
                    cx.app.asked.push(PaneRequest::Page { url: opened.url, from: cx.pane, behind: opened.behind });
                }
            }
        }
    }

    fn title(&self) -> String {
        names::shown(&self.page.title())
    }

    fn hint(&self) -> String {
        self.path().map_or_else(String::new, |path| names::shown_path(&path))
    }

    fn request_focus(&mut self) {
        self.page.request_focus();
    }
}

impl Lifecycle for PreviewPane {
    fn save(&mut self) -> Option<Saved> {
        kept(&self.page.kept())
    }

    fn cost(&self) -> Cost {
        page_cost(&self.page)
    }
}

impl WorkPane for PreviewPane {
    fn page(&mut self) -> Option<&mut WebPane> {
        Some(&mut self.page)
    }

    fn icon(&self) -> Option<TextureId> {
        self.page.icon()
    }

    fn is_in_line(&self) -> bool {
        self.page.is_in_line()
    }

    fn check_disk(&mut self, ctx: &Context) {
        // A text that an editor shows is followed as it is typed.
        let Some(path) = self.path().filter(|path| self.folder.texts.at(&self.folder.window, path).is_none()) else {
            return;
        };
        self.make((path, None, self.folder.is_dark()), ctx);
    }
}
