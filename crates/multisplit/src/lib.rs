//! The engine of a split-pane workspace: **virtual memory for widgets**.
//!
//! The application names widgets by id. MultiSplit decides where each widget is placed, when it has to exist, how long
//! it may stay, and what is kept of it when it goes.
//!
//! This crate is the engine alone: data in, data out. It draws nothing, starts no thread, opens no file and has no
//! clock, so a whole session is an ordinary deterministic test. Front ends such as `multisplit-egui` draw the layout,
//! and `multisplit-host` runs the work that the engine requests.
//!
//! - [`Layout`]: panes, splits and tabs behind one gate, with undo, focus, events and files. It is enough for an
//!   application that keeps its own widgets.
//! - [`Workspace`]: a layout and the application's [`WidgetProvider`]. It requests widgets when they come into view,
//!   loads slow ones in the background, and keeps what they leave behind.
//!
//! ```
//! use multisplit::{Area, Moment, Provided, Request, WidgetProvider, Workspace};
//!
//! struct Notes;
//! impl WidgetProvider for Notes {
//!     type Widget = String;
//!     fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
//!         Provided::Ready(format!("a note called {}", request.widget))
//!     }
//! }
//!
//! let mut workspace = Workspace::new(Notes);
//! workspace.open("shopping")?;
//! workspace.open("garden")?; // beside the first, along its longer side
//! let view = workspace.frame(Moment::ZERO, Area::new(806.0, 600.0)?);
//! assert_eq!(view.pane_count(), 2);
//! assert_eq!(view.pane(1).unwrap().rect.x, 406.0); // 400 + a divider of 6
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod base;
mod command;
mod engine;
pub mod file;
mod focus;
mod history;
mod placement;
mod runtime;
pub mod text;
mod tree;

pub use base::{
    Axis, Bounds, BoundsError, Direction, GroupError, GroupId, GroupInfo, IdError, Length, Moment, NodeId, PaneId,
    Placement, Point, Priority, Props, PxRect, Ratio, RatioError, Rect, Role, Scale, Share, Size, SurfaceId, WidgetId,
    limits,
};
pub use command::{Bars, Command, CommandError, CommandErrorKind, GroupAction, MoveTarget, Outcome, Rules, Template};
pub use engine::{
    Effect, Event, FoldView, HostInput, Intent, Invalidation, Layout, LoadError, PaneView, SessionError, TabBarView,
    TabView, View, Workspace,
};
pub use focus::{Focus, FocusTo};
pub use history::{Committed, History, HistoryError, Origin};
pub use placement::{Area, AreaError, DividerAt, DividerDrag, Hit, Metrics, Placer, Scene, Snap};
pub use runtime::{
    Aggressive, CachePolicy, CloseReason, ConfigError, Cost, CostAware, EntryMeta, EvictReason, Evicted,
    EvictionContext, Failure, FailureKind, Finish, Governor, Job, JobContext, LevelBytes, Levels, Lifecycle, Load,
    LoadQueue, Lru, MemoryLevel, MemoryLimits, MemorySample, Meters, Operation, Parked, ParkedInfo, Plan, Probe,
    Provided, ProviderRouter, Request, RuntimeConfig, Saved, SavedError, Scarcity, SharedContent, Slot, SlotInfo,
    Slots, SlowOperation, Snapshot, Stopwatch, StoredState, Ticket, Timing, Unparked, Urgency, Usage, Verdict,
    WidgetProvider,
};
pub use tree::{BranchKind, Content, Edit, EditError, NodeKind, SurfaceState, Tree, TreeDiff};
