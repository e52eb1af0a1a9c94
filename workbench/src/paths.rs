//! Between paths and widget ids. Inside the folder a path is relative, so that a session still fits when the folder has moved.

use directories::ProjectDirs;
use multisplit::{IdError, WidgetId};
use std::path::{Path, PathBuf};

/// The id of the widget of a kind that shows a file.
pub(crate) fn id_of(kind: &str, folder: &Path, path: &Path) -> Result<WidgetId, IdError> {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    WidgetId::new(format!("{kind}:{}", inside.to_string_lossy()))
}

/// The file that a widget id names.
pub(crate) fn path_of(folder: &Path, widget: &WidgetId) -> PathBuf {
    folder.join(widget.rest())
}

/// Kinds of panes that show a file, and look at it again when it changes on disk.
pub(crate) const FILE_KINDS: [&str; 3] = ["editor", "image", "log"];

/// The kind of the pane that shows a file, by its ending.
pub(crate) fn kind_of(path: &Path) -> &'static str {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp") => "image",
        Some("db" | "sqlite" | "sqlite3" | "db3") => "query",
        _ => "editor",
    }
}

/// Where long unused states of the widgets of a folder are kept, beside its session.
pub(crate) fn states_folder(folder: &Path) -> Option<PathBuf> {
    session_file(folder).map(|file| file.with_extension("states"))
}

/// Where the session of a folder is kept: in the platform's folder for program state. `None` where there is no home.
pub(crate) fn session_file(folder: &Path) -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "multisplit")?;
    let base = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).join("sessions");
    let name: String = folder.file_name().unwrap_or_default().to_string_lossy().chars().take(40).collect();
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    Some(base.join(format!("{plain}-{:016x}.json", hash(folder.as_os_str().as_encoded_bytes()))))
}

/// FNV-1a (Fowler, Noll, Vo): the same on every machine and in every version, which the standard library's hash is not.
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
