//! Tests of the table and its comparison, as text.

use super::{Comparison, Count, Table};

fn counts(counts: &[(&str, u64)]) -> Vec<Count> {
    counts.iter().map(|(name, tenths)| Count { name: (*name).to_owned(), tenths: *tenths }).collect()
}

fn check(kept: &[(&str, u64)], now: &[(&str, u64)], faults: usize, lines: &[&str]) {
    let comparison = Comparison::new(&counts(kept), &counts(now));
    let text = comparison.to_string();
    let found: Vec<String> =
        text.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(found, lines);
    assert_eq!(comparison.faults(), faults, "{text}");
}

#[test]
fn more_than_a_twentieth_above_is_a_fault_and_below_is_none() {
    check(&[("hit", 10_000)], &[("hit", 10_500)], 0, &["hit 1000.0 1050.0 +5.0 %"]);
    check(&[("hit", 10_000)], &[("hit", 10_501)], 1, &["hit 1000.0 1050.1 +5.0 % MORE"]);
    check(&[("hit", 10_000)], &[("hit", 9_500)], 0, &["hit 1000.0 950.0 -5.0 %"]);
    check(&[("hit", 10_000)], &[("hit", 9_499)], 0, &["hit 1000.0 949.9 -5.0 % less"]);
    check(&[("hit", 10_000)], &[("hit", 9_999)], 0, &["hit 1000.0 999.9 0.0 %"]);
}

#[test]
fn an_operation_that_came_or_went_has_to_be_written_down() {
    check(
        &[("old", 10), ("both", 20)],
        &[("both", 20), ("new", 30)],
        2,
        &["both 2.0 2.0 0.0 %", "new - 3.0 - not in the table", "old 1.0 - - not counted any more"],
    );
}

#[test]
fn a_table_is_read_as_it_was_written() {
    let table =
        Table { made_with: "rustc 1.95.0, some target".to_owned(), counts: counts(&[("a", 5), ("b-10k", 1234)]) };
    assert_eq!(table.to_string().parse(), Ok(table));
}

#[test]
fn a_line_that_is_no_count_is_said() {
    let check = |text: &str, part: &str| {
        let error = text.parse::<Table>().unwrap_err();
        assert!(error.contains(part), "{error}");
    };
    check("made with: x\n\nhit 12\n", "line 3");
    check("made with: x\nhit 12.34\n", "line 2");
    check("made with: x\nhit\n", "line 2");
    check("hit 12.0\n", "made with");
    check("", "made with");
}

#[test]
fn a_count_is_the_mean_of_the_turns() {
    assert_eq!(Count::new("hit", 25, 2), Ok(Count { name: "hit".to_owned(), tenths: 125 }));
    assert!(Count::new("hit", 25, 0).is_err());
}
