//! Files with a number in their names: `NAME.7.log`, `NAME.8.log`. A store begins a new one instead of changing one that it cannot trust.

use crate::disk::Disk;
use crate::error::StoreError;
use crate::limits::MAX_NUMBERED;

/// Returns the numbers of all files of this store with an extension, the newest first.
pub(crate) fn generations(names: &[String], name: &str, extension: &str) -> Vec<u64> {
    let number = |file: &String| {
        let number = file.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(extension)?.strip_suffix('.')?;
        // `07` and `+7` are not names that this program gives.
        number.parse::<u64>().ok().filter(|parsed| parsed.to_string() == number)
    };
    let mut all: Vec<u64> = names.iter().filter_map(number).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all
}

/// Gives a file a name that is not taken, and returns that name.
pub(crate) fn keep_aside(disk: &dyn Disk, file: &str) -> Result<String, StoreError> {
    let names = disk.names().map_err(StoreError::io(file))?;
    let stem = file.strip_suffix(".log").unwrap_or(file);
    let name = |n: u32| if n == 0 { format!("{stem}.damaged") } else { format!("{stem}.damaged.{n}") };
    let free = (0..MAX_NUMBERED).map(name).find(|name| !names.contains(name));
    let Some(free) = free else {
        return Err(StoreError::io(file)(std::io::ErrorKind::AlreadyExists.into()));
    };
    disk.rename(file, &free).map_err(StoreError::io(file))?;
    Ok(free)
}
