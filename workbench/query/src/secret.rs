//! A password in memory.
//!
//! It refuses to be printed, copied, compared or saved. Invariant: its bytes are overwritten when it is dropped.
//!
//! **Limitations**: the copies that the password proof of `postgres-protocol` makes while a connection is opened are
//! freed, not overwritten.

use std::fmt;

use zeroize::Zeroizing;

/// A password: it never shows itself, and is overwritten when dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a password over.
    pub fn new(password: String) -> Self {
        Self(Zeroizing::new(password))
    }

    /// The password itself, for the proof to the server only.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
