//! Numbers as words: short, with their unit, and the same everywhere.
//!
//! Invariant: no number, however absurd, becomes longer than a few dozen characters.

use crate::limits;

/// Returns bytes with three digits, in steps of a thousand: `12.3 MB`.
pub(crate) fn bytes(bytes: u64) -> String {
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let (mut value, mut unit) = (bytes as f64 / 1e3, 0);
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    // From 999.5 on, three digits round to 1000, which belongs to the next unit.
    while value >= 999.5 && unit + 1 < UNITS.len() {
        (value, unit) = (value / 1e3, unit + 1);
    }
    format!("{} {}", three_digits(value), UNITS[unit])
}

/// Returns a count with separators, or with an exponent from a million million on.
pub(crate) fn count(count: u64) -> String {
    if count >= 1_000_000_000_000 {
        return format!("{:.2e}", count as f64);
    }
    let digits = count.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// Returns microseconds as milliseconds, without the unit; `-` if the value is unknown.
pub(crate) fn millis(micros: f64) -> String {
    let millis = micros / 1e3;
    if !millis.is_finite() || millis < 0.0 {
        "-".to_owned()
    } else if millis >= 1e9 {
        format!("{millis:.1e}")
    } else if millis >= 999.5 {
        count(millis.round() as u64)
    } else if millis < 1.0 && millis > 0.0 {
        format!("{millis:.3}")
    } else {
        three_digits(millis)
    }
}

/// Returns a time span with the unit that fits: `850 ms`, `12.3 s`, `4.50 min`, `3.20 h`, `12.0 d`.
pub(crate) fn span(micros: u64) -> String {
    const UNITS: [(f64, &str); 4] = [(86_400e6, "d"), (3_600e6, "h"), (60e6, "min"), (1e6, "s")];
    let value = micros as f64;
    match UNITS.iter().find(|(unit, _)| value >= *unit) {
        Some((unit, name)) if value / unit >= 1e6 => format!("{:.1e} {name}", value / unit),
        Some((unit, name)) => format!("{} {name}", three_digits(value / unit)),
        None => format!("{} ms", millis(value)),
    }
}

/// Returns a fraction of one as a percentage; `-` if it is not finite.
pub(crate) fn percent(part: f64) -> String {
    if part.is_finite() { format!("{:.1} %", part * 100.0) } else { "-".to_owned() }
}

/// Returns a number with about three significant digits.
pub(crate) fn three_digits(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        ..9.995 => format!("{value:.2}"),
        ..99.95 => format!("{value:.1}"),
        ..1e6 => format!("{value:.0}"),
        _ => format!("{value:.1e}"),
    }
}

/// Returns a name of the engine, of an operation or a memory level, on one line.
pub(crate) fn name(name: &str) -> String {
    one_line(name, limits::NAME_CHARS)
}

/// Returns a text of unknown origin on one line, cut to at most `chars` characters.
pub(crate) fn one_line(text: &str, chars: usize) -> String {
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut line: String = text.chars().take(chars).map(shown).collect();
    if text.chars().nth(chars).is_some() {
        line.pop();
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{bytes, count, millis, one_line, percent, span};

    #[test]
    fn bytes_have_three_digits_and_the_unit_that_fits() {
        let words: Vec<String> =
            [0, 999, 1_000, 12_345, 999_499, 999_999, 1_000_000, 123_456_789, u64::MAX].map(bytes).to_vec();
        assert_eq!(words, ["0 B", "999 B", "1.00 kB", "12.3 kB", "999 kB", "1.00 MB", "1.00 MB", "123 MB", "18.4 EB"]);
    }

    #[test]
    fn counts_are_parted_every_three_digits() {
        let words: Vec<String> = [0, 999, 1_000, 1_234_567, u64::MAX].map(count).to_vec();
        assert_eq!(words, ["0", "999", "1,000", "1,234,567", "1.84e19"]);
    }

    #[test]
    fn times_are_readable_from_a_microsecond_to_the_end_of_time() {
        let words: Vec<String> =
            [0.0, 1.0, 123.4, 16_667.0, 1_234_567.0, 1e300, f64::NAN, f64::INFINITY, -1.0].map(millis).to_vec();
        assert_eq!(words, ["0", "0.001", "0.123", "16.7", "1,235", "1.0e297", "-", "-", "-"]);
        let words: Vec<String> = [0, 850_000, 12_300_000, 270_000_000, 11_520_000_000, u64::MAX].map(span).to_vec();
        assert_eq!(words, ["0 ms", "850 ms", "12.3 s", "4.50 min", "3.20 h", "2.1e8 d"]);
    }

    #[test]
    fn a_part_that_is_none_is_no_percentage() {
        assert_eq!([percent(0.5), percent(f64::NAN)], ["50.0 %", "-"]);
    }

    #[test]
    fn a_huge_foreign_text_is_cut_and_stays_on_its_line() {
        assert_eq!(one_line("a\nb\tc", 10), "a b c");
        assert_eq!(one_line(&"ä".repeat(1_000_000), 4), "äää…");
    }
}
