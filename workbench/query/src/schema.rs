//! The tables of a database and their columns, as the list at the side shows them.
//!
//! A schema is limited in size, and knows if something was left out.
//!
//! Invariant: `query` of a table is one statement that reads it.

use crate::limits;
use crate::sql::Dialect;

/// The tables and views of a database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// The tables and views, ordered by name.
    pub tables: Vec<Table>,
    /// Whether some tables or columns were left out.
    pub more: bool,
}

/// A table or view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The schema of the table, if it has to be named.
    pub schema: Option<String>,
    /// The name.
    pub name: String,
    /// Whether it is a view.
    pub is_view: bool,
    /// The names and types of the columns.
    pub columns: Vec<(String, String)>,
}

impl Schema {
    /// Adds a column of a table, and the table itself if it is not the last one; returns `true` if more may be added.
    pub(crate) fn push(&mut self, table: &Table, column: Option<(String, String)>, columns: &mut usize) -> bool {
        let is_last = self.tables.last().is_some_and(|last| last.name == table.name && last.schema == table.schema);
        if !is_last {
            if self.tables.len() >= limits::TABLES {
                self.more = true;
                return false;
            }
            self.tables.push(table.clone());
        }
        let Some(column) = column else { return true };
        *columns += 1;
        if *columns > limits::SCHEMA_COLUMNS {
            self.more = true;
            return false;
        }
        if let Some(last) = self.tables.last_mut() {
            last.columns.push(column);
        }
        true
    }

    /// Returns the approximate memory of the schema, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let column = |(name, kind): &(String, String)| size_of::<(String, String)>() + name.len() + kind.len();
        let table =
            |table: &Table| size_of::<Table>() + table.name.len() + table.columns.iter().map(column).sum::<usize>();
        self.tables.iter().map(table).sum()
    }
}

impl Table {
    /// Returns the name as the user reads it: with the schema, if that has to be named.
    pub fn shown(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{schema}.{}", self.name),
            None => self.name.clone(),
        }
    }

    /// Returns the name as SQL needs it.
    pub(crate) fn quoted(&self, dialect: Dialect) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", dialect.quoted(schema), dialect.quoted(&self.name)),
            None => dialect.quoted(&self.name),
        }
    }

    /// Returns a statement that reads the first rows.
    pub(crate) fn query(&self, dialect: Dialect) -> String {
        format!("SELECT * FROM {} LIMIT 100", self.quoted(dialect))
    }
}
