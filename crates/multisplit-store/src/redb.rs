//! A store that is a redb database with one table.
//!
//! What of redb is used is kept small on purpose: one table, commits with `Durability::Immediate` in two phases, no savepoints. A file is
//! never repaired in place: it is opened with its integrity checked, and what does not pass is kept aside.
//!
//! A file has a number in its name, as those of the log do, because a database that failed once is not written again.

use crate::batch::{Batch, Entries};
use crate::disk::{Disk, DiskFile};
use crate::error::{Damage, StoreError};
use crate::numbered::{generations, keep_aside};
use crate::store::{Opened, Store};
use ::redb::{
    Builder, Database, Durability, ReadableDatabase as _, ReadableTable as _, StorageBackend, TableDefinition,
};
use std::io;
use std::sync::Arc;

const TABLE: TableDefinition<'_, &str, &str> = TableDefinition::new("entries");
/// How the names of files end.
const EXTENSION: &str = "redb";
/// The memory for cached pages in bytes. A session is small, and all of it is read once.
const CACHE_BYTES: usize = 4 << 20;

/// A [`Store`] that is a redb database.
pub struct RedbStore {
    disk: Arc<dyn Disk>,
    name: String,
    generation: u64,
    database: Option<Database>,
    damage: Damage,
}

impl std::fmt::Debug for RedbStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RedbStore({})", file_name(&self.name, self.generation))
    }
}

/// A file as the storage of a database.
struct Backend(Box<dyn DiskFile>);

impl std::fmt::Debug for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Backend")
    }
}

impl StorageBackend for Backend {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.0.read_at(at, bytes)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.0.set_len(bytes)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync()
    }

    fn write(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_at(at, bytes)
    }
}

fn file_name(name: &str, generation: u64) -> String {
    format!("{name}.{generation}.{EXTENSION}")
}

/// Returns the error of a database. An error of the disk is no damage of the file, and neither is a newer format.
fn fail(error: impl Into<::redb::Error>) -> StoreError {
    match error.into() {
        ::redb::Error::Io(source) => StoreError::Io { file: "the database".to_owned(), source },
        ::redb::Error::UpgradeRequired(version) => {
            StoreError::Newer { file: "the database".to_owned(), version: version.into(), newest: 0 }
        }
        error => StoreError::Database(error.to_string()),
    }
}

impl RedbStore {
    /// Opens the store with this name, or creates it. A file that does not pass the check of its integrity is kept aside under a numbered
    /// name, and the file before it is read.
    ///
    /// The caller must see to it that no other process has the store open.
    ///
    /// # Errors
    /// A [`StoreError`] if the disk fails, or if the file has another format of redb. The file was not touched then.
    pub fn open(disk: impl Disk + 'static, name: &str) -> Result<Opened<Self>, StoreError> {
        let disk: Arc<dyn Disk> = Arc::new(disk);
        let names = disk.names().map_err(StoreError::io(name))?;
        let mut damage = Damage::default();
        for generation in generations(&names, name, EXTENSION) {
            let file = file_name(name, generation);
            match open_file(&*disk, &file) {
                Ok((database, entries)) => {
                    let store = Self {
                        disk,
                        name: name.to_owned(),
                        generation,
                        database: Some(database),
                        damage: Damage::default(),
                    };
                    store.remove_old();
                    return Ok(Opened { store, entries, damage });
                }
                Err(error @ (StoreError::Io { .. } | StoreError::Newer { .. })) => return Err(error),
                Err(error) => {
                    damage.problems.push(format!("{file}: {error}"));
                    damage.has_gap = true;
                    damage.kept.push(keep_aside(&*disk, &file)?);
                }
            }
        }
        let generation = generations(&names, name, EXTENSION).first().map_or(1, |last| last.saturating_add(1));
        let database = make(&*disk, name, generation, &Entries::new())?;
        let store =
            Self { disk, name: name.to_owned(), generation, database: Some(database), damage: Damage::default() };
        Ok(Opened { store, entries: Entries::new(), damage })
    }

    fn remove_old(&self) {
        let Ok(names) = self.disk.names() else { return };
        for old in
            generations(&names, &self.name, EXTENSION).into_iter().filter(|n| n.saturating_add(1) < self.generation)
        {
            if let Err(error) = self.disk.remove(&file_name(&self.name, old)) {
                tracing::warn!(%error, "an old file stays");
            }
        }
    }
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES).set_check_integrity_on_open(true);
    builder
}

fn open_file(disk: &dyn Disk, file: &str) -> Result<(Database, Entries), StoreError> {
    let opened = disk.open(file).map_err(StoreError::io(file))?;
    if opened.is_empty().map_err(StoreError::io(file))? {
        return Err(StoreError::Database("the file is empty".to_owned()));
    }
    let database = builder().create_with_backend(Backend(opened)).map_err(fail)?;
    let entries = read(&database)?;
    Ok((database, entries))
}

fn read(database: &Database) -> Result<Entries, StoreError> {
    let reading = database.begin_read().map_err(fail)?;
    let table = reading.open_table(TABLE).map_err(fail)?;
    let entry = |entry: Result<(::redb::AccessGuard<'_, &str>, ::redb::AccessGuard<'_, &str>), _>| {
        entry
            .map(|(key, text)| (key.value().to_owned(), text.value().to_owned()))
            .map_err(|e: ::redb::StorageError| fail(e))
    };
    table.iter().map_err(fail)?.map(entry).collect()
}

/// Makes a database with these entries. It has its name only once it is whole.
fn make(disk: &dyn Disk, name: &str, generation: u64, entries: &Entries) -> Result<Database, StoreError> {
    let file = file_name(name, generation);
    let temporary = format!("{file}.tmp");
    match disk.remove(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(StoreError::io(&temporary)(error)),
        _ => {}
    }
    let made = disk.create(&temporary).map_err(StoreError::io(&temporary))?;
    let database = builder().create_with_backend(Backend(made)).map_err(fail)?;
    let all: Batch = entries.iter().map(|(key, text)| (key.clone(), Some(text.clone()))).collect();
    write(&database, &all)?;
    disk.rename(&temporary, &file).and_then(|()| disk.sync_folder()).map_err(StoreError::io(&file))?;
    Ok(database)
}

fn write(database: &Database, batch: &Batch) -> Result<(), StoreError> {
    let mut writing = database.begin_write().map_err(fail)?;
    writing.set_durability(Durability::Immediate).map_err(fail)?;
    writing.set_two_phase_commit(true);
    {
        let mut table = writing.open_table(TABLE).map_err(fail)?;
        for (key, text) in batch.changes() {
            match text {
                Some(text) => drop(table.insert(key, text).map_err(fail)?),
                None => drop(table.remove(key).map_err(fail)?),
            }
        }
    }
    writing.commit().map_err(fail)
}

impl Store for RedbStore {
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        batch.check()?;
        let database = self.database.as_ref().ok_or(StoreError::Poisoned)?;
        let written = write(database, batch);
        if written.is_err() {
            self.database = None;
        }
        written
    }

    fn renew(&mut self) -> Result<(), StoreError> {
        let entries = match &self.database {
            Some(database) => read(database)?,
            None => open_file(&*self.disk, &file_name(&self.name, self.generation))?.1,
        };
        let names = self.disk.names().map_err(StoreError::io(&self.name))?;
        let last = generations(&names, &self.name, EXTENSION).first().copied().unwrap_or(0);
        let generation = last.max(self.generation).saturating_add(1);
        // If this fails after the fresh file has its name, that one is the newest, and nothing more may be written to the old one.
        self.database = None;
        self.database = Some(make(&*self.disk, &self.name, generation, &entries)?);
        self.generation = generation;
        self.remove_old();
        Ok(())
    }

    fn take_damage(&mut self) -> Damage {
        std::mem::take(&mut self.damage)
    }
}
