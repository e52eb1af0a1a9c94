//! Work on layouts without widgets. Event queues are drained within a turn, as a front end does.

use super::{Work, near, words};
use crate::{ours, shape};
use multisplit::file::ReadLimits;
use multisplit::geometry::{Direction, Ratio, Share};
use multisplit::groups::GroupAction;
use multisplit::placement::{Area, Metrics, Placer};
use multisplit::tree::Tree;
use multisplit::{Command, FocusTo, Layout, Moment, NodeId, PaneId, Placement, WidgetId};
use std::hint::black_box;

pub(super) const DIRECTIONS: [Direction; 4] = [Direction::Left, Direction::Down, Direction::Right, Direction::Up];

type Boxed = Result<Box<dyn Work>, String>;

/// Places all panes for the first time.
pub(crate) fn cold(n: usize) -> Boxed {
    struct Cold(Tree, Area, Option<(Tree, Placer)>);
    impl Work for Cold {
        fn prepare(&mut self, _: usize) -> Result<(), String> {
            self.2 = Some((self.0.clone(), Placer::default()));
            Ok(())
        }
        fn work(&mut self, _: usize) -> Result<(), String> {
            let (tree, placer) = self.2.as_mut().ok_or("not prepared")?;
            placer
                .place(tree, &self.1, &Metrics::default())
                .then_some(())
                .ok_or_else(|| "nothing was placed".to_owned())
        }
    }
    let layout = ours::layout(&shape::balanced(n))?;
    Ok(Box::new(Cold(layout.tree().clone(), ours::area(shape::side(n))?, None)))
}

/// Places again what moved with one divider: all panes of one row of a grid.
pub(crate) fn divider_moved(n: usize) -> Boxed {
    struct Placed(Grid);
    impl Work for Placed {
        fn prepare(&mut self, at: usize) -> Result<(), String> {
            self.0.move_divider(at)
        }
        fn work(&mut self, _: usize) -> Result<(), String> {
            let before = self.0.layout.placer().placed();
            self.0.layout.update_placement();
            (self.0.layout.placer().placed() > before).then_some(()).ok_or_else(|| "nothing moved".to_owned())
        }
    }
    Ok(Box::new(Placed(Grid::new(n)?)))
}

/// Finds the visible panes again when all panes are visible.
pub(crate) fn find_visible(n: usize) -> Boxed {
    struct Found(Grid);
    impl Work for Found {
        fn prepare(&mut self, at: usize) -> Result<(), String> {
            self.0.move_divider(at)?;
            self.0.layout.update_placement();
            Ok(())
        }
        fn work(&mut self, _: usize) -> Result<(), String> {
            let before = self.0.layout.visibility_revision();
            self.0.layout.place(self.0.area);
            (self.0.layout.visibility_revision() > before)
                .then_some(())
                .ok_or_else(|| "nothing was looked for".to_owned())
        }
    }
    Ok(Box::new(Found(Grid::new(n)?)))
}

/// A placed grid, and one of its rows.
struct Grid {
    layout: Layout,
    area: Area,
    row: NodeId,
    panes: usize,
}

impl Grid {
    fn new(n: usize) -> Result<Self, String> {
        let area = ours::area(shape::side(n))?;
        let layout = placed(ours::layout(&shape::grid(n))?, area);
        let row = layout.tree().parent(ours::pane(n / 2)?.node()).ok_or("no row")?;
        let panes = layout.tree().children(row).count();
        Ok(Self { layout, area, row, panes })
    }

    /// Makes the first pane of the row larger or smaller.
    fn move_divider(&mut self, at: usize) -> Result<(), String> {
        let mut shares = vec![Share::EVEN; self.panes];
        let moved = if at.is_multiple_of(2) { 6_000 } else { 4_000 };
        *shares.first_mut().ok_or("no shares")? = Share::new(moved).ok_or("no share")?;
        self.layout.run(Moment::ZERO, &Command::SetShares { split: self.row, shares }).map_err(words)?;
        drain(&mut self.layout);
        Ok(())
    }
}

/// Splits a pane and undoes the split, including events. Nothing is placed.
pub(crate) fn split_undo(n: usize) -> Boxed {
    struct SplitUndo(Working);
    impl Work for SplitUndo {
        fn work(&mut self, at: usize) -> Result<(), String> {
            self.0.split(at)?;
            self.0.layout.undo().map_err(words)?;
            drain(&mut self.0.layout);
            Ok(())
        }
    }
    Ok(Box::new(SplitUndo(Working::new(n)?)))
}

/// Splits a pane.
#[cfg(feature = "growth")]
pub(crate) fn split(n: usize) -> Boxed {
    struct Split(Working);
    impl Work for Split {
        fn prepare(&mut self, _: usize) -> Result<(), String> {
            while self.0.layout.undo().is_ok() {}
            drain(&mut self.0.layout);
            Ok(())
        }
        fn work(&mut self, at: usize) -> Result<(), String> {
            self.0.split(at)
        }
    }
    Ok(Box::new(Split(Working::new(n)?)))
}

/// Undoes a split.
#[cfg(feature = "growth")]
pub(crate) fn undo(n: usize) -> Boxed {
    struct Undo(Working);
    impl Work for Undo {
        fn prepare(&mut self, at: usize) -> Result<(), String> {
            self.0.split(at)
        }
        fn work(&mut self, _: usize) -> Result<(), String> {
            self.0.layout.undo().map_err(words)?;
            drain(&mut self.0.layout);
            Ok(())
        }
    }
    Ok(Box::new(Undo(Working::new(n)?)))
}

/// Moves the focus to a neighbor.
pub(crate) fn neighbor(n: usize) -> Boxed {
    struct Neighbor(Working);
    impl Work for Neighbor {
        fn work(&mut self, at: usize) -> Result<(), String> {
            let to = FocusTo::Neighbor(DIRECTIONS[at % 4]);
            black_box(self.0.layout.focus(Moment::ZERO, to)).map_err(words)?;
            drain(&mut self.0.layout);
            Ok(())
        }
    }
    let mut working = Working::new(n)?;
    let middle = working.panes.first().copied().ok_or("no pane")?;
    working.layout.focus(Moment::ZERO, FocusTo::Pane(middle)).map_err(words)?;
    Ok(Box::new(Neighbor(working)))
}

/// Activates one tab among all panes.
pub(crate) fn activate(n: usize) -> Boxed {
    struct Activate(Layout, Area, Vec<PaneId>);
    impl Work for Activate {
        fn work(&mut self, at: usize) -> Result<(), String> {
            let pane = self.2[at % self.2.len()];
            self.0.run(Moment::ZERO, &Command::Activate { pane }).map_err(words)?;
            self.0.place(self.1);
            drain(&mut self.0);
            Ok(())
        }
    }
    let area = ours::area(shape::side(n))?;
    let layout = placed(ours::one_tab_set(n)?, area);
    let panes: Result<Vec<_>, String> = (0..NEAR_TABS).map(|at| ours::pane(near(at, n))).collect();
    Ok(Box::new(Activate(layout, area, panes?)))
}

/// The number of tabs that are activated in turn.
const NEAR_TABS: usize = 32;

/// Adds a pane to a group.
pub(crate) fn group_add(n: usize) -> Boxed {
    struct Add(Working);
    impl Work for Add {
        fn prepare(&mut self, _: usize) -> Result<(), String> {
            while self.0.layout.undo().is_ok() {}
            drain(&mut self.0.layout);
            Ok(())
        }
        fn work(&mut self, at: usize) -> Result<(), String> {
            let act = GroupAction::Add(vec![self.0.panes[at % self.0.panes.len()]]);
            self.0.layout.run(Moment::ZERO, &Command::Group { name: "some".to_owned(), act }).map_err(words)?;
            drain(&mut self.0.layout);
            Ok(())
        }
    }
    Ok(Box::new(Add(Working::new(n)?)))
}

/// Writes the layout as text.
pub(crate) fn save(n: usize) -> Boxed {
    struct Save(Layout);
    impl Work for Save {
        fn work(&mut self, _: usize) -> Result<(), String> {
            black_box(self.0.save_text());
            Ok(())
        }
    }
    Ok(Box::new(Save(ours::layout(&shape::balanced(n))?)))
}

/// Reads a first layout from text, as at a start.
pub(crate) fn load(n: usize) -> Boxed {
    struct Load(String);
    impl Work for Load {
        fn work(&mut self, _: usize) -> Result<(), String> {
            let mut layout = Layout::new();
            layout.load(&self.0, ReadLimits::default()).map_err(words)?;
            drain(&mut layout);
            black_box(layout);
            Ok(())
        }
    }
    Ok(Box::new(Load(ours::layout(&shape::balanced(n))?.save().to_text())))
}

/// Reads a layout in the place of another one, which is an undo entry.
pub(crate) fn load_over(n: usize) -> Boxed {
    struct Load(Layout, String);
    impl Work for Load {
        fn work(&mut self, _: usize) -> Result<(), String> {
            self.0.load(&self.1, ReadLimits::default()).map_err(words)?;
            drain(&mut self.0);
            Ok(())
        }
    }
    let layout = ours::layout(&shape::balanced(n))?;
    let text = layout.save().to_text();
    Ok(Box::new(Load(layout, text)))
}

/// A placed layout with a journal, and some of its panes that are near each other.
struct Working {
    layout: Layout,
    panes: Vec<PaneId>,
    widget: WidgetId,
}

impl Working {
    fn new(n: usize) -> Result<Self, String> {
        let mut layout = ours::layout(&shape::balanced(n))?;
        layout.keep_journal();
        let panes: Result<Vec<_>, String> = (0..super::NEAR).map(|at| ours::pane(near(at, n))).collect();
        Ok(Self { layout: placed(layout, ours::area(shape::side(n))?), panes: panes?, widget: ours::widget(0)? })
    }

    fn split(&mut self, at: usize) -> Result<(), String> {
        let pane = self.panes[at % self.panes.len()];
        let place = if at.is_multiple_of(2) { Placement::Right } else { Placement::Bottom };
        let split = Command::Split { pane, place, widget: self.widget.clone(), ratio: Ratio::HALF };
        self.layout.run(Moment::ZERO, &split).map_err(words)?;
        drain(&mut self.layout);
        Ok(())
    }
}

fn placed(mut layout: Layout, area: Area) -> Layout {
    layout.place(area);
    drain(&mut layout);
    layout
}

fn drain(layout: &mut Layout) {
    while let Some(event) = layout.poll_event() {
        black_box(event);
    }
    while let Some(committed) = layout.poll_committed() {
        black_box(committed);
    }
}
