//! A session in one file, over restarts.

use multisplit::text::TextStyle;
use multisplit::{Provided, Request, WidgetProvider, Workspace};
use multisplit_host::{SessionFile, SessionFileError};
use std::path::Path;

struct Labels;

impl WidgetProvider for Labels {
    type Widget = String;

    fn provide(&mut self, _: Request<'_, String>) -> Provided<String> {
        Provided::Ready(String::new())
    }
}

const FIRST: &str = "row(a, >b)";

fn text(workspace: &Workspace<Labels>) -> String {
    workspace.layout().to_text(TextStyle::default())
}

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").file_name());
    let mut names: Vec<String> = files.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn an_application_begins_with_its_first_layout_and_then_where_it_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = SessionFile::new("labels", folder.path().join("new/session.json"));
    for start in 0..3 {
        let mut workspace = Workspace::new(Labels);
        let begun = file.begin(&mut workspace, FIRST).expect("it begins");
        assert!(begun.trouble.is_none(), "{:?}", begun.trouble);
        assert_eq!(begun.value, (start > 0).then_some(start));
        assert_eq!(workspace.layout().tree().pane_count(), 2 + start);
        assert!(!workspace.layout().history().can_undo(), "nothing lies before the start");
        workspace.open(&format!("more:{start}")).expect("it opens");
        file.save(&mut workspace, &(start + 1)).expect("it is written");
    }
}

#[test]
fn what_is_no_session_is_kept_and_never_written_over() {
    for (bad, words) in [
        ("", "this is not a whole session"),
        ("{\"format\":\"multisplit-session\"", "this is not a whole session"),
        (
            r#"{"format":"multisplit-session","version":1,"application":"paint"}"#,
            r#"a session of "paint", not of "labels""#,
        ),
        (r#"{"format":"multisplit-session","version":9,"application":"labels"}"#, "version 9"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("s.json");
        let file = SessionFile::new("labels", &path);
        for name in ["s.json.unread", "s.json.unread.1"] {
            std::fs::write(&path, bad).expect("written");
            let mut workspace = Workspace::new(Labels);
            let begun = file.begin::<_, u32>(&mut workspace, FIRST).expect("it begins");
            let trouble = begun.trouble.expect("said");
            assert!(trouble.to_string().contains(words) && trouble.to_string().contains(name), "{trouble}");
            assert_eq!((begun.value, &*text(&workspace)), (None, FIRST));
            assert_eq!(std::fs::read_to_string(folder.path().join(name)).expect("kept"), bad);
        }
        assert_eq!(names(folder.path()), ["s.json.unread", "s.json.unread.1"]);
    }
}

#[test]
fn a_value_of_another_shape_is_kept_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = SessionFile::new("labels", folder.path().join("s.json"));
    let mut workspace = Workspace::new(Labels);
    workspace.arrange("row(x, y)").expect("a layout");
    file.save(&mut workspace, &"text").expect("written");
    let begun = file.begin::<_, u32>(&mut workspace, FIRST).expect("it begins");
    assert!(begun.trouble.expect("said").to_string().contains("does not fit"));
    assert_eq!(text(&workspace), FIRST);
}

#[test]
fn what_cannot_be_read_kept_or_written_is_said_and_nothing_has_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = Workspace::new(Labels);
    workspace.arrange("row(x, >y)").expect("a layout");
    let before = text(&workspace);

    let none = SessionFile::new("labels", folder.path().join("none.json"));
    let error = none.load::<_, ()>(&mut workspace).expect_err("there is none");
    assert!(matches!(&error, SessionFileError::Read(read) if read.is_not_found()), "{error}");
    assert!(matches!(none.begin::<_, ()>(&mut workspace, "row("), Err(SessionFileError::First(_))));

    let is_folder = SessionFile::new("labels", folder.path());
    let error = is_folder.save(&mut workspace, &()).expect_err("it is a folder");
    assert!(error.to_string().contains("it is a folder, not a file"), "{error}");

    // A file cannot be beside what is no folder.
    let file = folder.path().join("file");
    std::fs::write(&file, "kept").expect("written");
    let below = SessionFile::new("labels", file.join("session.json"));
    assert!(matches!(below.begin::<_, ()>(&mut workspace, FIRST), Err(SessionFileError::Write(_))));
    assert!(matches!(below.save(&mut workspace, &()), Err(SessionFileError::Write(_))));
    assert_eq!((text(&workspace), std::fs::read_to_string(file).expect("kept")), (before, "kept".to_owned()));
}
