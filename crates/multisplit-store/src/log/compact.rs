//! Copies all entries of a log into a fresh file, which then takes its place.

use super::names::{log_name, temporary_name};
use super::{LogStore, Place, note_places};
use crate::disk::{Disk, DiskFile};
use crate::error::{Damage, StoreError};
use crate::frame::{Kind, encode, read_changes, write_change};
use crate::limits::PART_BYTES;
use crate::numbered::{generations, keep_aside};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// The value of the field `format` of a file.
pub(super) const FORMAT: &str = "multisplit-log";
/// The version that is written, and the newest that is read.
pub(super) const VERSION: u32 = 1;

/// The body of the first frame of a file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) version: u32,
    pub(super) generation: u64,
    /// The number of parts that follow. A file with fewer is damaged.
    pub(super) parts: u64,
    /// The number of the last commit that is in the parts.
    pub(super) sequence: u64,
    /// The damaged file that this one was made from. It is kept aside once this one has its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) damaged: Option<Damaged>,
}

/// A damaged file.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Damaged {
    pub(super) generation: u64,
    pub(super) has_gap: bool,
}

/// Returns an empty file of the next version.
pub(super) fn newer_file() -> Vec<u8> {
    let head = format!(r#"{{"format":"{FORMAT}","version":{},"generation":1,"parts":0,"sequence":0}}"#, VERSION + 1);
    encode(Kind::File, 0, &head)
}

/// The fields that the first frame has in every version.
#[derive(Debug, Deserialize)]
pub(super) struct AnyHead {
    pub(super) format: String,
    pub(super) version: u32,
}

/// What a fresh file follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct From {
    /// The number of the fresh file.
    pub(super) generation: u64,
    /// The number of the last commit that is in its entries.
    pub(super) sequence: u64,
    /// The file before, if that is damaged.
    pub(super) damaged: Option<Damaged>,
}

/// A fresh file that is on the disk under its name.
pub(super) struct Fresh {
    pub(super) generation: u64,
    pub(super) file: Box<dyn DiskFile>,
    pub(super) end: u64,
    pub(super) places: BTreeMap<String, Place>,
    pub(super) live_bytes: u64,
}

/// Writes entries to a fresh file and returns it, once it is on the disk.
///
/// If this fails, nothing of it is left, unless the disk refuses that as well; the next attempt replaces it then.
pub(super) fn write_fresh<'a>(
    disk: &dyn Disk,
    name: &str,
    from: From,
    entries: impl Iterator<Item = (&'a str, String)>,
) -> Result<Fresh, StoreError> {
    let fresh = write(disk, name, from, entries);
    if fresh.is_err() {
        // On a full disk, half a copy would take the space that the next change needs. The error that counts is the first one.
        drop(disk.remove(&temporary_name(name, from.generation)));
    }
    fresh
}

fn write<'a>(
    disk: &dyn Disk,
    name: &str,
    from: From,
    entries: impl Iterator<Item = (&'a str, String)>,
) -> Result<Fresh, StoreError> {
    let From { generation, sequence, damaged } = from;
    let temporary = temporary_name(name, generation);
    let error = || StoreError::io(&temporary);
    let bodies = bodies(entries);
    let head =
        Head { format: FORMAT.to_owned(), version: VERSION, generation, parts: bodies.len() as u64, sequence, damaged };
    let head = serde_json::to_string(&head).map_err(|source| error()(io::Error::other(source)))?;
    remove_if_there(disk, &temporary).map_err(error())?;
    let file = disk.create(&temporary).map_err(error())?;
    let mut bytes = encode(Kind::File, 0, &head);
    let (mut places, mut live_bytes) = (BTreeMap::new(), 0);
    for body in &bodies {
        let changes = read_changes(body).unwrap_or_default();
        note_places(&mut places, &mut live_bytes, &changes, bytes.len() as u64);
        bytes.extend(encode(Kind::Part, 0, body));
    }
    file.write_at(0, &bytes).and_then(|()| file.sync()).map_err(error())?;
    // What the disk gives back is compared before the old file loses its place. Most systems answer from memory, but not all.
    let mut back = vec![0; bytes.len()];
    file.read_at(0, &mut back).map_err(error())?;
    if back != bytes {
        return Err(error()(io::Error::other("the disk does not give back what was written")));
    }
    disk.rename(&temporary, &log_name(name, generation)).map_err(error())?;
    disk.sync_folder().map_err(error())?;
    Ok(Fresh { generation, file, end: bytes.len() as u64, places, live_bytes })
}

/// Returns the bodies of the parts for these entries.
fn bodies<'a>(entries: impl Iterator<Item = (&'a str, String)>) -> Vec<String> {
    let mut bodies: Vec<String> = vec![];
    for (key, text) in entries {
        match bodies.last_mut().filter(|body| body.len() < PART_BYTES) {
            Some(body) => write_change(body, key, Some(&text)),
            None => {
                let mut body = String::new();
                write_change(&mut body, key, Some(&text));
                bodies.push(body);
            }
        }
    }
    bodies
}

fn remove_if_there(disk: &dyn Disk, file: &str) -> io::Result<()> {
    match disk.remove(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes the files that the newest one has made superfluous: all but the one before it, and temporary ones.
pub(super) fn remove_old(disk: &dyn Disk, name: &str, newest: u64) {
    let Ok(names) = disk.names() else { return };
    let old = generations(&names, name, "log")
        .into_iter()
        .filter(|n| n.saturating_add(1) < newest)
        .map(|n| log_name(name, n));
    let temporary = generations(&names, name, "tmp").into_iter().map(|n| temporary_name(name, n));
    for file in old.chain(temporary) {
        if let Err(error) = disk.remove(&file) {
            tracing::warn!(file, %error, "an old file stays");
        }
    }
}

/// Copies the entries of a store into a fresh file and goes on there.
pub(super) fn renew(store: &mut LogStore) -> Result<(), StoreError> {
    let mut damage = Damage::default();
    let mut entries: Vec<(&str, String)> = Vec::with_capacity(store.places.len());
    for (key, place) in &store.places {
        match read(&*store.file, *place) {
            Ok(text) => entries.push((key, text)),
            Err(error) => damage.problems.push(format!("the entry {key:.80} cannot be read anymore: {error}")),
        }
    }
    // A name that a failed attempt has left is not used again: it is unknown what of it is on the disk.
    let names = store.disk.names().map_err(StoreError::io(&store.name))?;
    let last = generations(&names, &store.name, "log").first().copied().unwrap_or(0);
    let generation = last.max(store.generation).saturating_add(1);
    let damaged = (!damage.problems.is_empty()).then_some(Damaged { generation: store.generation, has_gap: true });
    let from = From { generation, sequence: store.sequence, damaged };
    let fresh = write_fresh(&*store.disk, &store.name, from, entries.into_iter());
    if fresh.is_err() {
        // If the fresh file has its name already, it is the newest: what is appended to this one now would not be found again.
        let names = store.disk.names();
        store.is_poisoned |= names.map_or(true, |names| names.contains(&log_name(&store.name, generation)));
    }
    let fresh = fresh?;
    let old = store.file_name();
    let Fresh { generation, file, end, places, live_bytes } = fresh;
    (store.generation, store.file, store.end, store.is_poisoned) = (generation, file, end, false);
    (store.places, store.live_bytes) = (places, live_bytes);
    if damaged.is_some() {
        damage.has_gap = true;
        match keep_aside(&*store.disk, &old) {
            Ok(kept) => damage.kept.push(kept),
            Err(error) => damage.problems.push(error.to_string()),
        }
    }
    store.damage.add(damage);
    remove_old(&*store.disk, &store.name, generation);
    Ok(())
}

fn read(file: &dyn DiskFile, place: Place) -> io::Result<String> {
    let mut bytes = vec![0; place.bytes];
    file.read_at(place.at, &mut bytes)?;
    if crc32fast::hash(&bytes) != place.sum {
        return Err(io::Error::other("its checksum does not fit"));
    }
    String::from_utf8(bytes).map_err(io::Error::other)
}
