//! Scripts and their answers.
