//! Tests of what the user is told when the file changes, and of following a file that grows.

use std::fs::{self, OpenOptions};
use std::sync::Arc;
use std::time::Instant;

use egui::Key;

use crate::LargeState;
use crate::limits::READ_PATIENCE;

use super::{NONE, Pane, lines, pane, pane_with, show, view};

fn following() -> Pane {
    let mut pane = pane(lines(500));
    pane.press(NONE, Key::F);
    assert!(pane.view().is_following());
    assert_eq!(pane.last(), "line 499");
    pane
}

#[test]
fn a_growing_file_is_followed_until_the_user_scrolls_up() {
    let mut pane = following();
    pane.append("new one\n");
    pane.wait("the new line", |pane| pane.last() == "new one");
    pane.press(NONE, Key::ArrowDown);
    assert!(pane.view().is_following(), "there is nothing below");
    pane.press(NONE, Key::ArrowUp);
    assert!(!pane.view().is_following());
    let seen = pane.text();
    pane.append("new two\n");
    pane.view().check_disk();
    pane.harness.run();
    assert_eq!(pane.text(), seen, "the view stays where the user is");
    pane.click("Follow").wait("the end", |pane| pane.last() == "new two");
    pane.press(NONE, Key::PageUp);
    assert!(!pane.view().is_following());
    pane.press(NONE, Key::F);
    assert!(pane.view().is_following() && pane.last() == "new two");
    pane.press(NONE, Key::F);
    assert!(!pane.view().is_following());
}

#[test]
fn rotation_while_following_starts_over_and_says_so() {
    let mut pane = following();
    fs::rename(&pane.path, pane.folder.path().join("a.log.1")).expect("rotated");
    pane.append("fresh\n");
    let words = "The file was replaced on disk: started over with the new one";
    pane.wait("the new file", |pane| pane.text() == "fresh\n" && pane.sees(words));
    pane.click("Dismiss");
    assert!(!pane.sees(words) && pane.view().is_following());
    OpenOptions::new().write(true).truncate(true).open(&pane.path).expect("cut");
    let words = "The file was cut short on disk: started over";
    pane.wait("the cut", |pane| pane.text().is_empty() && pane.sees(words));
    pane.append("again\n");
    pane.wait("the new line", |pane| pane.text() == "again\n");
}

#[test]
fn a_log_that_does_not_exist_yet_is_waited_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("later.log");
    let mut view = view(&path);
    view.set_follow(true);
    let mut pane = show(folder, path, view);
    assert!(pane.sees("This file does not exist yet: waiting for it") && pane.sees("Empty"));
    pane.append("here\n");
    pane.wait("the file", |pane| pane.text() == "here\n" && pane.sees("Ln 1 of 1"));
    assert!(!pane.sees("This file does not exist yet: waiting for it"));
    assert!(pane.view().is_following() && pane.view().title() == "later.log");
}

#[test]
fn a_file_that_shrinks_is_said_in_a_strip_and_reloaded() {
    let mut pane = pane(lines(500));
    pane.press(NONE, Key::End);
    OpenOptions::new().write(true).open(&pane.path).expect("there").set_len(21).expect("cut");
    pane.view().check_disk();
    pane.wait("the rest", |pane| pane.text() == lines(3) && pane.sees("Ln 1 of 3"));
    let size = lines(500).len();
    assert!(pane.sees(&format!("This file shrank on disk, from {size} bytes to 21")));
    assert!(pane.view().is_truncated());
    pane.click("Reload");
    pane.wait("what is left", |pane| !pane.sees("Reload") && pane.text() == lines(3));
}

#[test]
fn a_file_that_is_cut_is_noticed_where_it_is_read() {
    let mut pane = pane(lines(50_000));
    OpenOptions::new().write(true).open(&pane.path).expect("there").set_len(21).expect("cut");
    // The host does not call `check_disk` here.
    pane.view().go_to_line(25_000);
    let words = format!("This file shrank on disk, from {} bytes to 21", lines(50_000).len());
    pane.wait("the rest", |pane| pane.sees(&words) && pane.text() == lines(3));
}

#[test]
fn a_file_that_is_replaced_or_vanishes_is_said_in_a_strip() {
    let mut pane = pane("old\n");
    let new = pane.folder.path().join("new");
    fs::write(&new, "new\n").expect("written");
    fs::rename(&new, &pane.path).expect("renamed");
    pane.view().check_disk();
    pane.harness.run();
    assert!(pane.sees("This file was replaced on disk; the old one is shown") && pane.text() == "old\n");
    pane.click("Reload");
    pane.wait("the new one", |pane| !pane.sees("Reload") && pane.text() == "new\n");
    fs::remove_file(&pane.path).expect("removed");
    pane.view().check_disk();
    pane.harness.run();
    assert!(pane.sees("This file is no longer on disk") && pane.text() == "new\n");
    pane.click("Reload");
    assert!(pane.sees("This file is no longer on disk") && pane.text() == "new\n");
}

#[test]
fn two_views_share_one_file() {
    let mut first = pane_with(lines(300), |_| {});
    let file = Arc::clone(first.view().file());
    let mut second =
        show(tempfile::tempdir().expect("a temporary folder"), first.path.clone(), crate::LargeView::new(file));
    second.press(NONE, Key::F);
    first.append("new\n");
    second.wait("the new line", |pane| pane.last() == "new");
    first.press(NONE, Key::End);
    assert_eq!(first.last(), "new");
    drop(second);
    assert!(!first.view().is_following());
}

#[test]
fn a_disk_that_hangs_holds_no_frame_up_and_what_keys_asked_for_is_done_when_it_answers() {
    const WORDS: &str = "The disk has not answered yet; what is shown was read before";
    let mut pane = pane(lines(1_000_000));
    assert_eq!(pane.first(), "line 0");
    let file = Arc::clone(pane.view().file());
    file.be_patient(false);
    file.hang(true);
    let since = Instant::now();
    // To the middle, far from the bytes that were read, and then one row up.
    let middle = LargeState { offset: lines(500_000).len() as u64, ..LargeState::default() };
    pane.view().restore(&middle);
    pane.harness.run_steps(50);
    pane.harness.key_press_modifiers(NONE, Key::ArrowUp);
    pane.harness.run_steps(50);
    let spent = since.elapsed();
    assert!(spent < 50 * READ_PATIENCE, "only the first frame waits: {spent:?}");
    assert!(pane.sees(WORDS), "{}", pane.text());
    assert_eq!(pane.first(), "line 0", "what was read stays");
    file.hang(false);
    pane.wait("the line", |pane| pane.first() == "line 499999");
    assert!(!pane.sees(WORDS));
    file.hang(true);
    pane.view().go_to_line(10_000);
    pane.harness.run_steps(20);
    assert!(pane.sees(WORDS) && pane.first() == "line 499999");
    file.hang(false);
    pane.wait("the other line", |pane| pane.text().contains("line 9999\n"));
    assert!(!pane.sees(WORDS));
}

#[test]
fn reloading_waits_for_no_disk() {
    let mut pane = pane(lines(100));
    fs::write(&pane.path, "one\n").expect("written");
    pane.view().check_disk();
    pane.harness.run();
    let file = Arc::clone(pane.view().file());
    file.hang(true);
    pane.click("Reload");
    assert!(pane.sees("This file shrank on disk, from 790 bytes to 4"));
    file.hang(false);
    pane.wait("the file", |pane| !pane.sees("This file shrank on disk, from 790 bytes to 4"));
    assert_eq!(pane.text(), "one\n");
}
