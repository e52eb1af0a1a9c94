//! The page that compares the programs: its table has the numbers that the count gives.

use multisplit_bench_report::tasks::table;

const PAGE: &str = include_str!("../../../docs/compared.md");
const PROGRAMS: [&str; 3] = [
    include_str!("../../src/compared/ours.rs"),
    include_str!("../../src/compared/tiles.rs"),
    include_str!("../../src/compared/dock.rs"),
];

#[test]
fn the_page_shows_the_lines_that_are_counted() {
    let rows = table(PROGRAMS).expect("the marks of the programs are in order");
    let expect: Vec<String> = rows
        .iter()
        .map(|row| format!("| {} | {} | {} | {} |", row.task, row.lines[0], row.lines[1], row.lines[2]))
        .collect();
    let found: Vec<&str> = PAGE.lines().filter(|line| is_counted(line)).collect();
    assert_eq!(found, expect, "docs/compared.md should have:\n{}", expect.join("\n"));
}

/// Returns `true` for a row whose other cells are numbers.
fn is_counted(line: &str) -> bool {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    cells.len() == 4 && cells[1..].iter().all(|cell| cell.parse::<usize>().is_ok())
}
