//! Reads callgrind's output: the total number of counted instructions. It rejects a file without a total. It also rejects a total of
//! zero, because the counted function was never entered then.

/// Returns the number of instructions (`Ir`) of the whole file.
pub(super) fn instructions(text: &str) -> Result<u64, String> {
    let events = field(text, "events:").ok_or("callgrind says no events")?;
    let column =
        events.split_whitespace().position(|event| event == "Ir").ok_or("callgrind counted no instructions")?;
    // A file of an interrupted run has a summary but no totals.
    let totals = field(text, "totals:").or_else(|| field(text, "summary:")).ok_or("callgrind says no totals")?;
    let total = totals.split_whitespace().nth(column).ok_or("callgrind's totals are too few")?;
    match total.parse() {
        Ok(0) => Err("nothing was counted: the function to be counted was not entered".to_owned()),
        Ok(total) => Ok(total),
        Err(_) => Err(format!("callgrind's total is {total:?}")),
    }
}

/// Returns the rest of the first line that starts with `name`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::instructions;

    const FILE: &str = "\
# callgrind format
version: 1
creator: callgrind-3.19.0
pid: 7
cmd:  counts hit-10k
part: 1


desc: I1 cache:
desc: Trigger: Program termination

positions: line
events: Ir
summary: 675682


ob=(3) /target/counts/counts
fl=(3) ???
fn=(4) counted_from_here
0 1024
calls=256 0
0 674658

totals: 675682
";

    #[test]
    fn the_total_is_what_was_counted() {
        assert_eq!(instructions(FILE), Ok(675_682));
    }

    #[test]
    fn instructions_are_found_among_other_events() {
        let text = "events: Bc Ir Dr\nsummary: 1 2 3\ntotals: 10 20 30\n";
        assert_eq!(instructions(text), Ok(20));
        assert_eq!(instructions("events: Ir\nsummary: 5\n"), Ok(5));
    }

    #[test]
    fn what_holds_no_count_is_said() {
        let check = |text: &str, part: &str| {
            let error = instructions(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        };
        check("", "no events");
        check("events: Dr\ntotals: 5\n", "no instructions");
        check("events: Ir\n", "no totals");
        check("events: Dr Ir\ntotals: 5\n", "too few");
        check("events: Ir\ntotals: many\n", "many");
        check("events: Ir\ntotals: 0\n", "not entered");
    }
}
