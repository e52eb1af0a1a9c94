//! Tests of the inspector as the user meets it: pictures, clicks by label, keys, absurd readings, reports.

mod absurd;
mod acts;
mod fixture;
mod looks;
mod quiet;
mod reports;
