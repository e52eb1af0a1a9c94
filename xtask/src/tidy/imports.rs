//! Forbids glob imports, so that a reader sees where each name comes from. Test modules are no exception.

use super::Fault;
use super::source::Source;

pub(crate) fn check(source: &Source<'_>) -> Vec<Fault> {
    let globs = source.names.iter().filter(|name| name.segments.last().is_some_and(|segment| segment == "*"));
    let fault = |name: &super::source::Name| {
        Fault::error(source.path, name.line, format!("no glob import: `{}`", name.written()))
    };
    globs.map(fault).collect()
}
