//! A password in memory.
//!
//! It cannot be printed, copied, compared or saved.
//!
//! Invariant: its bytes are overwritten when it is dropped.
//!
//! **Limitations**: the copies that `postgres-protocol` makes for authentication while a connection is opened are freed,
//! not overwritten.

use std::fmt;

use zeroize::Zeroizing;

/// A password that never shows itself, and that is overwritten when it is dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of a password.
    pub fn new(password: String) -> Self {
        Self(Zeroizing::new(password))
    }

    /// Returns the password itself; only for authentication with the server.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
