//! MultiSplit in the storm: a workspace with many panes whose widgets load. A pane is opened and zoomed while they wait, so the others are
//! out of view. The time runs from the command to the live widget, including frames.

use super::{LOAD, PATIENCE, Storm, THREADS, load};
use multisplit::file::{FORMAT, FileNode, LayoutFile, ReadLimits, VERSION};
use multisplit::placement::Area;
use multisplit::{Command, PaneId, Provided, Request, Slot, WidgetProvider, Workspace};
use multisplit_host::{Host, Threads};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The side of the area, in logical units. All panes fit into it at their minimum size.
const SIDE: f64 = 100_000.0;

struct Slow;

impl WidgetProvider for Slow {
    type Widget = u32;

    fn provide(&mut self, _: Request<'_, u32>) -> Provided<u32> {
        Provided::Load(Box::new(|_| {
            load();
            Ok(Box::new(|_| Ok(1)))
        }))
    }
}

/// A workspace and a host with two threads.
pub struct Workbench {
    workspace: Workspace<Slow>,
    host: Host<u32>,
    woken: Receiver<()>,
    area: Area,
}

impl Workbench {
    /// Creates an empty workspace and its host.
    ///
    /// # Errors
    /// Returns a message if the area is refused.
    pub fn new() -> Result<Self, String> {
        let (wake, woken) = channel();
        let host = Host::with_spawner(
            // The send fails only if the receiver is dropped, and then no wake is needed.
            move || wake.send(()).unwrap_or_default(),
            THREADS,
            Threads,
        );
        let area = Area::new(SIDE, SIDE).map_err(|error| error.to_string())?;
        Ok(Self { workspace: Workspace::new(Slow), host, woken, area })
    }

    fn frame(&mut self) {
        self.workspace.frame(self.host.now(), self.area);
        self.host.drive(&mut self.workspace);
    }

    fn run(&mut self, command: &Command) -> Result<(), String> {
        self.workspace.run(self.host.now(), command).map(drop).map_err(|error| error.to_string())
    }
}

impl Storm for Workbench {
    fn queue(&mut self, loads: usize) -> Result<(), String> {
        grid(&mut self.workspace, loads)?;
        self.frame();
        std::thread::sleep(LOAD);
        let stats = self.host.pool_stats();
        if stats.waiting == 0 {
            return Err(format!("{loads} loads were asked for, and none waits"));
        }
        Ok(())
    }

    fn show(&mut self) -> Result<Duration, String> {
        let begun = Instant::now();
        let pane = self.workspace.open("visible").map_err(|error| error.to_string())?;
        self.run(&Command::Zoom { pane })?;
        loop {
            self.frame();
            match self.workspace.slots().get(pane) {
                Some(Slot::Live(_)) => return Ok(begun.elapsed()),
                Some(Slot::Failed(failure)) => return Err(failure.reason.clone()),
                _ => {}
            }
            // A wake may be for any load that ended, or for none, so look again.
            self.woken.recv_timeout(PATIENCE).map_err(|error| error.to_string())?;
            while self.woken.try_recv().is_ok() {}
        }
    }
}

/// Opens a square of panes in an empty workspace, and returns the panes.
///
/// # Errors
/// Returns a message if there are fewer than four panes, or if the layout is refused.
pub fn grid<P: WidgetProvider>(workspace: &mut Workspace<P>, panes: usize) -> Result<Vec<PaneId>, String> {
    let rows = panes.isqrt();
    if rows < 2 {
        return Err(format!("{panes} panes make no square"));
    }
    let ids: Vec<u64> = (1..=panes as u64).collect();
    let (first_row, column) = (panes as u64 + 1, panes as u64 + 1 + rows as u64);
    let mut file = LayoutFile { format: FORMAT.to_owned(), version: VERSION, ..LayoutFile::default() };
    let pane = |id: &u64| FileNode { id: *id, pane: Some(format!("pane:{id}")), ..FileNode::default() };
    let row = |at: usize| {
        let children = ids[at * panes / rows..(at + 1) * panes / rows].to_vec();
        FileNode { id: first_row + at as u64, row: Some(children), ..FileNode::default() }
    };
    file.nodes.extend(ids.iter().map(pane));
    file.nodes.extend((0..rows).map(row));
    file.nodes.push(FileNode { id: column, column: Some((first_row..column).collect()), ..FileNode::default() });
    file.root = Some(column);
    file.next_id = column + 1;
    file.recent = vec![1];
    let text = serde_json::to_string(&file).map_err(|error| error.to_string())?;
    workspace.load(&text, ReadLimits::default()).map_err(|error| error.to_string())?;
    ids.iter().map(|id| PaneId::from_raw(*id).ok_or_else(|| format!("{id} is no pane"))).collect()
}
