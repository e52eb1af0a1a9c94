//! The program ends in every way but a polite one while the user types: nothing that was typed is lost.

use crate::desk::Desk;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Opens a window on a file and types some words into it.
fn typing() -> Desk {
    let mut desk = Desk::new();
    desk.write("notes.txt", "hello\n");
    desk.start(&["notes.txt"]);
    desk.until_session("the editor is open", |s| s["states"].get("editor:notes.txt").is_some());
    for word in 0..5 {
        desk.type_text(&format!("word{word} "));
    }
    desk
}

#[test]
fn signals_that_end_the_program_save_what_was_typed_the_moment_before() {
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let mut desk = typing();
        desk.type_text("LAST");
        assert!(desk.signal(signal), "SIG{signal}: it ends by itself and without a fault");
        assert!(desk.session_text().contains("word4 LAST"), "SIG{signal}: {}", desk.session_text());
    }
}

#[test]
fn a_second_signal_does_not_end_what_the_first_one_saves() {
    for (first, second) in [("TERM", "HUP"), ("HUP", "TERM"), ("INT", "INT")] {
        let mut desk = typing();
        desk.type_text("LAST");
        assert!(desk.signals(first, second), "SIG{first}, SIG{second}: it ends by itself and without a fault");
        assert!(desk.session_text().contains("word4 LAST"), "SIG{first}, SIG{second}: {}", desk.session_text());
    }
}

#[test]
fn a_display_that_goes_away_takes_nothing_with_it() {
    let mut desk = typing();
    desk.type_text("LAST");
    // Keys travel through the display: a key that it never delivered counts as never typed.
    desk.until("the last word is seen", |desk| desk.session_text().contains("LAST"));
    desk.type_text("MORE");
    std::thread::sleep(std::time::Duration::from_millis(100));
    desk.kill_display();
    assert!(desk.session_text().contains("word4 LASTMORE"), "{}", desk.session_text());
}

#[test]
fn a_program_that_is_killed_while_keys_come_without_a_pause_has_lost_a_second_at_most() {
    let mut desk = typing();
    // One key per 15 ms: there is no pause in three seconds.
    for _ in 0..20 {
        desk.type_text("abcdefghij");
    }
    desk.kill();
    let session = desk.session_text();
    let kept = session.matches("abcdefghij").count();
    assert!(kept >= 10, "{kept} of 20 words of ten keys are kept: {session}");
}

/// A disk that has no space left until it is freed: a small file system, or, if none can be mounted, a file in place of the folder
/// of the sessions, so that every write fails.
enum FullDisk {
    Mounted(PathBuf),
    Blocked(PathBuf),
}

/// A small file system; it is unmounted at the end of the test, even if the test fails.
struct Mount(PathBuf);

impl Drop for Mount {
    fn drop(&mut self) {
        // The program may still have files open on it.
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

impl FullDisk {
    /// Mounts a small file system at the place of the state; must be called before the program starts.
    fn mount(state: &Path) -> Option<Mount> {
        let place = state.join("multisplit");
        fs::create_dir_all(&place).expect("made");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(&place).status();
        mounted.is_ok_and(|status| status.success()).then_some(Mount(place))
    }

    fn fill(mounted: Option<&Mount>, state: &Path) -> Self {
        if let Some(Mount(place)) = mounted {
            // Writing fails as soon as the space is used up.
            let filled = fs::write(place.join("filler"), vec![0; 4 << 20]);
            assert!(filled.is_err(), "it is full");
            return Self::Mounted(place.clone());
        }
        let sessions = state.join("multisplit/sessions");
        fs::rename(&sessions, sessions.with_extension("away")).expect("moved");
        fs::write(&sessions, "in the way").expect("written");
        Self::Blocked(sessions)
    }

    fn free(self) {
        match self {
            Self::Mounted(place) => fs::remove_file(place.join("filler")).expect("removed"),
            Self::Blocked(sessions) => {
                fs::remove_file(&sessions).expect("removed");
                fs::rename(sessions.with_extension("away"), sessions).expect("moved back");
            }
        }
    }
}

#[test]
fn a_disk_that_is_full_for_a_while_costs_nothing_and_quitting_asks_as_long_as_it_is() {
    let mut desk = Desk::new();
    let mounted = FullDisk::mount(desk.state());
    // Longer than a page of the disk: a short change would still fit into the last page of the log.
    desk.write("notes.txt", &"hello\n".repeat(3_000));
    desk.start(&["notes.txt"]);
    desk.type_text("before ");
    desk.until("it is saved", |desk| desk.session_text().contains("before"));
    let full = FullDisk::fill(mounted.as_ref(), desk.state());
    desk.type_text("meanwhile ");
    desk.key("alt+F4");
    // The question keeps the window open: it is still there after the time that closing would take.
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert!(desk.runs(), "it asks");
    desk.key("Escape");
    desk.type_text("after ");
    full.free();
    desk.until("it is tried again by itself", |desk| desk.session_text().contains("before meanwhile after "));
    desk.quit();
    assert!(desk.session_text().contains("before meanwhile after "));
}

#[test]
fn a_second_window_on_the_same_folder_touches_nothing_of_the_first() {
    let mut desk = typing();
    desk.until("all is saved", |desk| desk.session_text().contains("word4"));
    let before = sessions(desk.state());
    let first = desk.set_aside();
    desk.start(&["."]);
    // Its states come with its first frames: before those, it hears no key.
    let is_at_work = |bytes: &[u8]| bytes.windows(16).any(|at| at == b"state/files:tree");
    desk.until("the second window has its own session", |desk| {
        let all = sessions(desk.state());
        all.len() > before.len() && all.iter().all(|(_, bytes)| is_at_work(bytes))
    });
    desk.quit();
    let after = sessions(desk.state());
    for (path, text) in &before {
        assert!(after.contains(&(path.clone(), text.clone())), "{} is as it was", path.display());
    }
    desk.take_up(first);
    desk.kill();
}

/// Returns the session files and their contents.
fn sessions(state: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(state.join("multisplit/sessions")).expect("there").flatten().map(|file| file.path());
    let mut all: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|e| e == "log"))
        .map(|path| (path.clone(), fs::read(path).expect("readable")))
        .collect();
    all.sort();
    all
}
