//! The table of counts: parsing, writing and comparing. It rejects a line that it does not understand, so that no line is lost.
//! Invariant: a written table is read back unchanged.

use std::fmt;
use std::str::FromStr;

/// The tolerated change of a count, in thousandths.
const MOST: u64 = 50;

const HEAD: &str = "\
# Instructions of each operation (callgrind's Ir), on the average of its turns: a name and a number a line.
# `cargo xtask bench-check` compares, `cargo xtask bench-check --update` writes this file.
";
const MADE_WITH: &str = "made with: ";

/// The counts of one build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The compiler, target and C library. Counts of another combination differ for reasons of their own.
    pub made_with: String,
    pub counts: Vec<Count>,
}

/// The count of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    name: String,
    /// The instructions per turn, in tenths.
    tenths: u64,
}

impl Count {
    /// Returns the average count of `turns` turns.
    ///
    /// # Errors
    /// Returns a message if `turns` is 0.
    pub(super) fn new(name: &str, instructions: u64, turns: u32) -> Result<Self, String> {
        let tenths = instructions.saturating_mul(10).checked_div(turns.into());
        let tenths = tenths.ok_or_else(|| format!("{name} ran not once"))?;
        Ok(Self { name: name.to_owned(), tenths })
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, number) = line.split_once(char::is_whitespace)?;
        let (whole, tenth) = number.trim().split_once('.')?;
        let (whole, tenth): (u64, u8) = (whole.parse().ok()?, tenth.parse().ok().filter(|tenth| *tenth < 10)?);
        Some(Self { name: name.to_owned(), tenths: whole.checked_mul(10)?.checked_add(tenth.into())? })
    }
}

impl FromStr for Table {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut made_with, mut counts) = (None, Vec::new());
        for (at, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(with) = line.strip_prefix(MADE_WITH) {
                made_with = Some(with.to_owned());
                continue;
            }
            counts.push(Count::parse(line).ok_or_else(|| format!("line {} is no name and count: {line}", at + 1))?);
        }
        Ok(Self { made_with: made_with.ok_or_else(|| format!("no line starts with `{MADE_WITH}`"))?, counts })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}{MADE_WITH}{}\n", self.made_with)?;
        let names = self.counts.iter().map(|count| count.name.len()).max().unwrap_or(0);
        for count in &self.counts {
            writeln!(f, "{:names$} {:>12}", count.name, in_words(count.tenths))?;
        }
        Ok(())
    }
}

/// Two tables side by side.
#[derive(Debug)]
pub(super) struct Comparison(Vec<Line>);

#[derive(Debug)]
struct Line {
    name: String,
    kept: Option<u64>,
    now: Option<u64>,
}

/// The result of comparing one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Same,
    Faster,
    Slower,
    /// The operation is not in the table.
    New,
    /// The operation is only in the table.
    Gone,
}

impl Comparison {
    /// Compares two tables. The lines keep the order of `now`, followed by the lines that are only in `kept`.
    pub(super) fn new(kept: &[Count], now: &[Count]) -> Self {
        let find = |among: &[Count], name: &str| among.iter().find(|count| count.name == name).map(|c| c.tenths);
        let counted = now.iter().map(|count| (&count.name, Some(count.tenths)));
        let gone = kept.iter().filter(|count| find(now, &count.name).is_none()).map(|count| (&count.name, None));
        let line = |(name, now): (&String, _)| Line { name: name.clone(), kept: find(kept, name), now };
        Self(counted.chain(gone).map(line).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the number of lines that require a change of the code or of the table.
    pub(super) fn faults(&self) -> usize {
        let is_fault = |line: &&Line| !matches!(line.verdict(), Verdict::Same | Verdict::Faster);
        self.0.iter().filter(is_fault).count()
    }

    pub(super) fn has_faster(&self) -> bool {
        self.0.iter().any(|line| line.verdict() == Verdict::Faster)
    }
}

impl Line {
    fn verdict(&self) -> Verdict {
        match (self.kept, self.now) {
            (_, None) => Verdict::Gone,
            (None, Some(_)) => Verdict::New,
            (Some(kept), Some(now)) if now.saturating_mul(1_000) > kept.saturating_mul(1_000 + MOST) => Verdict::Slower,
            (Some(kept), Some(now)) if now.saturating_mul(1_000) < kept.saturating_mul(1_000 - MOST) => Verdict::Faster,
            _ => Verdict::Same,
        }
    }

    fn change(&self) -> String {
        let (Some(kept @ 1..), Some(now)) = (self.kept, self.now) else { return "-".to_owned() };
        #[allow(clippy::cast_precision_loss)] // counts are far below 2^53
        let percent = (now as f64 / kept as f64 - 1.0) * 100.0;
        // Such a small change could be printed as -0.0.
        if percent.abs() < 0.05 { "0.0 %".to_owned() } else { format!("{percent:+.1} %") }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|line| line.name.len()).max().unwrap_or(0).max("operation".len());
        writeln!(f, "{:names$} {:>12} {:>12} {:>9}", "operation", "kept", "now", "change")?;
        for line in &self.0 {
            let said = match line.verdict() {
                Verdict::Same => "",
                Verdict::Faster => "  less",
                Verdict::Slower => "  MORE",
                Verdict::New => "  not in the table",
                Verdict::Gone => "  not counted any more",
            };
            let number = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), in_words);
            let (kept, now, change) = (number(line.kept), number(line.now), line.change());
            writeln!(f, "{:names$} {kept:>12} {now:>12} {change:>9}{said}", line.name)?;
        }
        Ok(())
    }
}

fn in_words(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests;
