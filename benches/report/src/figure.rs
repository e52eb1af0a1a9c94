//! Figures by name, and the command line that selects them. It rejects unknown arguments instead of measuring something else.

use crate::report::{Report, complain};
use std::process::ExitCode;

/// The name of a figure, and the function that measures it and prints its rows.
pub type Figure = (&'static str, fn(&mut Report) -> Result<(), String>);

/// Measures the figures that the arguments select: `--quick`, `--figure NAME`.
///
/// The exit code is 1 if a goal is missed by more than a tenth, and 2 if nothing could be measured.
pub fn run(program: &str, figures: &[Figure], arguments: &[String]) -> ExitCode {
    finish(program, measure(program, figures, arguments))
}

/// Returns the exit code of a program that met its goals, missed one, or could not measure.
pub fn finish(program: &str, outcome: Result<bool, String>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            complain(program, &message);
            ExitCode::from(2)
        }
    }
}

/// Measures figures. Returns `true` if all goals are met, with a tolerance of a tenth.
fn measure(program: &str, figures: &[Figure], arguments: &[String]) -> Result<bool, String> {
    let (quick, wanted) = read(program, figures, arguments)?;
    let mut report = Report::new(quick);
    for (name, measure) in wanted {
        measure(&mut report).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(report.is_good())
}

/// Parses the arguments. Returns whether the run is quick, and the selected figures.
fn read(program: &str, figures: &[Figure], arguments: &[String]) -> Result<(bool, Vec<Figure>), String> {
    let (mut quick, mut only) = (false, None);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--quick" => quick = true,
            "--figure" => only = Some(rest.next().ok_or("--figure wants a name")?),
            other => return Err(format!("{other}: {program} takes --quick and --figure NAME")),
        }
    }
    let wanted: Vec<Figure> =
        figures.iter().filter(|(name, _)| only.is_none_or(|only| only == name)).copied().collect();
    if wanted.is_empty() {
        let names: Vec<&str> = figures.iter().map(|(name, _)| *name).collect();
        return Err(format!("no such figure; there are {}", names.join(", ")));
    }
    Ok((quick, wanted))
}

#[cfg(test)]
mod tests {
    use super::{Figure, read};

    const FIGURES: &[Figure] = &[("one", |_| Ok(())), ("two", |_| Ok(()))];

    fn check(arguments: &[&str], expect: Result<(bool, &[&str]), &str>) {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let found = read("peers", FIGURES, &arguments);
        let found = found.map(|(quick, figures)| (quick, figures.iter().map(|(name, _)| *name).collect::<Vec<_>>()));
        match (found, expect) {
            (Ok(found), Ok((quick, names))) => assert_eq!(found, (quick, names.to_vec())),
            (Err(found), Err(part)) => assert!(found.contains(part), "{found}"),
            (found, expect) => panic!("{found:?} instead of {expect:?}"),
        }
    }

    #[test]
    fn only_the_figure_that_is_asked_for_is_measured() {
        check(&[], Ok((false, &["one", "two"])));
        check(&["--quick", "--figure", "two"], Ok((true, &["two"])));
    }

    #[test]
    fn a_word_it_does_not_know_is_said() {
        check(&["--figure", "three"], Err("there are one, two"));
        check(&["--figure"], Err("wants a name"));
        check(&["--fast"], Err("--fast"));
    }
}
