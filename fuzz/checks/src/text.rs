//! Readers of text: layout files, scripts, states of editors.

use multisplit::file::{ReadLimits, decode, encode, examine, repair};
use multisplit::geometry::Ratio;
use multisplit::{Command, Layout, Moment, Placement};
use multisplit_pane_editor::{Document, Editor, EditorState, SharedText};
use std::sync::Arc;

/// A file that is read has no problems, is written as what reads the same again, and can be worked with. One that is not read says why, and
/// so does its examination. What repair returns is valid.
pub fn layout(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let limits = ReadLimits::outside();
    let problems = examine(&text, limits);
    match decode(&text, limits) {
        Ok(loaded) => {
            assert!(problems.is_empty(), "it is read, and has problems: {problems:?}");
            let written = encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text();
            let again = decode(&written, ReadLimits::default()).expect("what is written is read");
            let rewritten = encode(&again.tree, &again.recent, &again.extras).to_text();
            assert_eq!(written, rewritten, "a second time changes nothing");
        }
        Err(error) => {
            assert!(!problems.is_empty(), "refused without a problem: {error}");
            assert!(!error.to_string().is_empty());
        }
    }
    if let Ok((loaded, found)) = repair(&text, limits) {
        assert_eq!(found.is_empty(), problems.is_empty(), "{found:?} and {problems:?}");
        let repaired = encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text();
        work_with(&repaired);
    }
}

/// Loads a layout, changes it, and takes everything back.
fn work_with(text: &str) {
    let mut layout = Layout::new();
    layout.load(text, ReadLimits::default()).expect("a repaired layout is valid");
    layout.forget_history();
    let before = shape(&layout);
    let panes: Vec<_> = layout.tree().panes().take(4).collect();
    for pane in panes {
        let widget = format!("fuzz:{pane}").as_str().try_into().expect("an id");
        let commands = [
            Command::Activate { pane },
            Command::Split { pane, place: Placement::Right, widget, ratio: Ratio::HALF },
            Command::Zoom { pane },
            Command::Close { pane },
        ];
        for command in commands {
            // A command may be refused; it changes nothing then.
            let _ = layout.run(Moment::ZERO, &command);
            check(&layout);
        }
    }
    while layout.undo().is_ok() {
        check(&layout);
    }
    assert_eq!(shape(&layout), before, "everything is taken back");
}

/// Returns what undo brings back: all but the numbers that are not used again, and the order in which panes had the focus.
fn shape(layout: &Layout) -> serde_json::Value {
    let mut file: serde_json::Value = serde_json::from_str(&layout.save_text()).expect("JSON");
    let fields = file.as_object_mut().expect("an object");
    fields.remove("next_id");
    fields.remove("recent");
    file
}

/// Panics if a layout is not valid.
pub(crate) fn check(layout: &Layout) {
    let problems = examine(&layout.save_text(), ReadLimits::default());
    assert!(problems.is_empty(), "{problems:?}");
}

/// Each line that is not blank has one answer, which is JSON.
pub fn script(bytes: &[u8]) {
    let mut answers = vec![];
    multisplit_cli::script::run(&mut &*bytes, &mut answers).expect("memory can be read and written");
    let answers = String::from_utf8(answers).expect("answers are text");
    for answer in answers.lines() {
        let value: serde_json::Value = serde_json::from_str(answer).expect("an answer is JSON");
        assert!(value["ok"].is_boolean(), "{answer}");
    }
}

/// A state of an editor is refused, or restored as far as the text reaches, and kept again as what restores the same.
pub fn editor(bytes: &[u8]) {
    let Ok(state) = serde_json::from_slice::<EditorState>(bytes) else { return };
    let document = || Document::given("a.txt", "one\ntwo\r\nthree ä\n");
    let mut editor = Editor::from_document(document());
    editor.restore(&state);
    let kept = editor.state();
    let json = serde_json::to_string(&kept).expect("numbers and texts are JSON");
    let read: EditorState = serde_json::from_str(&json).expect("what is written is read");
    assert_eq!(read, kept);
    let mut again = Editor::from_document(document());
    again.show(Arc::clone(&SharedText::restored(document(), &read)));
    again.restore_place(&read);
    assert_eq!(again.text(), editor.text());
}
