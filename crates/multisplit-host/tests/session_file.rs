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
    for run in 0..3 {
        let mut workspace = Workspace::new(Labels);
        let start = file.begin(&mut workspace, FIRST).expect("it begins");
        assert!(start.unread.is_none(), "{:?}", start.unread);
        assert_eq!(start.value, (run > 0).then_some(run));
        assert_eq!(workspace.layout().tree().pane_count(), 2 + run);
        assert!(!workspace.layout().history().can_undo(), "nothing lies before the start");
        workspace.open(&format!("more:{run}")).expect("it opens");
        file.save(&mut workspace, &(run + 1)).expect("it is written");
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
            let start = file.begin::<_, u32>(&mut workspace, FIRST).expect("it begins");
            let unread = start.unread.expect("said");
            assert!(unread.to_string().contains(words) && unread.to_string().contains(name), "{unread}");
            assert_eq!((start.value, &*text(&workspace)), (None, FIRST));
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
    let start = file.begin::<_, u32>(&mut workspace, FIRST).expect("it begins");
    assert!(start.unread.expect("said").to_string().contains("does not fit"));
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

    // Nothing is renamed before it is sure that the application starts.
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "no session").expect("written");
    let file = SessionFile::new("labels", &broken);
    assert!(matches!(file.begin::<_, ()>(&mut workspace, "row("), Err(SessionFileError::First(_))));
    assert_eq!(names(folder.path()), ["broken.json"]);

    let is_folder = SessionFile::new("labels", folder.path());
    let error = is_folder.save(&mut workspace, &()).expect_err("it is a folder");
    assert!(error.to_string().contains("it is a folder, not a file"), "{error}");
    let error = is_folder.begin::<_, ()>(&mut workspace, FIRST).expect_err("it is a folder");
    assert!(error.to_string().contains("is a folder, not a file"), "{error}");

    // A file cannot be beside what is no folder.
    let file = folder.path().join("file");
    std::fs::write(&file, "kept").expect("written");
    let below = SessionFile::new("labels", file.join("session.json"));
    assert!(matches!(below.begin::<_, ()>(&mut workspace, FIRST), Err(SessionFileError::Read(_))));
    assert!(matches!(below.save(&mut workspace, &()), Err(SessionFileError::Write(_))));
    assert_eq!((text(&workspace), std::fs::read_to_string(file).expect("kept")), (before, "kept".to_owned()));
}

/// A widget that does not let itself be closed.
struct Guard;

impl WidgetProvider for Guard {
    type Widget = ();

    fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
        Provided::Ready(())
    }

    fn closing(&mut self, _: &multisplit::WidgetId, (): &mut (), _: multisplit::CloseReason) -> multisplit::Verdict {
        multisplit::Verdict::Veto("it guards".to_owned())
    }
}

#[test]
fn a_good_session_stays_where_it_is_if_the_workspace_refuses_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = SessionFile::new("labels", folder.path().join("s.json"));
    file.save(&mut Workspace::new(Labels), &7).expect("written");
    let mut workspace = Workspace::new(Guard);
    workspace.arrange("row(x, y)").expect("a layout");
    let area = multisplit::placement::Area::new(800.0, 600.0).expect("an area");
    workspace.frame(multisplit::Moment::ZERO, area);
    let error = file.begin::<_, u32>(&mut workspace, FIRST).expect_err("it is vetoed");
    assert!(error.to_string().contains("it guards"), "{error}");
    assert_eq!(names(folder.path()), ["s.json"]);
}

#[cfg(unix)]
#[test]
fn behind_a_link_the_file_is_renamed_and_the_link_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let (link, real) = (folder.path().join("link.json"), folder.path().join("real.json"));
    std::fs::write(&real, "no session").expect("written");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    let file = SessionFile::new("labels", &link);
    let mut workspace = Workspace::new(Labels);
    let start = file.begin::<_, u32>(&mut workspace, FIRST).expect("it begins");
    let kept = start.unread.expect("said").kept;
    assert_eq!(std::fs::read_to_string(&kept).expect("kept"), "no session");
    file.save(&mut workspace, &1).expect("written");
    assert!(link.is_symlink() && real.is_file());
    assert_eq!(file.begin::<_, u32>(&mut workspace, FIRST).expect("it begins").value, Some(1));
}
