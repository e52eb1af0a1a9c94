//! A disk in memory that fails and crashes on demand.
//!
//! It keeps two images: what a program reads back, and what would be there after a power cut. Between two syncs, a power cut drops, tears
//! and reorders writes, sector by sector. The idea is that of the tests of SQLite and of `CrashMonkey` (Mohan et al., OSDI 2018).

use crate::disk::{Disk, DiskFile};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The unit in bytes that a power cut writes whole or not at all.
const SECTOR: usize = 512;

/// How an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk has an error.
    Error,
    /// The disk is full.
    Full,
    /// The disk is full after half of what was to be written. Other operations succeed.
    Short,
}

/// When operations fail.
#[derive(Clone, Copy, Debug)]
pub struct Failing {
    /// The first operation that fails, counted from 0. Reads do not count.
    pub from: u64,
    /// How it fails.
    pub fault: Fault,
    /// Whether all operations after it fail as well.
    pub for_good: bool,
}

/// A disk in memory. Clones share their content.
#[derive(Clone, Debug, Default)]
pub struct SimulatedDisk {
    state: Arc<Mutex<State>>,
}

#[derive(Clone, Debug, Default)]
struct State {
    files: BTreeMap<u64, Content>,
    names: BTreeMap<String, u64>,
    durable_names: BTreeMap<String, u64>,
    /// What was done to names since the last sync of the folder.
    pending_names: Vec<NameChange>,
    next_file: u64,
    operations: u64,
    failing: Option<Failing>,
    lies: bool,
}

#[derive(Clone, Debug, Default)]
struct Content {
    now: Vec<u8>,
    durable: Vec<u8>,
    /// What was written since the last sync.
    pending: Vec<Write>,
}

#[derive(Clone, Debug)]
enum Write {
    Bytes { at: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Clone, Debug)]
enum NameChange {
    Create(String, u64),
    Rename(String, String),
    Remove(String),
}

impl SimulatedDisk {
    /// Creates an empty disk.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which operations fail from now on, counted from now.
    pub fn fail(&self, failing: Option<Failing>) {
        let mut state = self.lock();
        (state.failing, state.operations) = (failing, 0);
    }

    /// Makes the disk report syncs that it does not perform. A store cannot be safe on such a disk: this is the control of the tests.
    pub fn lie(&self) {
        self.lock().lies = true;
    }

    /// Returns how many operations were performed or refused since [`SimulatedDisk::fail`], or since the beginning.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.lock().operations
    }

    /// Returns what the disk holds after a power cut now. The same seed gives the same disk.
    #[must_use]
    pub fn after_power_cut(&self, seed: u64) -> Self {
        let state = self.lock();
        let mut random = Random(seed);
        // A file system with a journal keeps the order of names, but not all that was not synced.
        let mut names = state.durable_names.clone();
        let kept = random.below(state.pending_names.len() + 1);
        state.pending_names.iter().take(kept).for_each(|change| change.apply(&mut names));
        let files = names.values().filter_map(|id| {
            let now = state.files.get(id)?.after_power_cut(&mut random);
            Some((*id, Content { durable: now.clone(), now, pending: vec![] }))
        });
        let files = files.collect();
        let after =
            State { files, durable_names: names.clone(), names, next_file: state.next_file, ..State::default() };
        Self { state: Arc::new(Mutex::new(after)) }
    }

    /// Returns the content of a file.
    #[must_use]
    pub fn content(&self, name: &str) -> Option<Vec<u8>> {
        let state = self.lock();
        Some(state.files.get(state.names.get(name)?)?.now.clone())
    }

    /// Sets the content of a file, on the disk as well.
    pub fn set_content(&self, name: &str, bytes: &[u8]) {
        let mut state = self.lock();
        let id = state.id_of(name);
        let content = Content { now: bytes.to_vec(), durable: bytes.to_vec(), pending: vec![] };
        state.files.insert(id, content);
        state.durable_names.insert(name.to_owned(), id);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn id_of(&mut self, name: &str) -> u64 {
        let next = self.next_file;
        let id = *self.names.entry(name.to_owned()).or_insert(next);
        self.next_file = self.next_file.max(id + 1);
        id
    }

    /// Counts an operation, and returns how it fails.
    fn fault(&mut self) -> Option<Fault> {
        let at = self.operations;
        self.operations += 1;
        let failing = self.failing?;
        (at == failing.from || at > failing.from && failing.for_good).then_some(failing.fault)
    }

    fn operate(&mut self) -> io::Result<()> {
        match self.fault() {
            Some(Fault::Error) => Err(io::Error::other("the simulated disk has an error")),
            Some(Fault::Full) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::Short) | None => Ok(()),
        }
    }

    fn change_names(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.pending_names.push(change);
    }
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, u64>) {
        match self {
            Self::Create(name, id) => drop(names.insert(name.clone(), *id)),
            Self::Rename(from, to) => {
                if let Some(id) = names.remove(from) {
                    names.insert(to.clone(), id);
                }
            }
            Self::Remove(name) => drop(names.remove(name)),
        }
    }
}

impl Content {
    fn write(&mut self, write: Write) {
        write.apply(&mut self.now, |_| true);
        self.pending.push(write);
    }

    /// Applies a random choice of the sectors that were written since the last sync.
    fn after_power_cut(&self, random: &mut Random) -> Vec<u8> {
        let mut image = self.durable.clone();
        // Everything, nothing, or a choice: the first two are frequent on real disks.
        let odds = [0, 1, 2][random.below(3)];
        for write in &self.pending {
            write.apply(&mut image, |_| odds == 1 || odds == 2 && random.below(2) == 1);
        }
        image
    }
}

impl Write {
    /// Applies the sectors that `is_kept` chooses. A later sector that is kept makes the file longer, with zeros before it.
    fn apply(&self, image: &mut Vec<u8>, mut is_kept: impl FnMut(usize) -> bool) {
        let (at, bytes) = match self {
            Self::Length(length) => {
                if is_kept(0) {
                    image.resize(*length, 0);
                }
                return;
            }
            Self::Bytes { at, bytes } => (*at, bytes),
        };
        let mut from = 0;
        while from < bytes.len() {
            let to = bytes.len().min(from + SECTOR - (at + from) % SECTOR);
            if is_kept(from) {
                image.resize(image.len().max(at + to), 0);
                image[at + from..at + to].copy_from_slice(&bytes[from..to]);
            }
            from = to;
        }
    }
}

/// `SplitMix64` (Steele, Lea, Flood 2014): small, and the same everywhere.
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from(z % bound.max(1) as u64).unwrap_or(0)
    }
}

impl Disk for SimulatedDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.lock().names.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let id = *self.lock().names.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(SimulatedFile { disk: self.clone(), id }))
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.lock();
        state.operate()?;
        if state.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let id = state.next_file;
        state.next_file += 1;
        state.files.insert(id, Content::default());
        state.change_names(NameChange::Create(name.to_owned(), id));
        drop(state);
        Ok(Box::new(SimulatedFile { disk: self.clone(), id }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.lock();
        state.operate()?;
        if !state.names.contains_key(from) {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.change_names(NameChange::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.lock();
        state.operate()?;
        if !state.names.contains_key(name) {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.change_names(NameChange::Remove(name.to_owned()));
        Ok(())
    }

    fn sync_folder(&self) -> io::Result<()> {
        let mut state = self.lock();
        state.operate()?;
        if !state.lies {
            state.durable_names = state.names.clone();
            state.pending_names.clear();
        }
        Ok(())
    }
}

/// An open file of a simulated disk.
#[derive(Debug)]
struct SimulatedFile {
    disk: SimulatedDisk,
    id: u64,
}

impl SimulatedFile {
    fn with<T>(&self, work: impl FnOnce(&mut Content) -> io::Result<T>) -> io::Result<T> {
        work(self.disk.lock().files.get_mut(&self.id).ok_or(io::ErrorKind::NotFound)?)
    }
}

impl DiskFile for SimulatedFile {
    fn len(&self) -> io::Result<u64> {
        self.with(|content| Ok(content.now.len() as u64))
    }

    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.with(|content| {
            let at = usize::try_from(at).map_err(io::Error::other)?;
            let range = content.now.get(at..at + bytes.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
            bytes.copy_from_slice(range);
            Ok(())
        })
    }

    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let fault = self.disk.lock().fault();
        let written = match fault {
            Some(Fault::Error | Fault::Full) => &[],
            Some(Fault::Short) => &bytes[..bytes.len() / 2],
            None => bytes,
        };
        self.with(|content| {
            let at = usize::try_from(at).map_err(io::Error::other)?;
            content.write(Write::Bytes { at, bytes: written.to_vec() });
            Ok(())
        })?;
        match fault {
            None => Ok(()),
            Some(Fault::Error) => Err(io::Error::other("the simulated disk has an error")),
            Some(Fault::Full | Fault::Short) => Err(io::ErrorKind::StorageFull.into()),
        }
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.disk.lock().operate()?;
        self.with(|content| {
            content.write(Write::Length(usize::try_from(bytes).map_err(io::Error::other)?));
            Ok(())
        })
    }

    /// After a failed sync, the system forgets what it could not write: it stays in memory, and no later sync writes it.
    fn sync(&self) -> io::Result<()> {
        let result = self.disk.lock().operate();
        let lies = self.disk.lock().lies;
        self.with(|content| {
            if result.is_ok() && !lies {
                content.durable.clone_from(&content.now);
            }
            if !lies {
                content.pending.clear();
            }
            result
        })
    }
}
