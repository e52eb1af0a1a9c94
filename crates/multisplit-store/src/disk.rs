//! The few operations on files that a store needs, so that a test can put a disk that fails and crashes under it.

use multisplit_disk::{identity, sync_folder};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// A folder with files.
///
/// A file that was created, renamed or removed is so after a crash only if [`Disk::sync_folder`] has returned since.
pub trait Disk: Send + Sync {
    /// Returns the names of all files.
    ///
    /// # Errors
    /// The error of the system. A folder that is missing is empty.
    fn names(&self) -> io::Result<Vec<String>>;

    /// Opens a file for reading and writing.
    ///
    /// # Errors
    /// The error of the system.
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a file for reading only, as on a disk that cannot be written.
    ///
    /// # Errors
    /// The error of the system.
    fn open_read(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        self.open(name)
    }

    /// Creates a file that only its owner may read. The folder is created, too.
    ///
    /// # Errors
    /// The error of the system; [`io::ErrorKind::AlreadyExists`] if there is one.
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file another name. A file that has that name is replaced.
    ///
    /// # Errors
    /// The error of the system.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// The error of the system.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Waits until the names of the folder are on the disk.
    ///
    /// # Errors
    /// The error of the system.
    fn sync_folder(&self) -> io::Result<()>;

    /// Returns `false` if a file is known not to have this name anymore: what is written to it then is lost. Default: `true`.
    fn has(&self, name: &str, file: &dyn DiskFile) -> bool {
        let _ = (name, file);
        true
    }
}

/// An open file.
pub trait DiskFile: Send + Sync {
    /// Returns the length in bytes.
    ///
    /// # Errors
    /// The error of the system.
    fn len(&self) -> io::Result<u64>;

    /// Returns `true` if the file has no bytes.
    ///
    /// # Errors
    /// The error of the system.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Reads exactly `bytes.len()` bytes.
    ///
    /// # Errors
    /// The error of the system; [`io::ErrorKind::UnexpectedEof`] if the file ends before.
    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<()>;

    /// Writes all bytes.
    ///
    /// # Errors
    /// The error of the system. A part may be written.
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Sets the length in bytes.
    ///
    /// # Errors
    /// The error of the system.
    fn set_len(&self, bytes: u64) -> io::Result<()>;

    /// Waits until the content is on the disk.
    ///
    /// # Errors
    /// The error of the system. It is unknown then what is on the disk, and a second call would not tell: the system may have forgotten
    /// what it could not write.
    fn sync(&self) -> io::Result<()>;

    /// Returns what the file is known by, whatever its name. Default: `None`, if the disk does not tell.
    fn identity(&self) -> Option<(u64, u64)> {
        None
    }
}

/// A folder of the file system.
#[derive(Clone, Debug)]
pub struct FolderDisk {
    folder: PathBuf,
}

impl FolderDisk {
    /// Returns the disk of a folder, which is created with its first file. An empty path is the current folder, as that of
    /// [`Path::parent`] is.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { folder: if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder } }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Disk for FolderDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        multisplit_disk::blocks();
        let files = match fs::read_dir(&self.folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            Err(error) => return Err(error),
        };
        // A name that is no text is none of ours.
        files.filter_map(|file| file.map(|file| file.file_name().into_string().ok()).transpose()).collect()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        multisplit_disk::blocks();
        let path = self.path(name);
        // Refuses pipes and devices that somebody has put there, without waiting for their other end.
        multisplit_disk::open_regular(&path).map_err(io::Error::other)?;
        Ok(Box::new(SystemFile(OpenOptions::new().read(true).write(true).open(path)?)))
    }

    fn open_read(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let opened = multisplit_disk::open_regular(&self.path(name)).map_err(io::Error::other)?;
        Ok(Box::new(SystemFile(opened.file)))
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        multisplit_disk::blocks();
        make_folder(&self.folder)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(SystemFile(options.open(self.path(name))?)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        multisplit_disk::blocks();
        fs::rename(self.path(from), self.path(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        multisplit_disk::blocks();
        fs::remove_file(self.path(name))
    }

    fn sync_folder(&self) -> io::Result<()> {
        multisplit_disk::blocks();
        sync_folder(&self.folder)
    }

    fn has(&self, name: &str, file: &dyn DiskFile) -> bool {
        match (file.identity(), fs::symlink_metadata(self.path(name))) {
            (Some(own), Ok(there)) => identity(&there).is_none_or(|other| other == own),
            (Some(_), Err(error)) => !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
            (None, _) => true,
        }
    }
}

/// Creates a folder and those above it. Each is on the disk when this returns, since a file in it would be lost with it.
fn make_folder(folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> =
        folder.ancestors().take_while(|part| !part.as_os_str().is_empty() && !part.exists()).collect();
    multisplit_disk::make_private_folder(folder)?;
    for made in missing {
        let above = made.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        sync_folder(above)?;
    }
    Ok(())
}

/// A file of the file system. Its position is moved by each call, so no call relies on it.
#[derive(Debug)]
struct SystemFile(File);

impl DiskFile for SystemFile {
    fn len(&self) -> io::Result<u64> {
        self.0.metadata().map(|metadata| metadata.len())
    }

    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        multisplit_disk::blocks();
        let mut file = &self.0;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(bytes)
    }

    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        multisplit_disk::blocks();
        let mut file = &self.0;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        multisplit_disk::blocks();
        self.0.set_len(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        multisplit_disk::blocks();
        self.0.sync_data()
    }

    fn identity(&self) -> Option<(u64, u64)> {
        identity(&self.0.metadata().ok()?)
    }
}
