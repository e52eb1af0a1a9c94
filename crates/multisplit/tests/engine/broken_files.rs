//! Layout files that are cut, flipped or nonsense. Either a typed error is returned and nothing has changed, or the
//! result is a valid workspace. A repair never loses a pane that can be read, and reports what it did.

use crate::check::{saved, show, write};
use multisplit::file::{FileError, Problem, ReadLimits, examine};
use multisplit::geometry::Share;
use multisplit::tree::Tree;
use multisplit::{Layout, LoadError};

/// The step between the bits of the large file that a normal run flips. `MULTISPLIT_FLIP_STEP=1` flips all of them.
const STRIDE: usize = 1_009;

fn head(rest: &str) -> String {
    format!(r#"{{"format":"multisplit-layout","version":2,{rest}}}"#)
}

/// Loads a file over a layout. The layout must be valid afterward, and as it was if the file was refused.
#[track_caller]
fn load(text: &str) -> Result<Layout, FileError> {
    let mut layout = show("row(>old, older)");
    let before = saved(&layout);
    match layout.load(text, ReadLimits::default()) {
        Ok(()) => {
            assert_sound(&mut layout);
            Ok(layout)
        }
        Err(error) => {
            assert_eq!(saved(&layout), before, "{error} changed something");
            match error {
                LoadError::File(error) => Err(error),
                other => panic!("{other} says nothing of the file"),
            }
        }
    }
}

#[track_caller]
fn repair(text: &str) -> Result<(Layout, Vec<Problem>), FileError> {
    let mut layout = show("row(>old, older)");
    let before = saved(&layout);
    match layout.load_repaired(text, ReadLimits::default()) {
        Ok(problems) => {
            assert_sound(&mut layout);
            Ok((layout, problems))
        }
        Err(error) => {
            assert_eq!(saved(&layout), before, "{error} changed something");
            match error {
                LoadError::File(error) => Err(error),
                other => panic!("{other} says nothing of the file"),
            }
        }
    }
}

/// Asserts that the layout is valid, has a focus if it has panes, and saves what can be read and placed again.
#[track_caller]
fn assert_sound(layout: &mut Layout) {
    layout.tree().assert_valid();
    assert_eq!(layout.focused_pane().is_some(), layout.tree().pane_count() > 0);
    let text = layout.save().to_text();
    assert_eq!(layout.save_text(), text);
    let mut again = Layout::new();
    again
        .load(&text, ReadLimits::default())
        .unwrap_or_else(|e| panic!("what was read cannot be read again: {e}\n{text}"));
    assert_eq!(again.save().to_text(), text);
    layout.place(layout.area());
}

/// Asserts that the strict reader refuses the file with this message, and that a repair makes this layout of it.
#[track_caller]
fn check(file: &str, refused: &str, mended: &str) {
    let text = head(file);
    let error = load(&text).map(|l| write(&l)).expect_err("it is broken").to_string();
    assert!(error.contains(refused), "{error:?} does not say {refused:?}");
    let (layout, problems) = repair(&text).unwrap_or_else(|e| panic!("{file}: {e}"));
    assert!(!problems.is_empty(), "{file}: nothing was said");
    assert_eq!(write(&layout), mended, "{file}: {problems:?}");
}

#[test]
fn broken_trees_are_refused_and_mended() {
    check(r#""root":1,"nodes":[{"id":1,"row":[2]},{"id":2,"pane":"a"}]"#, "one child", ">a");
    check(r#""root":1,"nodes":[{"id":1,"row":[]}]"#, "empty branch", "empty");
    check(r#""root":1,"nodes":[{"id":1,"tabs":[]}]"#, "empty branch", "empty");
    check(r#""root":1,"nodes":[{"id":1,"row":[2,3]},{"id":2,"pane":"a"}]"#, "no node 3", ">a");
    check(r#""root":9,"nodes":[{"id":1,"pane":"a"}]"#, "no node 9", "tabs(>*a)");
    check(r#""nodes":[{"id":1,"pane":"a"},{"id":2,"pane":"b"}]"#, "nothing leads to node 1", "tabs(>*a, b)");
    check(r#""root":1,"nodes":[{"id":1,"row":[2,1]},{"id":2,"pane":"a"}]"#, "inside itself", ">a");
    check(
        r#""root":1,"nodes":[{"id":1,"row":[2,3]},{"id":2,"column":[4,1]},{"id":3,"pane":"a"},{"id":4,"pane":"b"}]"#,
        "inside itself",
        "row(>b, a)",
    );
    check(
        r#""root":1,"nodes":[{"id":1,"row":[2,3]},{"id":2,"pane":"a"},{"id":3,"row":[4,5],"shares":[1,3]},{"id":4,"pane":"b"},{"id":5,"pane":"c"}]"#,
        "same axis",
        "row(>a .5, b .125, c .375)",
    );
    check(r#""root":1,"nodes":[{"id":1,"tabs":[2]},{"id":2,"pane":"a"}]"#, "no tab in front", "tabs(>*a)");
    check(r#""root":1,"nodes":[{"id":1,"tabs":[2],"active":7},{"id":2,"pane":"a"}]"#, "no tab in front", "tabs(>*a)");
    check(r#""root":1,"nodes":[{"id":1}]"#, "exactly one of", "empty");
    check(
        r#""root":1,"nodes":[{"id":1,"pane":"a","row":[2]},{"id":2,"pane":"b"}]"#,
        "exactly one of",
        "row(>a, tabs(*b))",
    );
}

#[test]
fn a_pane_that_can_be_read_is_never_lost() {
    check(r#""root":1,"nodes":[{"id":1,"pane":"a"},{"id":1,"pane":"b"}]"#, "twice", "row(>a, tabs(*b))");
    check(r#""root":1,"nodes":[{"id":1,"pane":"a"},{"pane":"b"}]"#, "id", "row(>a, tabs(*b))");
    check(r#""root":1,"nodes":[{"id":1,"pane":"a"},{"id":0,"pane":"b"}]"#, "id", "row(>a, tabs(*b))");
    check(r#""root":1,"nodes":[{"id":1,"pane":"a"},{"id":-3,"pane":"b"}]"#, "id", "row(>a, tabs(*b))");
    check(r#""root":1,"nodes":[{"id":1,"pane":"a"},{"id":"x","pane":"b"}]"#, "id", "row(>a, tabs(*b))");
    check(r#""root":1,"nodes":[{"id":1,"pane":"a","locked":"yes","shares":-1}]"#, "locked", ">a");
    check(
        r#""root":1,"nodes":[{"id":1,"row":[2,3],"shares":"x"},{"id":2,"pane":"a"},{"id":3,"pane":"b"}]"#,
        "shares",
        "row(>a, b)",
    );
    check(
        r#""root":18446744073709551615,"nodes":[{"id":18446744073709551615,"pane":"a"},{"id":3,"pane":"b"}]"#,
        "id",
        "tabs(>*a, b)",
    );
    let float = r#""root":1,"nodes":[{"id":1,"pane":"a"},{"id":2,"pane":"b"}],"floating":"#;
    for floats in [
        "7",
        r#"[{"surface":1,"root":2}]"#,
        r#"[{"surface":1,"root":2,"area":[0,0,0,9]}]"#,
        r#"[{"surface":1,"root":2,"area":[3e9,0,9,9]}]"#,
        r#"[{"surface":1,"root":2,"area":[0,0,3e9,9]}]"#,
        r#"[{"surface":0,"root":2,"area":[0,0,9,9]}]"#,
        r#"[{"surface":1,"root":7,"area":[0,0,9,9]}]"#,
    ] {
        check(&format!("{float}{floats}"), "float", "row(>a, tabs(*b))");
    }
    check(
        r#""root":1,"nodes":[{"id":1,"pane":"a"},{"id":2,"pane":"b"},{"id":3,"pane":"c"}],"floating":[{"surface":1,"root":2,"area":[0,0,9,9]},{"surface":1,"root":3,"area":[0,0,9,9]}]"#,
        "float",
        "row(>a, tabs(*c)); float(0 0 9 9) b",
    );
}

#[test]
fn a_saved_pane_keeps_its_share_beside_those_that_were_found_again() {
    let file = r#""root":1,"nodes":[{"id":1,"row":[2,3],"shares":[1,1]},{"id":2,"pane":"a"},{"id":3,"pane":"b"},{"id":4,"pane":"c"}]"#;
    check(file, "nothing leads", "row(>a, b, tabs(*c))");
    let file = r#""root":1,"nodes":[{"id":1,"row":[2,3],"shares":[2147483647,1]},{"id":2,"pane":"a"},{"id":3,"pane":"b"},{"id":4,"pane":"c"}]"#;
    check(file, "nothing leads", "row(>a .667, b 0, tabs(*c) .333)");
}

#[test]
fn wrong_numbers_and_widgets_are_refused_and_mended() {
    let two = r#"{"id":2,"pane":"a"},{"id":3,"pane":"b"}]"#;
    let with = |row: &str| format!(r#""root":1,"nodes":[{{"id":1,"row":[2,3],{row}}},{two}"#);
    for shares in ["[0,1]", "[1]", "[1,2,3]", "[4294967295,2]", "[-1,1]", "[-1.5,1]", "[4294967296,1]"] {
        check(&with(&format!("\"shares\":{shares}")), "share", "row(>a, b)");
    }
    check(&with("\"shares\":[1.5,1]"), "whole numbers", "row(>a .6, b .4)");
    check(&with("\"shares\":[0.25,0.75]"), "whole numbers", "row(>a .25, b .75)");
    check(&with("\"shares\":[1e-300,1e300]"), "share", "row(>a 0, b 1)");
    check(&with(r#""min":[-1,null]"#), "not a length", "row(>a, b)");
    check(&with(r#""min":[1e300,null]"#), "not a length", "row(>a, b)");
    check(&with(r#""min":[9,null],"max":[5,null]"#), "above the maximum", "row(>a, b)");
    check(&with(r#""priority":"urgent""#), "urgent", "row(>a, b)");
    let pane = |pane: &str| {
        format!(r#""root":1,"nodes":[{{"id":1,"row":[2,3]}},{{"id":2,"pane":"a"}},{{"id":3,"pane":{pane}}}]"#)
    };
    check(&pane("\"\""), "empty", ">a");
    check(&pane("\"a\""), "shown twice", ">a");
    check(&pane("7"), "pane", ">a");
    check(&pane(&format!("\"{}\"", "x".repeat(5_000))), "5000 bytes", ">a");
    check(r#""root":1,"recent":[7],"nodes":[{"id":1,"pane":"a"}]"#, "no pane", ">a");
    check(r#""root":1,"recent":7,"nodes":[{"id":1,"pane":"a"}]"#, "recent", ">a");
    check(r#""root":1,"zoomed":7,"nodes":[{"id":1,"pane":"a"}]"#, "zoomed", ">a");
    check(r#""root":1,"next_id":-1,"nodes":[{"id":1,"pane":"a"}]"#, "next_id", ">a");
    check(r#""root":1,"next_id":18446744073709551615,"nodes":[{"id":1,"pane":"a"}]"#, "next_id", ">a");
    check(r#""root":1,"nodes":7"#, "nodes", "empty");
    check(r#""root":1,"nodes":[7,{"id":1,"pane":"a"}]"#, "nodes[0]", ">a");
}

#[test]
fn what_is_no_layout_file_is_refused_by_name() {
    let kind =
        |text: &str| (load(text).map(|_| ()).map_err(|e| e.kind()), repair(text).map(|_| ()).map_err(|e| e.kind()));
    let both = |name| (Err(name), Err(name));
    assert_eq!(kind(""), both("NotJson"));
    assert_eq!(kind("{"), both("NotJson"));
    assert_eq!(kind("[]"), both("WrongFormat"));
    assert_eq!(kind("null"), both("WrongFormat"));
    assert_eq!(kind("{}"), both("WrongFormat"));
    assert_eq!(kind(r#"{"format":"tiles","version":2}"#), both("WrongFormat"));
    assert_eq!(kind(r#"{"format":"multisplit-layout"}"#), both("NoVersion"));
    assert_eq!(kind(r#"{"format":"multisplit-layout","version":0}"#), both("NoVersion"));
    assert_eq!(kind(r#"{"format":"multisplit-layout","version":-2}"#), both("NoVersion"));
    assert_eq!(kind(r#"{"format":"multisplit-layout","version":2.5}"#), both("NoVersion"));
    assert_eq!(kind(r#"{"format":"multisplit-layout","version":"2"}"#), both("NoVersion"));
    assert_eq!(kind(r#"{"format":"multisplit-layout","version":3}"#), both("TooNew"));
    assert_eq!(kind(r#"{"format":"multisplit-layout","version":18446744073709551615}"#), both("TooNew"));
    assert_eq!(kind(&"[".repeat(100_000)), both("NotJson"));
    assert_eq!(kind(&format!("{}{}", head("\"x\":").trim_end_matches('}'), "[".repeat(200_000))), both("NotJson"));
}

#[test]
fn the_error_says_where_in_the_file() {
    let error =
        load(&head(r#""root":1,"nodes":[{"id":1,"row":[2,9]},{"id":2,"pane":"a"}]"#)).map(|_| ()).expect_err("broken");
    assert_eq!(error.to_string(), "nodes[0].row[1]: there is no node 9; left out");
}

#[test]
fn a_file_deeper_than_the_limit_is_refused_and_its_panes_are_kept() {
    let depth = multisplit::limits::MAX_DEPTH + 10;
    let mut nodes = vec![];
    for at in 0..depth {
        let (id, next) = (at * 2 + 1, at * 2 + 3);
        let form = ["row", "column"][at % 2];
        nodes.push(format!(r#"{{"id":{id},"{form}":[{},{next}]}},{{"id":{},"pane":"p{at}"}}"#, id + 1, id + 1));
    }
    nodes.push(format!(r#"{{"id":{},"pane":"last"}}"#, depth * 2 + 1));
    let text = head(&format!(r#""root":1,"nodes":[{}]"#, nodes.join(",")));
    assert!(load(&text).is_err());
    let (layout, _) = repair(&text).expect("something to mend");
    assert_eq!(layout.tree().pane_count(), depth + 1);
}

/// Returns the text of a layout of about the given number of bytes that contains everything.
fn sample(bytes: usize) -> String {
    let mut layout = show("row(a{w 10..500, low}, tabs(b, *c), #d); float(1 2 30 40) e");
    for at in 0.. {
        let place = ["right", "bottom", "tab", "left", "after"][at % 5];
        crate::check::run(&mut layout, &format!("split a {place} w{at} .37"), 0).expect("free");
        if layout.save().to_text().len() >= bytes {
            break;
        }
    }
    layout.save().to_text()
}

#[test]
fn every_prefix_of_a_file_is_refused_and_what_is_whole_in_it_can_be_had() {
    let text = sample(4_096);
    let whole = load(&text).expect("whole").tree().pane_count();
    let mut most = 0;
    for end in 0..text.trim_end().len() {
        assert!(load(&text[..end]).is_err(), "cut at {end}");
        match repair(&text[..end]) {
            Err(error) => assert!(most == 0, "cut at {end}: {error}"),
            Ok((layout, problems)) => {
                assert!(!problems.is_empty(), "cut at {end}: nothing was said");
                let panes = layout.tree().pane_count();
                assert!(panes >= most, "cut at {end}: {panes} panes of {most} that were there with less");
                most = panes;
            }
        }
    }
    assert_eq!(most, whole, "all but the last brackets is all panes");
}

#[test]
fn what_people_break_by_hand_is_repaired_with_a_line_each() {
    let good = head(r#""root":1,"nodes":[{"id":1,"row":[2,3]},{"id":2,"pane":"a"},{"id":3,"pane":"b"}]"#);
    let broken =
        [format!("\u{feff}{good}"), good.replace("]}", "],}"), good.replace("}]}", "},]}"), format!("{good} end")];
    for text in broken {
        assert_eq!(load(&text).map(|_| ()).map_err(|e| e.kind()), Err("NotJson"), "{text}");
        let (layout, problems) = repair(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(write(&layout), "row(>a, b)", "{text}: {problems:?}");
        assert_eq!(examine(&text, ReadLimits::default()), problems, "what is examined is what is repaired");
    }
}

#[test]
fn a_root_that_is_not_there_is_the_branch_that_nothing_leads_to() {
    let nodes = r#""nodes":[{"id":3,"row":[1,2],"shares":[1,3]},{"id":1,"pane":"a"},{"id":2,"pane":"b"}]"#;
    check(&format!(r#""root":44,{nodes}"#), "no node 44", "row(>a .25, b .75)");
    check(nodes, "node 3 was taken", "row(>a .25, b .75)");
    let two = r#""root":3,"nodes":[{"id":3,"row":[1,2]},{"id":1,"pane":"a"},{"id":2,"pane":"b"},{"id":4,"column":[5,6],"shares":[1,4]},{"id":5,"pane":"c"},{"id":6,"pane":"d"}]"#;
    check(two, "nothing leads to node 4", "row(>a, b, tabs(*col(c .2, d .8)))");
}

#[test]
fn nested_rows_are_made_one_in_the_time_it_takes_to_read_them() {
    // Doubling the depth may double the work, but must not take four times as long.
    let nested = |depth: usize| {
        let mut nodes = vec![];
        for at in 0..depth {
            let id = at * 2 + 1;
            nodes.push(format!(r#"{{"id":{id},"row":[{},{}]}},{{"id":{},"pane":"p{at}"}}"#, id + 1, id + 2, id + 1));
        }
        nodes.push(format!(r#"{{"id":{},"pane":"last"}}"#, depth * 2 + 1));
        head(&format!(r#""root":1,"nodes":[{}]"#, nodes.join(",")))
    };
    let depth = multisplit::limits::MAX_DEPTH - 1;
    let (layout, problems) = repair(&nested(depth)).expect("repaired");
    assert_eq!((layout.tree().pane_count(), problems.len()), (depth + 1, depth - 1));
    // The outermost pane has half of the space and the next one a quarter, whatever is below.
    let root = layout.tree().surfaces()[0].root.expect("a root");
    let shares: Vec<u32> =
        layout.tree().children(root).take(3).map(|node| layout.tree().share(node).map_or(0, Share::get)).collect();
    assert!(shares[0].abs_diff(2 * shares[1]) <= 2 && shares[1].abs_diff(2 * shares[2]) <= 2, "{shares:?}");
}

#[test]
fn a_small_file_of_millions_of_values_is_refused_before_they_take_memory() {
    let values = r#"{"":0},"#.repeat(800_000);
    for text in [
        head(&format!(r#""x":[{values}0],"root":1,"nodes":[{{"id":1,"pane":"a"}}]"#)),
        head(&format!(r#""root":1,"nodes":[{values}{{"id":1,"pane":"a"}}]"#)),
        head(&format!(r#""root":1,"nodes":[{{"id":1,"pane":"a","x":[{values}0]}}]"#)),
    ] {
        assert_eq!(load(&text).map(|_| ()).map_err(|e| e.kind()), Err("TooManyValues"));
        assert_eq!(repair(&text).map(|_| ()).map_err(|e| e.kind()), Err("TooManyValues"));
    }
}

#[test]
fn every_flipped_bit_is_an_error_or_a_valid_layout() {
    flip_bits(&sample(4_096), 1);
}

#[test]
fn flipped_bits_of_a_large_file_are_errors_or_valid_layouts() {
    let asked = std::env::var("MULTISPLIT_FLIP_STEP").ok().and_then(|step| step.parse().ok());
    flip_bits(&sample(65_536), asked.unwrap_or(STRIDE));
}

fn flip_bits(text: &str, stride: usize) {
    let old = show("row(>old, older)");
    let before = saved(&old);
    let mut bytes = text.as_bytes().to_vec();
    for bit in (0..bytes.len() * 8).step_by(stride) {
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let (mut strict, mut mended) = (old.clone(), old.clone());
            let read = strict.load(text, ReadLimits::default());
            match mended.load_repaired(text, ReadLimits::default()) {
                Ok(problems) => {
                    assert_sound(&mut mended);
                    assert_eq!(read.is_ok(), problems.is_empty(), "bit {bit}: {read:?} {problems:?}");
                }
                Err(error) => assert_eq!((&read, saved(&mended)), (&Err(error), before.clone()), "bit {bit}"),
            }
            let want = if read.is_ok() { saved(&mended) } else { before.clone() };
            assert_eq!(saved(&strict), want, "bit {bit}");
        }
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn the_tree_of_a_refused_file_is_never_seen() {
    let mut layout = show("row(>old, older)");
    let changes = layout.tree().revision();
    let text = head(r#""root":1,"nodes":[{"id":1,"row":[2,2]},{"id":2,"pane":"a"}]"#);
    assert!(layout.load(&text, ReadLimits::default()).is_err());
    assert_eq!(layout.tree().revision(), changes);
    assert_eq!(layout.tree().surfaces().len(), Tree::new().surfaces().len());
    assert!(layout.poll_event().is_none_or(|e| e.name() != "layout_changed"));
}

#[test]
fn a_focus_that_is_not_there_does_not_find_a_pane_whose_number_was_made_up() {
    let text = head(
        r#""next_id":10,"root":3,"recent":[10],"nodes":[{"id":3,"row":[1,2]},{"id":1,"pane":"a"},{"id":2,"pane":"b"},{"id":1,"pane":"c"}]"#,
    );
    let (_, problems) = repair(&text).expect("something to mend");
    assert!(problems.iter().any(|problem| problem.path == "recent[0]"), "{problems:?}");
}

/// A megabyte of commas once took four seconds, and twice as much took four times as long.
#[test]
fn commas_without_end_cost_one_pass() {
    let commas = format!("{{\"x\":[{}]}}", vec!["[1,]"; 90_000].join(",\n"));
    let start = std::time::Instant::now();
    let (text, problems) = multisplit::file::repair_json(&commas);
    assert!(problems.iter().any(|problem| problem.path == "line 3"));
    assert!(text.len() < commas.len() && start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
}
