//! A recording of which widgets came into view and when, as JSON lines, for `cargo xtask peers --replay FILE`, which replays it
//! on all caches. It contains names of files; the program does not send it anywhere.

use multisplit::{Cost, Moment, WidgetId};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// One widget that came into view.
#[derive(Serialize)]
struct Access<'a> {
    at_us: u64,
    id: &'a str,
    bytes: u64,
    rebuild_us: u64,
}

/// A recording.
pub(crate) struct Trace {
    file: BufWriter<File>,
}

impl Trace {
    /// Starts a recording; an existing file is replaced.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(File::create(path)?) })
    }

    pub(crate) fn note(&mut self, now: Moment, widget: &WidgetId, cost: Cost) -> io::Result<()> {
        let access =
            Access { at_us: now.micros(), id: widget.as_str(), bytes: cost.bytes, rebuild_us: cost.rebuild_micros };
        serde_json::to_writer(&mut self.file, &access)?;
        self.file.write_all(b"\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Trace;
    use multisplit::{Cost, Moment, WidgetId};

    #[test]
    fn a_look_is_a_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("trace.jsonl");
        let mut trace = Trace::create(&path).expect("made");
        let widget = WidgetId::new("editor:a \"b\".rs").expect("an id");
        trace.note(Moment::from_micros(7), &widget, Cost { bytes: 10, rebuild_micros: 20 }).expect("written");
        drop(trace);
        let line = std::fs::read_to_string(path).expect("readable");
        assert_eq!(line, "{\"at_us\":7,\"id\":\"editor:a \\\"b\\\".rs\",\"bytes\":10,\"rebuild_us\":20}\n");
    }
}
