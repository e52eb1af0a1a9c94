//! A file for each panic, so that there is something to send. It says what broke, where, and what was done last. It holds no text and no name of
//! the user.
//!
//! The session is not touched here: it is on the disk already, and the guard of the window saves what is not.

use multisplit::{Intent, Moment, WidgetProvider, Workspace};
use multisplit_disk::Frame;
use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// The number of reports that are kept. The oldest go first.
const MAX_REPORTS: usize = 20;
/// The length of a message in characters. A longer one may quote a text of the user.
const MAX_MESSAGE: usize = 300;

/// The last report, until the steps that led to it are added.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);
/// Whether there is one. A frame looks at nothing else.
static IS_UNFINISHED: AtomicBool = AtomicBool::new(false);

/// Adds to the last report what was done before, if that is still to be done. The panic itself could not: it may have come from the engine.
pub(crate) fn finish<P: WidgetProvider>(workspace: &Workspace<P>) {
    if !IS_UNFINISHED.swap(false, Ordering::AcqRel) {
        return;
    }
    let Some(file) = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
    let added = Frame::wait_in(|| append(&file, &steps_text(workspace.recent_steps())));
    if let Err(error) = added {
        tracing::warn!(%error, "a report is without the last steps");
    }
}

fn append(file: &Path, text: &str) -> std::io::Result<()> {
    std::fs::OpenOptions::new().append(true).open(file)?.write_all(text.as_bytes())
}

/// Returns a line for each step. Widgets are called by their kinds and a number.
fn steps_text<'a>(steps: impl Iterator<Item = (Moment, &'a Intent)>) -> String {
    let mut names: Vec<String> = vec![];
    let mut text = "\nWhat was done last, with the time in ms:\n".to_owned();
    for (at, step) in steps {
        // Numbers and names are written to memory, which cannot fail.
        let step = serde_json::to_string(step).unwrap_or_default();
        let _ = writeln!(text, "{} {}", at.micros() / 1000, without_names(&step, &mut names));
    }
    text
}

/// Replaces all that may be words of the user in the JSON of a step: ids of widgets, names of groups and of transactions. The names that the
/// format has for its own parts stay, since they are keys or one word alone.
fn without_names(step: &str, names: &mut Vec<String>) -> String {
    let (mut out, mut rest) = (String::new(), step);
    while let Some((before, after)) = rest.split_once('"') {
        let end = end_of_string(after);
        let (text, left) = (&after[..end], after.get(end + 1..).unwrap_or_default());
        let is_key = left.starts_with(':');
        let is_own = is_key || OWN_WORDS.contains(&text);
        let text = if is_own { text.to_owned() } else { called(text, names) };
        let _ = write!(out, "{before}\"{text}\"");
        rest = left;
    }
    out + rest
}

/// The words that are values in the JSON of steps and not the user's.
const OWN_WORDS: [&str; 33] = [
    "undo",
    "redo",
    "commit",
    "rollback",
    "release",
    "cancel",
    "unzoom",
    "left",
    "right",
    "top",
    "bottom",
    "up",
    "down",
    "tab",
    "before",
    "after",
    "next",
    "previous",
    "horizontal",
    "vertical",
    "low",
    "normal",
    "high",
    "content",
    "chrome",
    "off",
    "fractions",
    "free",
    "main",
    "columns",
    "rows",
    "golden",
    "ide",
];

/// Returns the kind of a widget and a number, or the number alone.
fn called(text: &str, names: &mut Vec<String>) -> String {
    let number = names.iter().position(|name| name == text).unwrap_or_else(|| {
        names.push(text.to_owned());
        names.len() - 1
    });
    let kind = text.split_once(':').map_or("", |(kind, _)| kind);
    let is_plain = kind.len() <= 16 && kind.bytes().all(|byte| byte.is_ascii_lowercase());
    format!("{}:{number}", if is_plain { kind } else { "" })
}

/// Returns where a string of JSON ends, without its quotation mark.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    let ends = |byte: u8| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    };
    text.bytes().position(ends).unwrap_or(text.len())
}

/// Writes a report for each panic from now on, besides what the panic prints.
pub(crate) fn begin(folder: PathBuf) {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        print(panic);
        // A frame that breaks may wait for its report. An error is ignored: the panic itself was printed.
        if let Ok(file) = Frame::wait_in(|| write(&folder, &text_of(panic))) {
            *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
            IS_UNFINISHED.store(true, Ordering::Release);
        }
    }));
}

fn text_of(panic: &PanicHookInfo<'_>) -> String {
    let message = panic.payload_as_str().unwrap_or("a panic without a message");
    let message: String = message.chars().take(MAX_MESSAGE).collect();
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current().name().unwrap_or("a thread without a name").to_owned();
    format!(
        "MultiSplit {} on {} {}\n{message}\nat {place}, on {thread}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        Backtrace::force_capture()
    )
}

/// Writes a report under a new name, and removes the oldest. Returns the file.
fn write(folder: &Path, text: &str) -> Result<PathBuf, multisplit_host::WriteError> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let name = |n: usize| folder.join(format!("panic-{seconds:012}-{}-{n:02}.txt", std::process::id()));
    // At most as many as are kept; then the last one is replaced.
    let free = (0..MAX_REPORTS).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(MAX_REPORTS));
    multisplit_host::write_whole(&free, text.as_bytes())?;
    let all = reports(folder);
    for old in &all[..all.len().saturating_sub(MAX_REPORTS)] {
        if let Err(error) = std::fs::remove_file(old) {
            tracing::warn!(%error, "an old report stays");
        }
    }
    Ok(free)
}

/// Returns the reports, the oldest first.
fn reports(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    let is_ours = |path: &PathBuf| {
        path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with("panic-") && name.ends_with(".txt")
        })
    };
    let mut all: Vec<PathBuf> = files.filter(is_ours).collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::{MAX_REPORTS, append, reports, steps_text, write};
    use multisplit::{Command, Intent, Moment, Provided, Request, WidgetProvider, Workspace};
    use std::fs;

    struct Nothing;

    impl WidgetProvider for Nothing {
        type Widget = ();

        fn provide(&mut self, _: Request<'_, ()>) -> Provided<()> {
            Provided::Unknown
        }
    }

    #[test]
    fn the_last_steps_are_in_the_report_and_no_name_of_the_user_is() {
        let mut workspace = Workspace::new(Nothing);
        for (n, name) in ["editor:secret.txt", "term:1", "editor:secret.txt", "note:\"quoted\\"].into_iter().enumerate()
        {
            let command = Command::Open { widget: name.try_into().expect("an id") };
            drop(workspace.apply(Moment::from_micros(n as u64 * 2_000), Intent::Run(command)));
        }
        drop(workspace.apply(Moment::from_micros(9_000), Intent::Undo));
        drop(workspace.apply(Moment::from_micros(10_000), Intent::Begin("my secret name".to_owned())));
        let widgets = ["editor:secret.txt", "my:private"].map(|name| name.try_into().expect("an id")).to_vec();
        let template = Command::Template { template: multisplit::Template::Columns, widgets };
        drop(workspace.apply(Moment::from_micros(11_000), Intent::Run(template)));
        let text = steps_text(workspace.recent_steps());
        assert!(!["secret", "quoted", "private"].iter().any(|word| text.contains(word)), "{text}");
        let lines: Vec<&str> = text.trim().lines().skip(1).take(5).collect();
        let open = |ms: u64, widget: &str| format!(r#"{ms} {{"run":{{"open":{{"widget":"{widget}"}}}}}}"#);
        let expected =
            [open(0, "editor:0"), open(2, "term:1"), open(4, "editor:0"), open(6, "note:2"), "9 \"undo\"".to_owned()];
        assert_eq!(lines, expected);
        let folder = tempfile::tempdir().expect("a folder");
        let file = write(folder.path(), "report").expect("written");
        append(&file, &text).expect("added");
        assert!(fs::read_to_string(&file).expect("read").starts_with("report\nWhat was done last"));
    }

    #[test]
    fn each_panic_has_a_file_and_the_oldest_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("reports");
        for n in 0..3 {
            write(&at, &format!("report {n}")).expect("written");
        }
        let texts: Vec<String> = reports(&at).iter().map(|file| fs::read_to_string(file).expect("read")).collect();
        assert_eq!(texts, ["report 0", "report 1", "report 2"]);
        for n in 0..MAX_REPORTS {
            fs::write(at.join(format!("panic-{n:012}-1-00.txt")), "old").expect("written");
        }
        fs::write(at.join("notes.txt"), "mine").expect("written");
        write(&at, "last").expect("written");
        let all = reports(&at);
        assert_eq!(all.len(), MAX_REPORTS);
        assert!(all.iter().any(|file| fs::read_to_string(file).is_ok_and(|text| text == "last")));
        assert!(at.join("notes.txt").exists());
    }
}
