//! Runs each check over the corpus, as it is and damaged. The fuzzer finds more; what it found is in the corpus.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// How many damaged copies of each file are checked.
const COPIES: u64 = 400;

type Check = fn(&[u8]);

/// Returns the files of a corpus in a fixed order.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(name);
    let files = fs::read_dir(&folder).expect("a corpus").flatten();
    let file = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("readable"))
    };
    let mut files: Vec<_> = files.map(file).collect();
    files.sort();
    assert!(files.len() > 5, "{name} has a corpus");
    files
}

/// Returns a damaged copy: a bit flipped, a part cut out, doubled or overwritten, or two files joined.
fn damaged(bytes: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % (end.max(1) as u64)).expect("small")
    };
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(3) {
        let (from, length) = (below(bytes.len()), below(40));
        let to = (from + length).min(bytes.len());
        match below(5) {
            0 if !bytes.is_empty() => bytes[from] ^= 1 << below(8),
            1 => drop(bytes.drain(from..to)),
            2 => bytes.extend_from_within(from..to),
            3 => bytes.truncate(from),
            _ => {
                let at = below(other.len());
                let part = &other[at..(at + length).min(other.len())];
                bytes.splice(from..from, part.iter().copied());
            }
        }
    }
    bytes
}

fn run(name: &str, check: Check) {
    let corpus = corpus(name);
    for (at, (file, bytes)) in corpus.iter().enumerate() {
        let other = &corpus[(at + 1) % corpus.len()].1;
        let copies = (0..COPIES).map(|seed| damaged(bytes, other, seed + at as u64 * COPIES));
        for (copy, bytes) in [bytes.clone()].into_iter().chain(copies).enumerate() {
            if catch_unwind(AssertUnwindSafe(|| check(&bytes))).is_err() {
                let kept = std::env::temp_dir().join(format!("multisplit-{name}-{file}-{copy}"));
                fs::write(&kept, &bytes).expect("written");
                panic!("{name}: copy {copy} of {file}, kept as {}", kept.display());
            }
        }
    }
}

#[test]
fn layout_files_of_any_content_are_refused_repaired_or_valid() {
    run("layout", multisplit_fuzz_checks::layout);
}

#[test]
fn scripts_of_any_content_are_answered() {
    run("script", multisplit_fuzz_checks::script);
}

#[test]
fn states_of_editors_of_any_content_are_refused_or_restored() {
    run("editor", multisplit_fuzz_checks::editor);
}

#[test]
fn logs_of_any_content_are_refused_or_opened() {
    run("log", multisplit_fuzz_checks::log);
}

#[test]
fn lists_of_pieces_of_any_content_give_texts() {
    run("pieces", multisplit_fuzz_checks::pieces);
}

#[test]
fn sessions_of_any_content_come_back_valid() {
    run("session", multisplit_fuzz_checks::session);
}
