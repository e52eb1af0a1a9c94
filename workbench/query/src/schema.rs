//! The tables of a database and their columns, as the side list shows them.
//!
//! It refuses more than a limit, and says so. Invariant: `query` of a table is one statement that reads it.

use crate::limits;
use crate::sql::Dialect;

/// The tables that there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// Tables and views, in the order of their names.
    pub tables: Vec<Table>,
    /// There are more than are listed.
    pub more: bool,
}

/// A table or view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Where it has to be said in which schema it lies, that schema.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// It computes its rows.
    pub is_view: bool,
    /// Its columns: names and types.
    pub columns: Vec<(String, String)>,
}

impl Schema {
    /// Adds a column of a table, and the table where it is not the last one; answers whether more may come.
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

    /// Bytes that it takes in memory, roughly.
    pub(crate) fn bytes(&self) -> usize {
        let column = |(name, kind): &(String, String)| size_of::<(String, String)>() + name.len() + kind.len();
        let table =
            |table: &Table| size_of::<Table>() + table.name.len() + table.columns.iter().map(column).sum::<usize>();
        self.tables.iter().map(table).sum()
    }
}

impl Table {
    /// The name as a person reads it.
    pub fn shown(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{schema}.{}", self.name),
            None => self.name.clone(),
        }
    }

    /// The name as SQL wants it.
    pub(crate) fn quoted(&self, dialect: Dialect) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", dialect.quoted(schema), dialect.quoted(&self.name)),
            None => dialect.quoted(&self.name),
        }
    }

    /// A statement that reads the first rows.
    pub(crate) fn query(&self, dialect: Dialect) -> String {
        format!("SELECT * FROM {} LIMIT 100", self.quoted(dialect))
    }
}
