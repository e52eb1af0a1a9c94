//! Fuzzes the check `multisplit_fuzz_checks::script`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| multisplit_fuzz_checks::script(bytes));
