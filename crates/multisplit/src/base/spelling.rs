//! How commands, intents and their parts are spelled: as JSON, in which a name without fields is written without quotes.
//!
//! It makes text of values and values of text, and checks nothing itself: what cannot be built cannot be read, because every type is
//! read through its own constructor. Names are stable; a table of all of them is a test (`tests/engine/spelling.rs`).

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// The number of characters of a text that an error repeats.
const SHOWN_CHARS: usize = 60;

/// The error returned for a text that spells no value of the expected type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} cannot be read: {reason}")]
pub struct SpellingError {
    /// The text, cut off after 60 characters.
    pub text: String,
    /// The reason, in words.
    pub reason: String,
}

/// Reads a value from its spelled form: a bare name, a number, or JSON.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, SpellingError> {
    let text = text.trim();
    let is_name =
        text.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '"') || text.is_empty();
    // A name is quoted and not read as a `Value`: every type would be compiled for a second source.
    let json = if is_name { Cow::Owned(quoted(text)) } else { Cow::Borrowed(text) };
    serde_json::from_str(&json).map_err(|error| {
        let reason = error.to_string();
        // A place in the text means nothing for a name.
        let reason =
            if is_name { reason.rsplit_once(" at line ").map_or(&*reason, |(words, _)| words) } else { &reason };
        SpellingError { text: text.chars().take(SHOWN_CHARS).collect(), reason: reason.to_owned() }
    })
}

/// Writes a value in its spelled form.
pub(crate) fn write(value: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let json = serde_json::to_string(value).map_err(|_| fmt::Error)?;
    // Only a name is a text of its own.
    f.write_str(&serde_json::from_str(&json).unwrap_or(json))
}

fn quoted(name: &str) -> String {
    Value::from(name).to_string()
}

/// Gives types that serde reads and writes a text form.
macro_rules! spelled {
    ($($name:ty),+ $(,)?) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::base::spelling::write(self, f)
            }
        }

        $crate::base::spelling::readable!($name);
    )+};
}
pub(crate) use spelled;

/// Lets types that serde reads be read from their text form.
macro_rules! readable {
    ($($name:ty),+ $(,)?) => {$(
        impl std::str::FromStr for $name {
            type Err = $crate::base::spelling::SpellingError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::base::spelling::read(text)
            }
        }
    )+};
}
pub(crate) use readable;

/// Reads a number that is finite. JSON has no others, but serde has other formats.
pub(crate) fn finite<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(from)?;
    if number.is_finite() { Ok(number) } else { Err(D::Error::custom(format_args!("{number} is not a finite number"))) }
}
