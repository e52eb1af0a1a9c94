//! Texts that several panes show: a session stores each of them once, and whichever pane is loaded first shows it.
//!
//! Invariant: a pane never gets another text in place of one that was stored for it.

use crate::paths::{is_text, written_path};
use crate::provider::{Waiting, saved_text};
use multisplit::{Saved, WidgetId};
use multisplit_pane_editor::{EditorState, KeptUndo};
use std::collections::HashMap;

/// A stored text.
struct Kept {
    state: EditorState,
    work: String,
    of: WidgetId,
}

/// Gives the unsaved part of each text to all panes that show the text, and returns these panes by path.
///
/// Problems are added to `problems`. A text that one pane alone shows is not looked at.
pub(super) fn share<'a>(
    states: &mut Vec<(WidgetId, Saved)>,
    panes: impl Iterator<Item = &'a WidgetId>,
    problems: &mut Vec<String>,
) -> Waiting {
    let mut shown: HashMap<&str, Vec<&WidgetId>> = HashMap::new();
    panes
        .filter(|widget| is_text(widget))
        .for_each(|widget| shown.entry(written_path(widget)).or_default().push(widget));
    let kept = kept_texts(
        states,
        |widget| shown.get(written_path(widget)).is_some_and(|panes| panes.iter().any(|pane| *pane != widget)),
        problems,
    );
    let mut places: HashMap<WidgetId, usize> =
        states.iter().enumerate().map(|(at, (widget, _))| (widget.clone(), at)).collect();
    let mut waiting = Waiting::new();
    for (path, panes) in &shown {
        let Some(text) = kept.get(*path) else { continue };
        let given = panes.iter().filter(|widget| give(states, &mut places, widget, text));
        let given: Vec<WidgetId> = given.map(|widget| (*widget).clone()).collect();
        if given.len() > 1 {
            waiting.insert((*path).to_owned(), given);
        }
    }
    waiting
}

/// Returns the stored texts by path, of the widgets that ask for it. The first of several states of a text has it.
fn kept_texts(
    states: &[(WidgetId, Saved)],
    is_wanted: impl Fn(&WidgetId) -> bool,
    problems: &mut Vec<String>,
) -> HashMap<String, Kept> {
    let mut kept: HashMap<String, Kept> = HashMap::new();
    // A text that the user has given up is for an undo of its own pane only.
    let is_text = |(widget, saved): &&(WidgetId, Saved)| is_text(widget) && !saved.is_given_up() && is_wanted(widget);
    for (widget, saved) in states.iter().filter(is_text) {
        let (Some(work), Ok(state)) = (saved.unsaved_work(), saved.read::<EditorState>()) else { continue };
        match kept.get(written_path(widget)) {
            Some(first) if first.state.unsaved != state.unsaved => {
                problems.push(format!(
                    "{widget} and {} keep different texts of one file: the one that comes first is shown",
                    first.of
                ));
            }
            Some(_) => {}
            None => {
                let (work, of) = (work.to_owned(), widget.clone());
                kept.insert(written_path(widget).to_owned(), Kept { state, work, of });
            }
        }
    }
    kept
}

/// Gives a text to a pane that has none of its own. Returns `true` if the pane has that text then.
fn give(
    states: &mut Vec<(WidgetId, Saved)>,
    places: &mut HashMap<WidgetId, usize>,
    widget: &WidgetId,
    text: &Kept,
) -> bool {
    let own = places.get(widget).copied();
    if let Some(at) = own.filter(|at| states[*at].1.unsaved_work().is_some()) {
        return states[at].1.read::<EditorState>().is_ok_and(|state| state.unsaved == text.state.unsaved);
    }
    let Some(saved) = with_text(own.map(|at| &states[at].1), &text.state, &text.work) else {
        // It is larger than a state may be: whoever has it already shows it.
        return true;
    };
    match own {
        Some(at) => states[at].1 = saved,
        None => {
            places.insert(widget.clone(), states.len());
            states.push((widget.clone(), saved));
        }
    }
    true
}

/// Returns the state of a pane with the text of another one; `None` if it is larger than a state may be.
pub(crate) fn with_text(own: Option<&Saved>, text: &EditorState, work: &str) -> Option<Saved> {
    let own: EditorState = own.and_then(|saved| saved.read().ok()).unwrap_or_default();
    let EditorState { unsaved, saved_hash, undo, .. } = text.clone();
    saved_text(EditorState { unsaved, saved_hash, undo, ..own }).map(|saved| saved.with_unsaved_work(work))
}

/// Returns the state of a pane without its unsaved text, which another pane shows by now; `None` if it has no text of its own.
pub(crate) fn without_text(saved: &Saved) -> Option<Saved> {
    let state: EditorState = saved.read().ok().filter(|state: &EditorState| state.unsaved.is_some())?;
    Saved::json(&EditorState { unsaved: None, undo: KeptUndo::default(), ..state }).ok()
}

#[cfg(test)]
mod tests {
    use super::{EditorState, Saved, WidgetId, share, without_text};
    use multisplit_pane_editor::KeptText;

    fn id(text: &str) -> WidgetId {
        WidgetId::new(text).expect("an id")
    }

    fn state(text: Option<&str>, cursor: u64) -> Saved {
        let state = EditorState { unsaved: text.map(KeptText::from), cursor, ..EditorState::default() };
        let saved = Saved::json(&state).expect("a state");
        if text.is_some() { saved.with_unsaved_work("changes") } else { saved }
    }

    #[test]
    fn all_panes_of_a_text_wait_with_it_and_each_at_its_own_place() {
        let panes = [id("editor:a"), id("view:2/a"), id("view:3/a"), id("editor:b"), id("note:1")];
        let mut states = vec![(id("view:2/a"), state(Some("mine"), 3)), (id("editor:a"), state(None, 7))];
        let mut problems = vec![];
        let waiting = share(&mut states, panes.iter(), &mut problems);
        assert_eq!(waiting.into_iter().collect::<Vec<_>>(), [("a".to_owned(), panes[..3].to_vec())]);
        let read = |at: usize| {
            let state: EditorState = states[at].1.read().expect("reads");
            (
                states[at].0.as_str(),
                state.unsaved.map(|text| text.to_string()),
                state.cursor,
                states[at].1.unsaved_work().map(str::to_owned),
            )
        };
        let (text, work) = (|| Some("mine".to_owned()), || Some("changes".to_owned()));
        assert_eq!(read(0), ("view:2/a", text(), 3, work()));
        assert_eq!(read(1), ("editor:a", text(), 7, work()));
        assert_eq!(read(2), ("view:3/a", text(), 0, work()));
        assert!(problems.is_empty());
        let left: EditorState = without_text(&states[1].1).expect("had one").read().expect("reads");
        assert_eq!((left.unsaved, left.cursor), (None, 7));
        assert!(without_text(&state(None, 1)).is_none());
    }

    #[test]
    fn a_text_that_was_given_up_is_shown_by_no_other_pane() {
        let panes = [id("editor:a")];
        let before = vec![(id("view:1/a"), state(Some("given up"), 3).given_up())];
        let (mut states, mut problems) = (before.clone(), vec![]);
        assert!(share(&mut states, panes.iter(), &mut problems).is_empty());
        assert_eq!(states, before);
    }

    #[test]
    fn a_text_of_one_pane_stays_as_it_is_and_two_different_ones_are_a_problem() {
        let panes = [id("editor:a"), id("editor:b"), id("view:2/b")];
        let before = vec![
            (id("editor:a"), state(Some("mine"), 3)),
            (id("editor:b"), state(Some("one"), 0)),
            (id("view:2/b"), state(Some("two"), 0)),
        ];
        let (mut states, mut problems) = (before.clone(), vec![]);
        let waiting = share(&mut states, panes.iter(), &mut problems);
        assert!(waiting.is_empty(), "neither stands for the other");
        assert_eq!(states, before, "no text in the place of another");
        assert_eq!(
            problems,
            ["view:2/b and editor:b keep different texts of one file: the one that comes first is shown"]
        );
    }
}
