//! Limits the length of files and functions. Lines are counted as a reader sees them, from `fn` to `}`.

use proc_macro2::Delimiter;

use super::Fault;
use super::source::{Kind, Source, Token};

const FUNCTION_LINES: usize = 70;
const FILE_LINES: usize = 600;
const FILE_LINES_ADVISED: usize = 400;

pub(crate) fn check_file(path: &str, text: &str) -> Vec<Fault> {
    let lines = text.lines().count();
    let message = format!("{lines} lines: it holds two things, or its tests want a file of their own");
    if lines > FILE_LINES {
        vec![Fault::error(path, FILE_LINES + 1, format!("{message} (at most {FILE_LINES})"))]
    } else if lines > FILE_LINES_ADVISED {
        vec![Fault::warning(path, FILE_LINES_ADVISED + 1, format!("{message} (better {FILE_LINES_ADVISED})"))]
    } else {
        Vec::new()
    }
}

pub(crate) fn check_functions(source: &Source<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, window) in source.tokens.windows(2).enumerate() {
        let [Token { kind: Kind::Word(keyword), line }, Token { kind: Kind::Word(name), .. }] = window else {
            continue;
        };
        if keyword != "fn" {
            continue;
        }
        let lines = last_line(&source.tokens[index..]).map_or(0, |last| last - line + 1);
        if lines > FUNCTION_LINES {
            let message = format!("`{name}` has {lines} lines (at most {FUNCTION_LINES})");
            faults.push(Fault::error(source.path, *line, message));
        }
    }
    faults
}

/// Returns the last line of a function's body, or `None` if the function has no body.
fn last_line(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_body = false;
    for token in tokens {
        match token.kind {
            Kind::Open(Delimiter::Brace) if depth == 0 => {
                is_body = true;
                depth = 1;
            }
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => {
                // The bracket around the declaration closes, so there is no body.
                depth = depth.checked_sub(1)?;
                if depth == 0 && is_body {
                    return Some(token.line);
                }
            }
            Kind::Sign(';') if depth == 0 => return None,
            Kind::Word(_) | Kind::Sign(_) | Kind::Literal => {}
        }
    }
    None
}
