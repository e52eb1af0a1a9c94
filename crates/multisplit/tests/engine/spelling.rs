//! How commands, intents and their parts are spelled in JSON. It is a file format: a spelling that is in these tables never changes.
//!
//! A table with a missing variant fails, because serde lists all names when it meets one that it does not know.

use multisplit::geometry::{Bounds, Direction, Length, Point, Priority, Ratio, Rect, Share};
use multisplit::groups::GroupAction;
use multisplit::placement::Snap;
use multisplit::{
    Command, FocusTo, Intent, MoveTarget, NodeId, PaneId, Placement, Role, SpellingError, SurfaceId, Template, WidgetId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Display};
use std::str::FromStr;

fn pane(raw: u64) -> PaneId {
    PaneId::from_raw(raw).expect("not zero")
}

fn node(raw: u64) -> NodeId {
    NodeId::from_raw(raw).expect("not zero")
}

fn widget(text: &str) -> WidgetId {
    WidgetId::new(text).expect("an id")
}

/// Checks that each value is spelled as its text in both directions, with serde and as a text form. Names are without quotes in the text
/// form, and in the tables.
fn check<T>(table: Vec<(T, &str)>)
where
    T: Serialize + DeserializeOwned + Display + FromStr<Err = SpellingError> + Debug + PartialEq,
{
    for (value, text) in table {
        let is_name = text.starts_with(char::is_alphabetic);
        let json = if is_name { format!("{text:?}") } else { text.to_owned() };
        assert_eq!(serde_json::to_string(&value).expect("it is written"), json);
        assert_eq!(serde_json::from_str::<T>(&json).expect(&json), value);
        assert_eq!(value.to_string(), text);
        assert_eq!(text.parse::<T>().as_ref(), Ok(&value));
    }
}

/// Does the same for an enum, and checks that each variant is in the table. The name of a variant is a bare name or the only key.
fn check_all<T>(table: Vec<(T, &str)>)
where
    T: Serialize + DeserializeOwned + Display + FromStr<Err = SpellingError> + Debug + PartialEq,
{
    let name = |text: &str| text.trim_start_matches("{\"").split('"').next().unwrap_or_default().to_owned();
    let in_table: BTreeSet<String> = table.iter().map(|(_, text)| name(text)).collect();
    let refusal = "no_such_name".parse::<T>().expect_err("no such name").reason;
    let known: BTreeSet<String> = refusal.split('`').skip(3).step_by(2).map(str::to_owned).collect();
    assert_eq!(in_table, known, "{refusal}");
    check(table);
}

#[test]
fn every_command_has_its_spelling() {
    let area = Rect::new(10.0, 20.0, 300.0, 200.5);
    let bounds = Bounds::new([Length::new(80.0).ok(), None], [None, Length::new(400.0).ok()]).expect("not crossed");
    check_all(vec![
        (Command::Open { widget: widget("a:b") }, r#"{"open":{"widget":"a:b"}}"#),
        (
            Command::Split { pane: pane(1), place: Placement::Right, widget: widget("b"), ratio: Ratio::HALF },
            r#"{"split":{"pane":1,"place":"right","widget":"b","ratio":0.5}}"#,
        ),
        (Command::Replace { pane: pane(1), widget: widget("b") }, r#"{"replace":{"pane":1,"widget":"b"}}"#),
        (Command::Close { pane: pane(1) }, r#"{"close":{"pane":1}}"#),
        (Command::CloseOthers { pane: pane(1) }, r#"{"close_others":{"pane":1}}"#),
        (Command::CloseAll { panes: vec![pane(1), pane(2)] }, r#"{"close_all":{"panes":[1,2]}}"#),
        (Command::Swap { a: pane(1), b: pane(2) }, r#"{"swap":{"a":1,"b":2}}"#),
        (
            Command::move_beside(pane(1), pane(2), Placement::Tab),
            r#"{"move":{"pane":1,"to":{"pane":{"pane":2,"place":"tab"}}}}"#,
        ),
        (
            Command::MoveTab { tab: node(3), to: MoveTarget::Edge(Direction::Down) },
            r#"{"move_tab":{"tab":3,"to":{"edge":"down"}}}"#,
        ),
        (
            Command::SetShares { split: node(3), shares: vec![Share::ONE, Share::EVEN] },
            r#"{"set_shares":{"split":3,"shares":[1,5040]}}"#,
        ),
        (
            Command::Resize { pane: pane(1), direction: Direction::Left, by: -2.5 },
            r#"{"resize":{"pane":1,"direction":"left","by":-2.5}}"#,
        ),
        (Command::Even { split: node(3), index: 0 }, r#"{"even":{"split":3,"index":0}}"#),
        (Command::Equalize { split: None }, r#"{"equalize":{"split":null}}"#),
        (Command::Equalize { split: Some(node(3)) }, r#"{"equalize":{"split":3}}"#),
        (
            Command::SetBounds { node: node(3), bounds },
            r#"{"set_bounds":{"node":3,"bounds":{"min":[80.0,null],"max":[null,400.0]}}}"#,
        ),
        (
            Command::SetPriority { node: node(3), priority: Priority::High, snaps: true },
            r#"{"set_priority":{"node":3,"priority":"high","snaps":true}}"#,
        ),
        (Command::Lock { pane: pane(1), locked: true }, r#"{"lock":{"pane":1,"locked":true}}"#),
        (Command::SetRole { pane: pane(1), role: Role::Chrome }, r#"{"set_role":{"pane":1,"role":"chrome"}}"#),
        (Command::Zoom { pane: pane(1) }, r#"{"zoom":{"pane":1}}"#),
        (Command::Unzoom, "unzoom"),
        (Command::Collapse { pane: pane(1), collapsed: false }, r#"{"collapse":{"pane":1,"collapsed":false}}"#),
        (Command::Activate { pane: pane(1) }, r#"{"activate":{"pane":1}}"#),
        (
            Command::Float { pane: pane(1), area },
            r#"{"float":{"pane":1,"area":{"x":10.0,"y":20.0,"w":300.0,"h":200.5}}}"#,
        ),
        (Command::Dock { surface: SurfaceId::from_raw(2) }, r#"{"dock":{"surface":2}}"#),
        (
            Command::SetArea { surface: SurfaceId::from_raw(2), area },
            r#"{"set_area":{"surface":2,"area":{"x":10.0,"y":20.0,"w":300.0,"h":200.5}}}"#,
        ),
        (Command::Rotate { split: node(3) }, r#"{"rotate":{"split":3}}"#),
        (Command::Group { name: "red".to_owned(), act: GroupAction::Make }, r#"{"group":{"name":"red","act":"make"}}"#),
        (
            Command::Template { template: Template::Ide, widgets: vec![widget("a")] },
            r#"{"template":{"template":"ide","widgets":["a"]}}"#,
        ),
    ]);
}

#[test]
fn every_intent_has_its_spelling() {
    let at = Point::new(1.0, 2.5);
    check_all(vec![
        (Intent::Run(Command::Unzoom), r#"{"run":"unzoom"}"#),
        (Intent::Run(Command::Close { pane: pane(1) }), r#"{"run":{"close":{"pane":1}}}"#),
        (Intent::Undo, "undo"),
        (Intent::Redo, "redo"),
        (Intent::Begin("paste".to_owned()), r#"{"begin":"paste"}"#),
        (Intent::Commit, "commit"),
        (Intent::Rollback, "rollback"),
        (Intent::Focus(FocusTo::Next), r#"{"focus":"next"}"#),
        (Intent::Press { at, padding: 4.0 }, r#"{"press":{"at":{"x":1.0,"y":2.5},"padding":4.0}}"#),
        (Intent::Grab { split: node(3), index: 1, at }, r#"{"grab":{"split":3,"index":1,"at":{"x":1.0,"y":2.5}}}"#),
        (Intent::Drag { at, snap: Snap::Fractions }, r#"{"drag":{"at":{"x":1.0,"y":2.5},"snap":"fractions"}}"#),
        (Intent::Release, "release"),
        (Intent::Cancel, "cancel"),
        (Intent::Retry(pane(1)), r#"{"retry":1}"#),
        (Intent::StopLoad(pane(1)), r#"{"stop_load":1}"#),
    ]);
}

#[test]
fn every_part_of_a_command_has_its_spelling() {
    let meta = BTreeMap::from([("owner".to_owned(), "me".to_owned())]);
    check_all(vec![
        (GroupAction::Make, "make"),
        (
            GroupAction::Describe { parent: Some("all".to_owned()), color: Some([255, 0, 9]), meta },
            r#"{"describe":{"parent":"all","color":[255,0,9],"meta":{"owner":"me"}}}"#,
        ),
        (GroupAction::Rename("blue".to_owned()), r#"{"rename":"blue"}"#),
        (GroupAction::Add(vec![pane(1)]), r#"{"add":[1]}"#),
        (GroupAction::Remove(vec![pane(1)]), r#"{"remove":[1]}"#),
        (GroupAction::Collapse(true), r#"{"collapse":true}"#),
        (GroupAction::Close, "close"),
        (GroupAction::Dissolve, "dissolve"),
    ]);
    check_all(vec![
        (Template::Columns, "columns"),
        (Template::Rows, "rows"),
        (Template::Grid { rows: 2, cols: 3 }, r#"{"grid":{"rows":2,"cols":3}}"#),
        (Template::Golden, "golden"),
        (Template::MainStack, "main_stack"),
        (Template::Ide, "ide"),
        (Template::Dashboard, "dashboard"),
    ]);
    check_all(vec![
        (FocusTo::Pane(pane(7)), r#"{"pane":7}"#),
        (FocusTo::Neighbor(Direction::Up), r#"{"neighbor":"up"}"#),
        (FocusTo::Next, "next"),
        (FocusTo::Previous, "previous"),
        (FocusTo::Last, "last"),
    ]);
    check_all(vec![
        (MoveTarget::Pane { pane: pane(2), place: Placement::Before }, r#"{"pane":{"pane":2,"place":"before"}}"#),
        (MoveTarget::Edge(Direction::Right), r#"{"edge":"right"}"#),
    ]);
}

#[test]
fn names_have_their_spelling() {
    check_all(vec![
        (Placement::Left, "left"),
        (Placement::Right, "right"),
        (Placement::Top, "top"),
        (Placement::Bottom, "bottom"),
        (Placement::Tab, "tab"),
        (Placement::Before, "before"),
        (Placement::After, "after"),
    ]);
    check_all(vec![
        (Direction::Left, "left"),
        (Direction::Right, "right"),
        (Direction::Up, "up"),
        (Direction::Down, "down"),
    ]);
    check_all(vec![
        (multisplit::geometry::Axis::Horizontal, "horizontal"),
        (multisplit::geometry::Axis::Vertical, "vertical"),
    ]);
    check_all(vec![(Priority::Low, "low"), (Priority::Normal, "normal"), (Priority::High, "high")]);
    check_all(vec![(Role::Content, "content"), (Role::Chrome, "chrome")]);
    check_all(vec![(Snap::Free, "free"), (Snap::Fractions, "fractions")]);
}

#[test]
fn numbers_and_rectangles_have_their_spelling() {
    check(vec![(node(3), "3")]);
    check(vec![(pane(3), "3"), (pane(u64::MAX), "18446744073709551615")]);
    check(vec![(SurfaceId::MAIN, "0")]);
    check(vec![(Share::EVEN, "5040")]);
    check(vec![(Ratio::HALF, "0.5")]);
    check(vec![(Length::new(1.5).expect("a length"), "1.5")]);
    check(vec![(Bounds::NONE, r#"{"min":[null,null],"max":[null,null]}"#)]);
    check(vec![(Point::new(-1.0, 2.0), r#"{"x":-1.0,"y":2.0}"#)]);
    check(vec![(Rect::new(-1.0, 2.0, 0.0, 4.0), r#"{"x":-1.0,"y":2.0,"w":0.0,"h":4.0}"#)]);
    assert_eq!(serde_json::from_str::<WidgetId>(r#""a:b""#).expect("an id"), widget("a:b"));
}

#[test]
fn what_may_be_left_out_has_its_default() {
    let read = |text: &str| text.parse::<Command>().expect("a command");
    assert_eq!(read(r#"{"equalize":{}}"#), Command::Equalize { split: None });
    let bounds = Bounds::NONE;
    assert_eq!(read(r#"{"set_bounds":{"node":3,"bounds":{}}}"#), Command::SetBounds { node: node(3), bounds });
    let act = GroupAction::Describe { parent: None, color: None, meta: BTreeMap::new() };
    assert_eq!(read(r#"{"group":{"name":"g","act":{"describe":{}}}}"#), Command::Group { name: "g".to_owned(), act });
    assert_eq!(read(r#" {"resize":{"pane":1,"direction":"up","by":3}} "#).name(), "resize");
}

#[test]
fn what_is_wrong_in_a_command_is_said_in_words() {
    let table = [
        ("", "unknown variant"),
        ("unzom", "unknown variant `unzom`, expected one of `open`, `split`"),
        ("{", "EOF while parsing"),
        (r#"{"close":{"pane":0}}"#, "nodes and panes are numbered from 1, so 0 is no id"),
        (r#"{"close":{"pane":-1}}"#, "expected u64"),
        (r#"{"close":{"pane":1,"force":true}}"#, "unknown field `force`"),
        (r#"{"close":{}}"#, "missing field `pane`"),
        (r#"{"close":{"pane":1},"zoom":{"pane":1}}"#, "expected"),
        (r#"{"open":{"widget":""}}"#, "a widget id must not be empty"),
        (r#"{"split":{"pane":1,"place":"right","widget":"b","ratio":2}}"#, "the ratio 2 is not between 0.05 and 0.95"),
        (r#"{"split":{"pane":1,"place":"up","widget":"b","ratio":0.5}}"#, "unknown variant `up`"),
        (r#"{"set_shares":{"split":3,"shares":[1,0]}}"#, "a share is a whole number from 1, not 0"),
        (r#"{"set_bounds":{"node":3,"bounds":{"min":[-1,null]}}}"#, "-1 is not a length"),
        (
            r#"{"set_bounds":{"node":3,"bounds":{"min":[9,null],"max":[8,null]}}}"#,
            "the minimum 9 is above the maximum 8",
        ),
        (r#"{"float":{"pane":1,"area":{"x":0,"y":0,"w":-5,"h":5}}}"#, "-5 x 5 at (0, 0) is no rectangle"),
        (r#"{"float":{"pane":1,"area":{"x":0,"y":0,"w":0,"h":5}}}"#, "0"),
        (r#"{"resize":{"pane":1,"direction":"up","by":null}}"#, "invalid type: null, expected f64"),
        (r#"{"resize":{"pane":1,"direction":"up","by":1e999}}"#, "number out of range"),
    ];
    for (text, expect) in table {
        let error = text.parse::<Command>().expect_err(text);
        assert!(error.reason.contains(expect), "{text}: {error}");
        assert!(error.to_string().contains("cannot be read: "), "{error}");
    }
    let long = "x".repeat(1_000).parse::<Command>().expect_err("no command");
    assert_eq!(long.text.len(), 60);
}
