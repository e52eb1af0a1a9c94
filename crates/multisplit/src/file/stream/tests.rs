//! Tests of what the fast path reads and what it refuses. Debug builds compare both paths for every file of up to a thousand
//! panes.

use super::{FileVisitor, LayoutFile, NodesBuilder, lines, read, read_all};
use crate::file::ReadLimits;
use crate::file::loaded::Loaded;
use crate::file::{FileNode, encode};

fn is_straight(nodes: &str) -> bool {
    is_straight_within(nodes, ReadLimits::default())
}

fn is_straight_within(nodes: &str, limits: ReadLimits) -> bool {
    read(&format!(r#"{{"format":"multisplit-layout","version":2,"next_id":9,{nodes}}}"#), limits).is_some()
}

const PANES: &str = r#"{"id":1,"pane":"a"},{"id":2,"pane":"b"}"#;

#[test]
fn a_file_as_we_write_it_is_read_straight_and_written_as_it_was() {
    let text = include_str!("../../../tests/fixtures/version-2.json");
    let loaded = read(text, ReadLimits::default()).expect("read straight");
    loaded.tree.assert_valid();
    assert_eq!(encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text(), text);
    for odd in [
        r#""root":null,"nodes":[]"#.to_owned(),
        format!(r#""root":3,"nodes":[{{"id":3,"row":[1,2],"shares":[1,2],"z":[null]}},{PANES}],"extra":{{}}"#),
        format!(r#""root":3,"nodes":[{{"shares":[1,2],"tabs":[1,2],"active":2,"id":3}},{PANES}]"#),
        format!(
            r#""groups":[{{"group":1,"name":"g"}}],"floating":[{{"surface":1,"root":4,"area":[0,0,9,9]}}],"root":3,
            "nodes":[{{"id":3,"column":[1,2]}},{PANES},{{"id":4,"pane":"c\u0020d","group":1,"min":[1,null]}}]"#
        ),
    ] {
        assert!(is_straight(&odd), "{odd}");
    }
}

#[test]
fn everything_that_is_to_be_mended_or_looked_up_goes_the_long_way() {
    for odd in [
        // Not depth first, missing, not announced, not whole.
        format!(r#""root":3,"nodes":[{PANES},{{"id":3,"row":[1,2]}}]"#),
        format!(r#""nodes":[{{"id":3,"row":[1,2]}},{PANES}],"root":3"#),
        format!(r#""root":3,"nodes":[{{"id":3,"row":[1,2,4]}},{PANES}]"#),
        format!(r#""root":1,"nodes":[{PANES}]"#),
        r#""root":1"#.to_owned(),
        // Not in normal form.
        r#""root":3,"nodes":[{"id":3,"row":[1]},{"id":1,"pane":"a"}]"#.to_owned(),
        r#""root":3,"nodes":[{"id":3,"tabs":[]}]"#.to_owned(),
        format!(r#""root":3,"nodes":[{{"id":3,"row":[4,2]}},{{"id":4,"row":[5,1]}},{{"id":5,"pane":"e"}},{PANES}]"#),
        format!(r#""root":3,"nodes":[{{"id":3,"tabs":[1,2]}},{PANES}]"#),
        format!(r#""root":3,"nodes":[{{"id":3,"tabs":[1,2],"active":3}},{PANES}]"#),
        // Used twice, or an invalid value.
        r#""root":3,"nodes":[{"id":3,"row":[1,2]},{"id":1,"pane":"a"},{"id":2,"pane":"a"}]"#.to_owned(),
        r#""root":3,"nodes":[{"id":3,"row":[1,1]},{"id":1,"pane":"a"},{"id":1,"pane":"b"}]"#.to_owned(),
        format!(r#""root":3,"nodes":[{{"id":3,"row":[1,2],"column":[1,2]}},{PANES}]"#),
        format!(r#""root":3,"nodes":[{{"id":3,"row":[1,2],"shares":[1]}},{PANES}]"#),
        format!(r#""root":3,"nodes":[{{"id":3,"row":[1,2],"shares":[1,0]}},{PANES}]"#),
        r#""root":0,"nodes":[{"id":0,"pane":"a"}]"#.to_owned(),
        r#""root":1,"nodes":[{"id":1,"pane":""}]"#.to_owned(),
        r#""root":1,"nodes":[{"id":1,"pane":"a","group":1}]"#.to_owned(),
        r#""root":1,"nodes":[{"id":1,"pane":"a","priority":"huge"}]"#.to_owned(),
        // Invalid beside the nodes.
        r#""root":1,"zoomed":2,"nodes":[{"id":1,"pane":"a"}]"#.to_owned(),
        r#""root":1,"recent":[2],"nodes":[{"id":1,"pane":"a"}]"#.to_owned(),
        r#""root":1,"floating":[{"surface":0,"root":2,"area":[0,0,9,9]}],"nodes":[{"id":1,"pane":"a"},{"id":2,"pane":"b"}]"#.to_owned(),
        r#""root":1,"nodes":[{"id":1,"pane":"a"}],"nodes":[]"#.to_owned(),
    ] {
        assert!(!is_straight(&odd), "{odd}");
    }
    assert!(
        read(r#"{"format":"multisplit-layout","version":1,"root":null,"nodes":[]}"#, ReadLimits::default()).is_none()
    );
    assert!(
        read(r#"{"format":"multisplit-layout","version":2,"root":null,"nodes":[]} x"#, ReadLimits::default()).is_none()
    );
}

#[test]
fn limits_hold_on_the_straight_way() {
    let file = format!(r#""root":3,"nodes":[{{"id":3,"row":[1,2]}},{PANES}]"#);
    let all = ReadLimits::default();
    assert!(is_straight_within(&file, ReadLimits { nodes: 3, depth: 1, id_bytes: 1, ..all }));
    for limits in [ReadLimits { nodes: 2, ..all }, ReadLimits { depth: 0, ..all }, ReadLimits { id_bytes: 0, ..all }] {
        assert!(!is_straight_within(&file, limits), "{limits:?}");
    }
}

/// Returns whether a text is read by its lines, and whether it is read straight at all, with the same result both ways.
fn by_lines(text: &str) -> (bool, bool) {
    let limits = ReadLimits::default();
    let visitor = |lines| FileVisitor { limits, room: 0, lines };
    let fast = lines::apart(text).and_then(|(head, lines)| read_all(&head, visitor(lines)));
    let whole = read_all(text, visitor(""));
    if let (Some((_, fast)), Some((_, whole))) = (&fast, &whole) {
        let text = |loaded: &Loaded| encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text();
        assert_eq!(text(fast), text(whole));
    }
    (fast.is_some(), whole.is_some())
}

#[test]
fn lines_of_nodes_are_read_as_the_deserializer_reads_them() {
    let head = "{\"format\":\"multisplit-layout\",\"version\":2,\"next_id\":9,\"root\":3,";
    let text = |nodes: &str| format!("{head}\"nodes\":[{nodes}],\"more\":[\n]}}\n");
    let good = "\n{\"id\":3,\"row\":[1,2],\"shares\":[1,2]},\n{\"id\":1,\"pane\":\"a\"},\n{\"id\":2,\"pane\":\"b\"}\n";
    assert_eq!(by_lines(&text(good)), (true, true));
    assert_eq!(by_lines(include_str!("../../../tests/fixtures/version-2.json")), (true, true));
    for (from, to) in [
        // Left to the deserializer, line by line.
        ("\"a\"", "\"\\u0061\""),
        ("\"a\"", "\"a]}\\n,{[\""),
        ("\"a\"", "\"ä\",\"locked\":true"),
        ("{\"id\":1,\"pane\":\"a\"}", "{ \"pane\": \"a\", \"id\": 1 }"),
        ("\"shares\":[1,2]", "\"x\":{\"nodes\":[]}"),
    ] {
        assert_eq!(by_lines(&text(&good.replace(from, to))), (true, true), "{to}");
    }
    for (from, to) in [
        // Not in lines.
        ("},\n{\"id\":1", "},{\"id\":1"),
        ("\n{\"id\":3", "{\"id\":3"),
        ("\"b\"}\n", "\"b\"}"),
        ("},\n", "}\n,"),
        ("},\n", "},\r\n"),
        ("[1,2]}", "[\n1,2]}"),
    ] {
        let (_, is_whole) = by_lines(&text(&good.replacen(from, to, 1)));
        assert!(is_whole && read(&text(&good.replacen(from, to, 1)), ReadLimits::default()).is_some(), "{to}");
    }
    for (from, to) in [
        ("},\n", "}\n"),
        ("},\n", "},\n\n,"),
        ("\"b\"}\n", "\"b\"},\n"),
        ("\"id\":1", "\"id\":01"),
        ("\"id\":1", "\"id\":-1"),
        ("\"id\":1", "\"id\":1e0"),
        ("\"id\":1", "\"id\":18446744073709551617"),
        ("[1,2]}", "[1,4294967297]}"),
        ("[1,2],", "[1,2,],"),
        ("[1,2],", "[,1,2],"),
        ("\"a\"", "\"a\tb\""),
        ("\"a\"}", "\"a\"}}"),
        ("\"a\"}", "\"a\"} "),
    ] {
        let text = text(&good.replacen(from, to, 1));
        let (is_fast, is_whole) = by_lines(&text);
        assert!(!is_fast || is_whole, "only the lines were read: {text}");
    }
}

#[test]
fn the_nodes_of_an_unknown_field_are_not_those_of_the_file() {
    let lines = "\n{\"id\":1,\"pane\":\"a\"}\n";
    let head = "{\"format\":\"multisplit-layout\",\"version\":2,\"next_id\":9,\"root\":1,";
    for (text, is_read) in [
        (format!("{head}\"x\":{{\"nodes\":[{lines}]}},\"nodes\":[]}}"), false),
        (format!("{head}\"x\":{{\"nodes\":[{lines}]}},\"nodes\":[{lines}]}}"), true),
        (format!("{head}\"x\":\"\\\"nodes\\\":[\",\"nodes\":[{lines}]}}"), true),
        (format!("{head}\"x\":{{\"y\":\"\\\"nodes\\\":[{}]\"}}}}", "\\n"), false),
        (format!("{head}\"x\\\"nodes\":[{lines}],\"nodes\":[]}}"), false),
        (format!("{head}\"x\\\"nodes\":[{lines}],\"nodes\":[{lines}]}}"), true),
        (format!("{head}\"nodes\":[],\"nodes\":[{lines}]}}"), false),
        (format!("{head}\"nodes\":[{lines}],\"nodes\":[{lines}]}}"), false),
    ] {
        assert_eq!(read(&text, ReadLimits::default()).is_some(), is_read, "{text}");
    }
}

#[test]
fn a_line_nests_no_deeper_than_the_file_may() {
    for (depth, is_read) in [(20, true), (90, true), (123, true), (125, false), (126, false), (200, false)] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let head = "{\"format\":\"multisplit-layout\",\"version\":2,\"next_id\":9,\"root\":1,";
        let text = format!("{head}\"nodes\":[\n{{\"id\":1,\"pane\":\"a\",\"x\":{deep}}}\n]}}");
        let whole = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        assert_eq!(whole, is_read, "{depth}");
        assert_eq!(read(&text, ReadLimits::default()).is_some(), is_read, "{depth}");
    }
}

#[test]
fn what_the_writer_writes_is_read_without_the_deserializer() {
    let file = LayoutFile { root: Some(1), ..LayoutFile::default() };
    let mut builder = NodesBuilder::new(&file, ReadLimits::default(), 0).expect("a builder");
    let pane = |id, name: &str| FileNode { id, pane: Some(name.to_owned()), ..FileNode::default() };
    let nodes = vec![
        FileNode { id: 1, row: Some(vec![2, 3]), shares: vec![1, 4], ..FileNode::default() },
        FileNode { id: 2, column: Some(vec![4, 5]), ..FileNode::default() },
        FileNode { id: 4, tabs: Some(vec![6]), active: Some(6), ..FileNode::default() },
        pane(6, "editor:ä/b c"),
        pane(5, "b"),
        pane(3, "c"),
    ];
    let text = LayoutFile { nodes, ..LayoutFile::default() }.to_text();
    let (_, lines) = lines::apart(&text).expect("lines");
    let read: Vec<bool> =
        lines::split(lines).map(|line| line.and_then(|line| lines::read(line, &mut builder)).is_some()).collect();
    assert_eq!(read, [true; 6], "{text}");
}
