//! Opens a log after a good end, a crash, or damage.
//!
//! A frame that is not whole at the very end is what a crash within a write leaves. It is told, too, since a damaged last frame looks the
//! same. Frames that are missing between others, or in the part that was written whole, are damage: what they held is taken from the file
//! before, which ended with the same entries that this file began with.

use super::compact::{AnyHead, Damaged, FORMAT, Fresh, From, Head, VERSION, remove_old, write_fresh};
use super::names::log_name;
use super::{LogStore, Place, note_places};
use crate::batch::{Entries, change};
use crate::disk::{Disk, DiskFile};
use crate::error::{Damage, StoreError};
use crate::frame::{Frame, Gap, Kind, Placed, decode, read_changes};
use crate::limits::{MAX_FILE_BYTES, MAX_LISTED_DAMAGE};
use crate::numbered::{generations, keep_aside};
use crate::store::Opened;
use std::collections::BTreeMap;
use std::io;

/// What was read of a file.
#[derive(Default)]
struct Scanned {
    entries: Entries,
    /// Where the texts of the entries are in the file.
    places: BTreeMap<String, Place>,
    live_bytes: u64,
    sequence: u64,
    damage: Damage,
    /// Whether entries that the file began with are missing.
    lacks_parts: bool,
    /// Whether nothing of the file could be read.
    is_unreadable: bool,
    /// Where a change that is not whole begins, if nothing else is wrong.
    torn_at: Option<u64>,
    /// The damaged file that this one was made from.
    made_from: Option<Damaged>,
}

pub(super) fn open(disk: Box<dyn Disk>, name: &str) -> Result<Opened<LogStore>, StoreError> {
    let names = disk.names().map_err(StoreError::io(name))?;
    let numbers = generations(&names, name, "log");
    let Some(newest) = numbers.first().copied() else { return create(disk, name) };
    let Newest { file, bytes, mut scanned } = read_newest(|file| disk.open(file), name, &numbers, newest)?;
    let is_whole = scanned.damage.problems.is_empty();
    if let Some(damaged) = scanned.made_from.filter(|damaged| numbers.contains(&damaged.generation)) {
        // A crash came between the fresh file and the end of the damaged one, so nobody was told yet.
        let kept = keep_aside(&*disk, &log_name(name, damaged.generation))?;
        scanned.damage.problems.push(format!("{kept} was damaged; what could be read of it is there"));
        scanned.damage.kept.push(kept);
        scanned.damage.has_gap |= damaged.has_gap;
    }
    if is_whole {
        return Ok(go_on(disk, name, newest, file, bytes.len() as u64, scanned));
    }
    drop(bytes);
    start_afresh(disk, name, newest, file, scanned)
}

/// Reads all entries, and changes nothing.
pub(super) fn read(disk: &dyn Disk, name: &str) -> Result<(Entries, Damage), StoreError> {
    let numbers = generations(&disk.names().map_err(StoreError::io(name))?, name, "log");
    let Some(newest) = numbers.first().copied() else { return Ok((Entries::new(), Damage::default())) };
    let Scanned { entries, damage, .. } = read_newest(|file| disk.open_read(file), name, &numbers, newest)?.scanned;
    Ok((entries, damage))
}

/// The newest file, and what can be verified of it and the one before.
struct Newest {
    file: Box<dyn DiskFile>,
    bytes: Vec<u8>,
    scanned: Scanned,
}

fn read_newest(
    open: impl Fn(&str) -> io::Result<Box<dyn DiskFile>>,
    name: &str,
    numbers: &[u64],
    newest: u64,
) -> Result<Newest, StoreError> {
    let (file, bytes) = read_file(&open, &log_name(name, newest))?;
    let mut scanned = scan(&bytes, &log_name(name, newest))?;
    let lacks = scanned.lacks_parts || scanned.is_unreadable;
    if let Some(before) = numbers.get(1).filter(|_| lacks) {
        let (_, older) = read_file(&open, &log_name(name, *before))?;
        scanned = scanned.over(scan(&older, &log_name(name, *before))?, &bytes);
    }
    Ok(Newest { file, bytes, scanned })
}

fn create(disk: Box<dyn Disk>, name: &str) -> Result<Opened<LogStore>, StoreError> {
    let fresh = write_fresh(&*disk, name, From { generation: 1, sequence: 0, damaged: None }, std::iter::empty())?;
    remove_old(&*disk, name, 1);
    let store = store_of(disk, name, fresh, 0);
    Ok(Opened { store, entries: Entries::new(), damage: Damage::default() })
}

/// Appends to a file that is whole.
fn go_on(
    disk: Box<dyn Disk>,
    name: &str,
    generation: u64,
    file: Box<dyn DiskFile>,
    end: u64,
    scanned: Scanned,
) -> Opened<LogStore> {
    remove_old(&*disk, name, generation);
    let Scanned { entries, places, live_bytes, sequence, damage, .. } = scanned;
    let fresh = Fresh { generation, file, end, places, live_bytes };
    Opened { store: store_of(disk, name, fresh, sequence), entries, damage }
}

/// Copies what was read into a fresh file, and keeps the damaged file aside.
fn start_afresh(
    disk: Box<dyn Disk>,
    name: &str,
    damaged: u64,
    file: Box<dyn DiskFile>,
    scanned: Scanned,
) -> Result<Opened<LogStore>, StoreError> {
    let Scanned { entries, sequence, damage, torn_at, .. } = &scanned;
    let (sequence, torn_at) = (*sequence, *torn_at);
    let copied = entries.iter().map(|(key, text)| (key.as_str(), text.clone()));
    let from = From {
        generation: damaged.saturating_add(1),
        sequence,
        damaged: Some(Damaged { generation: damaged, has_gap: damage.has_gap }),
    };
    let fresh = match (write_fresh(&*disk, name, from, copied), torn_at) {
        // A change that was half written has filled the disk. What is left of it is of no use to anybody.
        (Err(StoreError::Io { source, .. }), Some(end)) if source.kind() == io::ErrorKind::StorageFull => {
            file.set_len(end).and_then(|()| file.sync()).map_err(StoreError::io(name))?;
            return Ok(go_on(disk, name, damaged, file, end, scanned));
        }
        (fresh, _) => fresh?,
    };
    drop(file);
    let Scanned { entries, mut damage, .. } = scanned;
    damage.kept.push(keep_aside(&*disk, &log_name(name, damaged))?);
    let store = store_of(disk, name, fresh, sequence);
    Ok(Opened { store, entries, damage })
}

fn store_of(disk: Box<dyn Disk>, name: &str, fresh: Fresh, sequence: u64) -> LogStore {
    let Fresh { generation, file, end, places, live_bytes } = fresh;
    LogStore {
        disk,
        name: name.to_owned(),
        generation,
        file,
        end,
        sequence,
        places,
        live_bytes,
        is_poisoned: false,
        compact_at: 0,
        damage: Damage::default(),
    }
}

fn read_file(
    open: impl FnOnce(&str) -> io::Result<Box<dyn DiskFile>>,
    name: &str,
) -> Result<(Box<dyn DiskFile>, Vec<u8>), StoreError> {
    let file = open(name).map_err(StoreError::io(name))?;
    let length = file.len().map_err(StoreError::io(name))?;
    if length > MAX_FILE_BYTES {
        return Err(StoreError::TooLarge { file: name.to_owned(), bytes: length });
    }
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
    file.read_at(0, &mut bytes).map_err(StoreError::io(name))?;
    Ok((file, bytes))
}

/// Reads what can be verified of a file.
fn scan(bytes: &[u8], name: &str) -> Result<Scanned, StoreError> {
    let (frames, gaps) = decode(bytes);
    let head = frames.first().filter(|frame| frame.kind == Kind::File);
    let any = head.and_then(|frame| serde_json::from_str::<AnyHead>(frame.body).ok());
    if let Some(AnyHead { version, .. }) = any.filter(|head| head.format == FORMAT && head.version > VERSION) {
        return Err(StoreError::Newer { file: name.to_owned(), version, newest: VERSION });
    }
    let head = head.and_then(|frame| serde_json::from_str::<Head>(frame.body).ok());
    let head = head.filter(|head| head.format == FORMAT);
    let mut scanned = Scanned { is_unreadable: frames.is_empty(), ..Scanned::default() };
    scanned.note_gaps(&frames, &gaps, name);
    match &head {
        Some(head) => {
            (scanned.sequence, scanned.made_from) = (head.sequence, head.damaged);
            let parts = frames.iter().filter(|frame| frame.kind == Kind::Part).count() as u64;
            scanned.lacks_parts = parts != head.parts;
        }
        None => {
            scanned.lacks_parts = true;
            scanned.damage.problems.push(format!("{name} does not say what it is"));
        }
    }
    scanned.damage.has_gap |= scanned.lacks_parts;
    scanned.take_over(&frames, head.is_some(), name);
    let is_torn = !scanned.damage.has_gap && gaps.len() == 1 && scanned.damage.problems.len() == 1;
    scanned.torn_at = gaps.first().filter(|_| is_torn).map(|gap| gap.from as u64);
    Ok(scanned)
}

impl Scanned {
    fn note_gaps(&mut self, frames: &[Frame<'_>], gaps: &[Gap], name: &str) {
        let last = frames.last().map_or(0, |frame| frame.at);
        for Gap { from, to } in gaps.iter().take(MAX_LISTED_DAMAGE) {
            let size = to - from;
            self.damage.problems.push(match *from > last {
                true => {
                    format!("{name}: the last {size} bytes are not whole; a change that was being written is missing")
                }
                false => format!("{name}: {size} bytes at byte {from} are damaged"),
            });
        }
        self.damage.has_gap = gaps.iter().any(|gap| gap.from < last || frames.is_empty());
    }

    /// Applies frames in order.
    fn take_over(&mut self, frames: &[Frame<'_>], knows_sequence: bool, name: &str) {
        let mut knows_sequence = knows_sequence;
        for frame in frames.iter().filter(|frame| frame.kind != Kind::File) {
            if frame.kind == Kind::Commit {
                if knows_sequence && frame.sequence != self.sequence + 1 {
                    self.damage.has_gap = true;
                    let missing = format!("{name}: change {} follows change {}", frame.sequence, self.sequence);
                    self.damage.problems.push(missing);
                    if frame.sequence <= self.sequence {
                        continue;
                    }
                }
                (self.sequence, knows_sequence) = (frame.sequence, true);
            }
            match read_changes(frame.body) {
                Some(changes) => {
                    apply(&mut self.entries, &changes);
                    note_places(&mut self.places, &mut self.live_bytes, &changes, frame.at as u64);
                }
                None => self.damage.problems.push(format!("{name}: the frame at byte {} holds no changes", frame.at)),
            }
        }
        self.damage.problems.truncate(MAX_LISTED_DAMAGE);
    }

    /// Returns what was read of the file before, with the frames of this file applied over it.
    fn over(self, before: Self, bytes: &[u8]) -> Self {
        let (frames, _) = decode(bytes);
        let mut both = Self { damage: self.damage, ..before };
        both.damage.problems.extend(before.damage.problems);
        for frame in frames.iter().filter(|frame| frame.kind != Kind::File) {
            apply(&mut both.entries, &read_changes(frame.body).unwrap_or_default());
        }
        both.sequence = both.sequence.max(self.sequence);
        both
    }
}

fn apply(entries: &mut Entries, changes: &[Placed<'_>]) {
    for placed in changes {
        change(entries, placed.key, placed.text.map(|(text, _)| text));
    }
}
