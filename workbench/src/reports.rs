//! A file for each panic, so that there is something to send. It says what broke and where, and holds no text of the user.
//!
//! The session is not touched here: it is on the disk already, and the guard of the window saves what is not.

use multisplit_disk::Frame;
use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The number of reports that are kept. The oldest go first.
const MAX_REPORTS: usize = 20;
/// The length of a message in characters. A longer one may quote a text of the user.
const MAX_MESSAGE: usize = 300;

/// Writes a report for each panic from now on, besides what the panic prints.
pub(crate) fn begin(folder: PathBuf) {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        print(panic);
        // A frame that breaks may wait for its report. An error is ignored: the panic itself was printed.
        drop(Frame::wait_in(|| write(&folder, &text_of(panic))));
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

/// Writes a report under a new name, and removes the oldest.
fn write(folder: &Path, text: &str) -> Result<(), multisplit_host::WriteError> {
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
    Ok(())
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
    use super::{MAX_REPORTS, reports, write};
    use std::fs;

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
