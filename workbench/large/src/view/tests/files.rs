//! What the user is told when the file changes, and following one that grows.

use std::fs::{self, OpenOptions};

use egui::Key;

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
    assert!(!pane.sees("Reload") && pane.text() == lines(3));
}

#[test]
fn a_file_that_is_cut_is_noticed_where_it_is_read() {
    let mut pane = pane(lines(50_000));
    OpenOptions::new().write(true).open(&pane.path).expect("there").set_len(21).expect("cut");
    // Nobody asks the view to look.
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
    assert!(!pane.sees("Reload") && pane.text() == "new\n");
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
    let file = std::sync::Arc::clone(first.view().file());
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
