//! New panes: opened where the user would expect them, split on every side, arranged by a template.

use crate::check::{check, check_with, refuse, show, write};
use multisplit::file::ReadLimits;
use multisplit::geometry::Direction;
use multisplit::{Bars, Command, Layout, Moment, Rules, WidgetId};

const TABBED: Rules = Rules { keep_last: false, bars: Bars::Always, docks: &[] };

#[test]
fn a_widget_opens_where_a_user_expects_it() {
    check("empty", "open a", ">a");
    check(">a", "open b", "row(a, >b)");
    check("row(>a, b)", "open c", "row(col(a, >c), b)");
    check("row(>a .75, b .25)", "open c", "row(col(a, >c) .75, b .25)");
    check("col(>a, b)", "open c", "col(row(a, >c), b)");
    check("row(a, tabs(>*b, c))", "open d", "row(a, tabs(b, >*d, c))");
    check("row(a, b, c, d, e, col(f, g, h, >i))", "open x", "row(a, b, c, d, e, col(f, g, h, tabs(i, >*x)))");
}

#[test]
fn a_kind_that_belongs_to_an_edge_opens_there_and_not_in_the_middle() {
    let docks: &[_] = &[("tree", Direction::Left), ("outline", Direction::Right), ("find", Direction::Left)];
    let rules = Rules { docks, ..Rules::default() };
    check_with(rules, "empty", "open tree:1", ">tree:1");
    check_with(rules, "row(a, >b)", "open tree:1", "row(>tree:1 .25, a .375, b .375)");
    check_with(rules, "col(a, >b)", "open outline:1", "row(col(a, b) .75, >outline:1 .25)");
    // With others of that edge as tabs, whichever has the focus.
    check_with(rules, "row(find:1 .2, >b .8)", "open tree:1", "row(tabs(find:1, >*tree:1) .2, b .8)");
    check_with(rules, "row(tabs(*find:1, x) .2, >b .8)", "open tree:1", "row(tabs(find:1, >*tree:1, x) .2, b .8)");
    // What is open or was closed recently has its place, and others have no edge.
    check_with(rules, "row(>a, tree:1)", "open tree:1", "row(a, >tree:1)");
    check_with(rules, "row(>a, tree:1)", "close tree:1;open tree:1", "row(a, >tree:1)");
    check_with(rules, ">a", "open b", "row(a, >b)");
}

#[test]
fn what_was_closed_with_others_opens_in_its_old_place() {
    check("row(a .8, >b .2)", "close b;open b", "row(a .8, >b .2)");
    check("row(>a .8, b .2)", "others a;open b", "row(a .8, >b .2)");
}

#[test]
fn opening_what_is_open_goes_there() {
    check("row(>a, tabs(b, *c))", "open b", "row(a, tabs(>*b, c))");
    check("row(>a, -b)", "open b", "row(a, >b)");
    check("row(>^a, b)", "open b", "row(a, >b)");
    check("row(>#a, b)", "open b", "row(#a, >b)");
}

#[test]
fn splitting_cuts_the_room_of_one_pane_on_the_side_asked_for() {
    check(">a", "split a left b", "row(>b, a)");
    check(">a", "split a right b .25", "row(a .75, >b .25)");
    check(">a", "split a top b .3", "col(>b .3, a .7)");
    check(">a", "split a bottom b", "col(a, >b)");
    check(">a", "split a before b .25", "row(>b .25, a .75)");
    check(">a", "split a after b .25", "row(a .75, >b .25)");
    check(">a", "split a tab b", "tabs(a, >*b)");
    check("row(>a, b)", "split a bottom c .2", "row(col(a .8, >c .2), b)");
}

#[test]
fn a_split_along_the_same_axis_is_a_sibling_and_others_keep_their_size() {
    check("row(>a .5, b .3, c .2)", "split b right d", "row(a .5, b .15, >d .15, c .2)");
    check("row(>a .5, b .3, c .2)", "split b left d .3333333333", "row(a .5, >d .1, b .2, c .2)");
    check("row(>a 3, b 1)", "split b left d", "row(a .75, >d .125, b .125)");
    check("row(>a 1000000, b 1)", "split b left d .25;shares d 3 1 3", "row(a .429, >d .143, b .429)");
}

#[test]
fn before_and_after_let_all_siblings_give_room_in_proportion() {
    check("row(>a .5, b .3, c .2)", "split b after d .5", "row(a .25, b .15, >d .5, c .1)");
    check("row(>a .5, b .3, c .2)", "split a before d .2", "row(>d .2, a .4, b .24, c .16)");
    check("col(>a, b)", "split b after c .3333333333", "col(a, b, >c)");
}

#[test]
fn a_pane_in_tabs_is_split_beside_its_tab_set() {
    check("row(>a, tabs(b, *c))", "split c right d", "row(a .5, tabs(b, *c) .25, >d .25)");
    check("row(>a, tabs(b, *c))", "split b top d", "row(a, col(>d, tabs(b, *c)))");
    check("tabs(>*a, b)", "split b left d .25", "row(>d .25, tabs(*a, b) .75)");
    check("tabs(>*a, b)", "split a tab d", "tabs(a, >*d, b)");
    check("tabs(>*a, b)", "split a before d", "tabs(>*d, a, b)");
    check("tabs(>*a, b)", "split a after d", "tabs(a, >*d, b)");
}

#[test]
fn splitting_ends_the_zoom_that_would_hide_the_new_pane() {
    check("row(>^a, b)", "split a right c", "row(a .25, >c .25, b .5)");
}

#[test]
fn what_cannot_be_split_is_refused() {
    refuse(">a", "split #99 right b", "NoSuchPane");
    refuse("row(>a, b)", "split a right b", "WidgetOpen");
    refuse(">a", "split a right b .01", "RatioOutOfRange");
    refuse(">a", "split a right b .951", "RatioOutOfRange");
    refuse(">a", "split a right b NaN", "RatioOutOfRange");
    let long = format!("open {}", "x".repeat(4097));
    refuse(">a", &long, "WidgetIdTooLong");
    assert!(WidgetId::new("").is_err() && WidgetId::new("x".repeat(4096)).is_ok());
}

#[test]
fn panes_nest_only_so_deep_and_what_was_made_can_be_saved() {
    let mut text = "p0".to_owned();
    for depth in 1..multisplit::limits::MAX_DEPTH {
        let form = if depth % 2 == 0 { "row" } else { "col" };
        text = format!("{form}({text}, p{depth})");
        if depth > 40 {
            break;
        }
    }
    let mut layout = show(&text);
    let mut last = multisplit_testing::text::pane(&layout, "p0");
    let mut refused = None;
    for at in 0..=multisplit::limits::MAX_DEPTH {
        let place = if at % 2 == 0 { multisplit::Placement::Right } else { multisplit::Placement::Bottom };
        let widget = WidgetId::new(format!("deep{at}")).expect("an id");
        match layout
            .run(Moment::ZERO, &Command::Split { pane: last, place, widget, ratio: multisplit::geometry::Ratio::HALF })
        {
            Ok(outcome) => last = outcome.pane.expect("a pane"),
            Err(error) => refused = Some(error.kind().name()),
        }
    }
    assert_eq!(refused, Some("TooDeep"));
    let mut edge = true;
    for place in ["left", "up", "right", "down"] {
        edge &= crate::check::run(&mut layout, &format!("move p1 edge {place}"), 0).is_ok();
    }
    assert!(!edge, "the surface was wrapped past the limit");
    let mut again = Layout::new();
    again.load(&layout.save().to_text(), ReadLimits::default()).expect("what was made can be read");
}

#[test]
fn every_pane_gets_a_tab_set_of_its_own_where_the_rules_say_so() {
    check_with(TABBED, "empty", "open a", "tabs(>*a)");
    check_with(TABBED, "tabs(>*a)", "open b", "tabs(a, >*b)");
    check_with(TABBED, "tabs(>*a)", "split a right b", "row(tabs(*a), tabs(>*b))");
    check_with(TABBED, "tabs(>*a)", "split a tab b;split b after c", "tabs(a, b, >*c)");
    check_with(TABBED, "tabs(a, >*b)", "move b right a", "row(tabs(*a), tabs(>*b))");
    check_with(TABBED, "tabs(a, >*b)", "move b edge up", "col(tabs(>*b), tabs(*a))");
    check_with(TABBED, "row(tabs(>*a), tabs(*b))", "close a", "tabs(>*b)");
    check_with(TABBED, "tabs(>*a, b)", "float a 0 0 9 9", "tabs(*b); float(0 0 9 9) tabs(>*a)");
    check_with(TABBED, "empty", "template columns a b", "row(tabs(>*a), tabs(*b))");
    check_with(
        TABBED,
        "empty",
        "template ide tree ed term out more",
        "row(tabs(>*tree) .2, col(tabs(*ed, more) .7, tabs(*term) .3) .6, tabs(*out) .2)",
    );
    check_with(TABBED, "row(tabs(>*a), tabs(*b))", "swap a b", "row(tabs(*b), tabs(>*a))");
}

#[test]
fn templates_lay_out_any_number_of_widgets() {
    check("empty", "template columns a", ">a");
    check("empty", "template columns a b c", "row(>a, b, c)");
    check("empty", "template rows a b c", "col(>a, b, c)");
    check("empty", "grid 2 2 a b c d", "col(row(>a, b), row(c, d))");
    check("empty", "grid 1 3 a b c", "row(>a, b, c)");
    check("empty", "grid 3 1 a b c", "col(>a, b, c)");
    check("empty", "grid 1 1 a", ">a");
    check("empty", "grid 2 3 a b c d e f", "col(row(>a, b, c), row(d, e, f))");
    check("empty", "template golden a b", "row(>a .618, b .382)");
    check("empty", "template golden a b c", "row(>a .618, col(b .618, c .382) .382)");
    check("empty", "template main a", ">a");
    check("empty", "template main a b", "row(>a .6, b .4)");
    check("empty", "template main a b c d", "row(>a .6, col(b, c, d) .4)");
    check("empty", "template ide a", ">a");
    check("empty", "template ide a b", "row(>a .2, b .8)");
    check("empty", "template ide a b c", "row(>a .2, col(b .7, c .3) .8)");
    check("empty", "template ide a b c d", "row(>a .2, col(b .7, c .3) .6, d .2)");
    check("empty", "template ide a b c d e f", "row(>a .2, col(tabs(*b, e, f) .7, c .3) .6, d .2)");
    check("empty", "template dashboard a", ">a");
    check("empty", "template dashboard a b", "col(>a .4, b .6)");
    check("empty", "template dashboard a b c", "col(>a .4, row(b, c) .6)");
    check("empty", "template dashboard a b c d", "col(>a .25, row(b, c) .375, d .375)");
    check("empty", "template dashboard a b c d e f", "col(>a .25, row(b, c, d) .375, row(e, f) .375)");
}

#[test]
fn templates_refuse_what_does_not_fit() {
    refuse(">a", "template columns b", "NotEmpty");
    refuse("empty", "template columns", "WidgetCount");
    refuse("empty", "template golden", "WidgetCount");
    refuse("empty", "grid 2 2 a b c", "WidgetCount");
    refuse("empty", "grid 0 0", "WidgetCount");
    refuse("empty", "grid 18446744073709551615 2 a", "WidgetCount");
    refuse("empty", "template rows a b a", "WidgetTwice");
    refuse("empty; float(0 0 9 9) a", "template rows b a", "WidgetOpen");
    check("empty; float(0 0 9 9) >a", "template rows b c", "col(>b, c); float(0 0 9 9) a");
}

#[test]
fn a_refused_command_says_so_in_words() {
    let mut layout = show("row(>a, b)");
    while layout.poll_event().is_some() {}
    let widget = WidgetId::new("b").expect("an id");
    let pane = multisplit_testing::text::pane(&layout, "a");
    let error = layout.run(Moment::ZERO, &Command::Replace { pane, widget }).expect_err("it is open");
    assert_eq!(error.to_string(), "the widget b is open in pane 2 already");
    let event = layout.poll_event().expect("an event");
    assert_eq!(event.name(), "command_refused");
    assert_eq!(write(&layout), "row(>a, b)");
}
