//! Lines of code by task, counted in a program's own text. It measures only what comments in the text mark, and it guesses nothing.
//!
//! `// task: NAME` … `// end` marks lines, and `// task: NAME` after code marks its line. The innermost mark counts. Blank lines and
//! comments are not counted.

use std::collections::BTreeMap;

/// The task of the lines that no other task marks.
pub const FRAME: &str = "frame of the program";

/// The name of the sum of all tasks.
const WHOLE: &str = "whole";

/// The tasks of the compared programs, in the order of the table.
const TASKS: [&str; 14] = [
    "shared state",
    "first layout",
    "drawing the panes",
    "several instances",
    "titles with color",
    "menu item",
    "+",
    "asking close",
    "toolbar",
    "save, load, reset",
    "log from events",
    "async pane",
    "undo",
    FRAME,
];

/// One row of the table: a task, and its lines in each program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<const N: usize> {
    /// The task.
    pub task: &'static str,
    /// The lines of each program. A task that a library does by itself has none.
    pub lines: [usize; N],
}

/// Returns the rows of a table of programs. The last row is the sum.
///
/// # Errors
/// Returns a message if a program marks a task that is not in the table, or if its marks are not in order.
pub fn table<const N: usize>(programs: [&str; N]) -> Result<Vec<Row<N>>, String> {
    let mut counts = Vec::with_capacity(N);
    for program in programs {
        let count = count(program)?;
        if let Some(unknown) = count.keys().find(|task| !TASKS.contains(task)) {
            return Err(format!("{unknown} is not a task of the table"));
        }
        counts.push(count);
    }
    let lines = |of: &dyn Fn(&BTreeMap<&str, usize>) -> usize| std::array::from_fn(|at| counts.get(at).map_or(0, of));
    let mut rows =
        TASKS.map(|task| Row { task, lines: lines(&|count| count.get(task).copied().unwrap_or(0)) }).to_vec();
    rows.push(Row { task: WHOLE, lines: lines(&|count| count.values().sum()) });
    Ok(rows)
}

/// Returns the lines of each task of a program.
///
/// # Errors
/// Returns a message if a mark is not ended, or ends nothing.
pub fn count(program: &str) -> Result<BTreeMap<&str, usize>, String> {
    let (mut lines, mut open) = (BTreeMap::new(), vec![FRAME]);
    for (at, line) in program.lines().enumerate() {
        let (code, mark) = line.split_once("// task: ").unwrap_or((line, ""));
        let code = code.trim();
        match (code, mark) {
            ("// end", _) if open.len() > 1 => drop(open.pop()),
            ("// end", _) => return Err(format!("line {}: nothing to end", at + 1)),
            ("", "") => {}
            ("", task) => open.push(task),
            _ if code.starts_with("//") => {}
            (_, task) => {
                let innermost = open.last().copied().unwrap_or(FRAME);
                *lines.entry(if task.is_empty() { innermost } else { task }).or_insert(0) += 1;
            }
        }
    }
    match open[..] {
        [_] => Ok(lines),
        _ => Err(format!("{} is not ended", open.last().copied().unwrap_or(FRAME))),
    }
}

#[cfg(test)]
mod tests {
    use super::{FRAME, count};

    fn check(program: &str, expect: &[(&str, usize)]) {
        assert_eq!(count(program), Ok(expect.iter().copied().collect()), "{program}");
    }

    #[test]
    fn a_line_is_counted_once_for_the_innermost_mark() {
        check("//! Text.\n\nuse a;\nfn b() {}", &[(FRAME, 2)]);
        check("a\n// task: x\nb\n// task: y\n// why\nc\n// end\nd\n// end\ne", &[(FRAME, 2), ("x", 2), ("y", 1)]);
        check("// task: x\na; // task: y\nb; // a word\n// end", &[("x", 1), ("y", 1)]);
    }

    #[test]
    fn a_mark_without_an_end_is_an_error() {
        assert!(count("// task: x\na").is_err_and(|error| error.contains("x is not ended")));
        assert!(count("a\n// end").is_err_and(|error| error.contains("line 2")));
    }
}
