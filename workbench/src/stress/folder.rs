//! A made-up folder to work on: source files of many sizes, some large logs, pictures, and databases with tables. It is deleted
//! when it is dropped.

use multisplit_raster::Image;
use std::error::Error;
use std::fmt::Write;
use std::io;
use std::path::Path;
use tempfile::TempDir;

/// The folder and the widgets that can be opened in it.
pub(super) struct Folder {
    folder: TempDir,
    widgets: Vec<String>,
}

/// The maximum size of most files, in bytes.
const USUAL_BYTES: usize = 96 << 10;
/// One in this many widgets is a terminal.
const TERMINALS: usize = 60;
/// The number of rows of every table.
const ROWS: i64 = 2_000;
/// The query that databases run.
pub(super) const SQL: &str =
    "select o.id, o.customer, o.total, c.name from orders o join customers c on c.id = o.customer";
/// The size of the few large files, in bytes.
const LARGE_BYTES: usize = 3 << 20;

impl Folder {
    /// Creates files for three of four panes, up to a few hundred; the others are terminals and slow panes.
    pub(super) fn make(panes: usize) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::Builder::new().prefix("multisplit-stress").tempdir()?;
        let files = (panes * 3 / 4).clamp(8, 800);
        let mut widgets = vec![];
        for at in 0..files {
            let name = match at % 10 {
                _ if at % TERMINALS == 5 => format!("term:{at}"),
                8 => picture(folder.path(), at)?,
                9 => database(folder.path(), at)?,
                _ => text(folder.path(), at)?,
            };
            widgets.push(name);
        }
        widgets.extend((0..panes.saturating_sub(files)).map(|at| format!("slow:{}/{at}", 20 + at % 7 * 40)));
        Ok(Self { folder, widgets })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the ids of all widgets that can be opened.
    pub(super) fn widgets(&self) -> Vec<String> {
        self.widgets.clone()
    }
}

fn text(folder: &Path, at: usize) -> io::Result<String> {
    // Sizes differ by up to a factor of a hundred, with more small files than large ones.
    let bytes = if at % 50 == 7 { LARGE_BYTES } else { USUAL_BYTES / (1 + at * 7 % 100) + 200 };
    let mut text = String::with_capacity(bytes + 80);
    let mut line = 0;
    while text.len() < bytes {
        line += 1;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "fn line_{line}(value: u64) -> u64 {{ value * {line} + {at} }} // made up");
    }
    let name = format!("file_{at}.rs");
    std::fs::write(folder.join(&name), text)?;
    Ok(if at % 50 == 7 { format!("log:{name}") } else { format!("editor:{name}") })
}

fn picture(folder: &Path, at: usize) -> io::Result<String> {
    let side = 64 + u32::try_from(at % 9).unwrap_or(0) * 160;
    let pixel = |i: u32| [(i % side) as u8, (i / side) as u8, (at % 256) as u8, 255];
    let pixels: Vec<u8> = (0..side * side).flat_map(pixel).collect();
    let name = format!("picture_{at}.png");
    let image = Image { width: side, height: side, rgba: pixels };
    image.save_png(folder.join(&name)).map_err(io::Error::other)?;
    Ok(format!("image:{name}"))
}

/// Creates a database of customers and their orders.
fn database(folder: &Path, at: usize) -> Result<String, rusqlite::Error> {
    let name = format!("data_{at}.db");
    let mut database = rusqlite::Connection::open(folder.join(&name))?;
    database.pragma_update(None, "synchronous", "off")?;
    let change = database.transaction()?;
    change.execute_batch(
        "create table customers(id integer primary key, name text);
         create table orders(id integer primary key, customer integer, total real);",
    )?;
    {
        let mut customer = change.prepare("insert into customers values (?1, 'Customer ' || ?1)")?;
        let mut order = change.prepare("insert into orders values (?1, 1 + ?1 % 97, ?1 * 1.25)")?;
        for row in 1..=ROWS {
            customer.execute([row])?;
            order.execute([row])?;
        }
    }
    change.commit()?;
    Ok(format!("query:{name}"))
}
