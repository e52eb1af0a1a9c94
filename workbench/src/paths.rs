//! Conversion between paths and widget ids. A path inside the folder is relative, so that a session is still valid if the folder
//! has moved.
//!
//! An id is text, but a file name on Unix is bytes. A byte that is not part of valid UTF-8 is represented in the id by one of 128
//! characters of a private range (U+10F780 to U+10F7FF), like `surrogateescape` in Python, which uses characters that Rust's
//! strings cannot hold. Invariant: a path and its id convert to each other, whatever bytes the path has.

use directories::ProjectDirs;
use multisplit::{IdError, WidgetId};
use multisplit_pane_query::Source;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Returns the id of the widget of a kind that shows a file.
///
/// # Errors
/// [`IdError`] if the id is invalid, such as for a path that is too long.
pub(crate) fn id_of(kind: &str, folder: &Path, path: &Path) -> Result<WidgetId, IdError> {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    WidgetId::new(format!("{kind}:{}", to_text(inside)))
}

/// Returns the path of the file that a widget id names.
pub(crate) fn path_of(folder: &Path, widget: &WidgetId) -> PathBuf {
    folder.join(from_text(written_path(widget)))
}

/// Returns `true` if a widget edits a text: `editor:PATH` is the first one, and `view:N/PATH` are further ones of the same text.
pub(crate) fn is_text(widget: &WidgetId) -> bool {
    matches!(widget.kind(), "editor" | "view")
}

/// Returns `true` if two widgets edit the same text.
pub(crate) fn is_same_text(one: &WidgetId, other: &WidgetId) -> bool {
    is_text(one) && is_text(other) && written_path(one) == written_path(other)
}

/// Returns the path in the id of a widget, as it is written there. Equal paths name the same file.
pub(crate) fn written_path(widget: &WidgetId) -> &str {
    match (widget.kind(), widget.rest().split_once('/')) {
        ("view", Some((_, path))) => path,
        _ => widget.rest(),
    }
}

/// Returns the id of the widget that shows a file at another path in the same way.
pub(crate) fn id_at(widget: &WidgetId, folder: &Path, path: &Path) -> Result<WidgetId, IdError> {
    let kind = match (widget.kind(), widget.rest().split_once('/')) {
        ("view", Some((number, _))) => return view_of(number, &id_of("editor", folder, path)?),
        (kind, _) => kind,
    };
    id_of(kind, folder, path)
}

/// Returns the address of a page, as it stands in the id of its widget: `web:ADDRESS` is the first pane of it, and `web:N/ADDRESS` are
/// further ones.
pub(crate) fn page_address(widget: &WidgetId) -> &str {
    match widget.rest().split_once('/') {
        Some((number, address)) if number.parse::<u32>().is_ok() => address,
        _ => widget.rest(),
    }
}

/// Returns the id of a further view of a text.
pub(crate) fn view_of(number: impl Display, text: &WidgetId) -> Result<WidgetId, IdError> {
    WidgetId::new(format!("view:{number}/{}", written_path(text)))
}

/// Returns the database that a widget id names.
///
/// # Errors
/// The reason, in words, why the id is not a valid address of a database.
pub(crate) fn database(widget: &WidgetId, folder: &Path) -> Result<Source, String> {
    let source = Source::parse(widget.rest(), folder).map_err(|error| error.to_string())?;
    let file = source.written_path().map(|written| folder.join(from_text(written)));
    Ok(match file {
        Some(file) => source.with_file(file),
        None => source,
    })
}

/// The difference between a character and the byte (0x80 or above) that it stands for.
#[cfg(unix)]
const ESCAPE: u32 = 0x10_F700;

#[cfg(unix)]
fn to_text(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    let mut text = String::new();
    let escape = |text: &mut String, bytes: &[u8]| {
        text.extend(bytes.iter().filter_map(|byte| char::from_u32(ESCAPE + u32::from(*byte))));
    };
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            // A name that itself contains one of these characters is escaped too, byte by byte, so that it converts back.
            match byte_of(character) {
                Some(_) => escape(&mut text, character.encode_utf8(&mut [0; 4]).as_bytes()),
                None => text.push(character),
            }
        }
        escape(&mut text, chunk.invalid());
    }
    text
}

#[cfg(unix)]
fn from_text(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match byte_of(character) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    std::ffi::OsString::from_vec(bytes).into()
}

/// Returns the byte that a character stands for.
#[cfg(unix)]
fn byte_of(character: char) -> Option<u8> {
    let byte = u32::from(character).checked_sub(ESCAPE)?;
    u8::try_from(byte).ok().filter(|byte| *byte >= 0x80)
}

#[cfg(not(unix))]
fn to_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn from_text(text: &str) -> PathBuf {
    PathBuf::from(text)
}

/// The kinds of panes that show a file, and check it again when it changes on disk.
pub(crate) const FILE_KINDS: [&str; 5] = ["editor", "view", "image", "log", "preview"];

/// Returns `true` if a file is a text in Markdown, by its extension.
pub(crate) fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| matches!(&*ending, "md" | "markdown" | "mdown" | "mkd"))
}

/// Returns the kind of the pane that shows a file, by the extension of the file.
pub(crate) fn kind_of(path: &Path) -> &'static str {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp") => "image",
        Some("db" | "sqlite" | "sqlite3" | "db3") => "query",
        _ => "editor",
    }
}

/// Returns the session file of a folder, in the platform's folder for program state; `None` if there is no home folder.
pub(crate) fn session_file(folder: &Path) -> Option<PathBuf> {
    let base = state_folder()?.join("sessions");
    let name: String = folder.file_name().unwrap_or_default().to_string_lossy().chars().take(40).collect();
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    // The name is for people; the hash keeps folders of the same name apart.
    Some(base.join(format!("{plain}-{:016x}.json", hash(folder.as_os_str().as_encoded_bytes()))))
}

/// Returns the file for the size and the position of the window.
pub(crate) fn window_file() -> Option<PathBuf> {
    Some(state_folder()?.join("window.ron"))
}

/// Returns the folder for reports of panics.
pub(crate) fn reports_folder() -> Option<PathBuf> {
    Some(state_folder()?.join("reports"))
}

/// Returns the folder for what pages store, and for files that they download.
pub(crate) fn web_folder() -> PathBuf {
    state_folder().unwrap_or_else(std::env::temp_dir).join("web")
}

/// Returns the folder into which users download files.
pub(crate) fn downloads_folder() -> PathBuf {
    let folders = directories::UserDirs::new();
    let downloads = folders.as_ref().and_then(directories::UserDirs::download_dir);
    downloads.or(folders.as_ref().map(directories::UserDirs::home_dir)).map_or_else(std::env::temp_dir, Path::to_owned)
}

/// Returns the file for the list of recent folders.
pub(crate) fn folders_file() -> Option<PathBuf> {
    Some(state_folder()?.join("folders"))
}

/// Returns the platform's folder for the state of the program; `None` if there is no home folder.
fn state_folder() -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "multisplit")?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}

/// Computes FNV-1a (Fowler, Noll, Vo): unlike the hash of the standard library, it is the same on every machine and in every version.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{id_of, kind_of, path_of, session_file};
    use std::path::Path;

    #[test]
    fn a_file_in_the_folder_is_named_relative_to_it_and_others_in_full() {
        let folder = Path::new("/home/me/project");
        let inside = id_of("editor", folder, Path::new("/home/me/project/src/main.rs")).expect("an id");
        assert_eq!(inside.as_str(), "editor:src/main.rs");
        assert_eq!(path_of(folder, &inside), Path::new("/home/me/project/src/main.rs"));
        let outside = id_of("editor", folder, Path::new("/etc/hosts")).expect("an id");
        assert_eq!(path_of(folder, &outside), Path::new("/etc/hosts"));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_of_any_bytes_leads_to_an_id_and_back() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = Path::new("/home/me");
        for name in
            [b"caf\xe9.txt".as_slice(), b"\xff\xfe", "caf\u{e9} \u{10f7e9}\u{fffd}%20.txt".as_bytes(), b"a\xc3/b"]
        {
            let path = folder.join(std::ffi::OsStr::from_bytes(name));
            let widget = id_of("editor", folder, &path).expect("an id");
            assert_eq!(path_of(folder, &widget), path, "{widget}");
        }
        let widget = id_of("editor", folder, Path::new("/home/me/caf\u{e9}.txt")).expect("an id");
        assert_eq!(widget.as_str(), "editor:caf\u{e9}.txt", "what is text stays as it is");
    }

    #[test]
    fn two_folders_of_one_name_have_two_sessions() {
        let (a, b) = (session_file(Path::new("/a/x")), session_file(Path::new("/b/x")));
        assert!(a.is_some() && a != b);
    }

    #[test]
    fn pictures_and_databases_are_told_by_their_ending() {
        let paths = ["a/B.PNG", "png", "a.png", "shop.DB", "x.sqlite3", "main.rs", "README"];
        let kinds = paths.map(|path| kind_of(Path::new(path)));
        assert_eq!(kinds, ["image", "editor", "image", "query", "query", "editor", "editor"]);
    }
}
