//! The names of the files of a log: `NAME.7.log`, `NAME.8.tmp` while it is written, `NAME.6.damaged` once it was kept aside.

pub(super) fn log_name(name: &str, generation: u64) -> String {
    format!("{name}.{generation}.log")
}

pub(super) fn temporary_name(name: &str, generation: u64) -> String {
    format!("{name}.{generation}.tmp")
}
