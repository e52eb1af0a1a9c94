//! The engine of a split-pane workspace: **virtual memory for widgets**.
//!
//! The application names widgets by id. MultiSplit decides where each widget is placed, when it has to exist, how long
//! it may stay, and what is kept of it when it goes.
//!
//! This crate is the engine alone: data in, data out. It draws nothing, starts no thread, opens no file and has no
//! clock, so a whole session is an ordinary deterministic test. Front ends such as `multisplit-egui` draw the layout,
//! and `multisplit-host` runs the work that the engine requests.
//!
//! # The words
//! - A **pane** is a rectangle of the layout that shows one **widget**. It has a [`PaneId`], which is never given out twice.
//! - A **widget** is a value of the application's own type, named by a [`WidgetId`] such as `"editor:main.rs"`. The part before the colon
//!   is its **kind**.
//! - A **provider** ([`WidgetProvider`], or a [`ProviderRouter`] of kinds) makes a widget when its pane comes into view.
//! - A **layout** is splits, tabs and floating areas with panes in them. [`Command`]s change it; every change can be undone.
//! - A **host** runs loads on threads, and has a clock and files.
//!
//! # Two levels
//! - [`Layout`]: panes, splits and tabs behind one gate, with undo, focus, events and files. It is enough for an
//!   application that keeps its own widgets.
//! - [`Workspace`]: a layout and the application's [`WidgetProvider`]. It requests widgets when they come into view,
//!   loads slow ones in the background, and keeps what they leave behind.
//!
//! ```
//! use multisplit::{Moment, Provided, Request, WidgetProvider, Workspace, placement::Area};
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
//! workspace.arrange("row(shopping, garden)")?;
//! let view = workspace.frame(Moment::ZERO, Area::new(806.0, 600.0)?);
//! assert_eq!(view.pane_count(), 2);
//! assert_eq!(view.pane(1).unwrap().rect.x, 406.0); // 400 + a divider of 6
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Modules
//! The root has what most applications use. The rest is in modules: [`text`] and [`mod@file`] (layouts as text and as files), [`geometry`],
//! [`placement`] (areas, hits, dividers), [`view`] (what a front end draws), [`tree`], [`groups`], [`focus`], [`journal`] (history),
//! [`host`] (what a host needs), [`jobs`], [`cache`], [`memory`] and [`stats`].

mod base;
mod command;
mod engine;
pub mod file;
pub mod focus;
mod history;
pub mod placement;
mod runtime;
pub mod text;
pub mod tree;

pub use base::limits;
pub use base::{IdError, Moment, NodeId, PaneId, Placement, Role, SpellingError, SurfaceId, WidgetId, ZeroIdError};
pub use command::{Bars, Command, CommandError, CommandErrorKind, MoveTarget, Outcome, Rules, Template};
pub use engine::{Event, Intent, Layout, LoadError, SessionError, View, Workspace};
pub use focus::FocusTo;
pub use runtime::{
    CloseReason, Cost, Failure, Lifecycle, Provided, ProviderRouter, Request, RuntimeConfig, Saved, Slot, Verdict,
    WidgetProvider,
};

/// Points, rectangles, lengths, shares and bounds.
pub mod geometry {
    pub use crate::base::{
        Aspect, AspectError, Axis, Bounds, BoundsError, Direction, Length, Point, Priority, Props, PxRect, Ratio,
        RatioError, Rect, RectError, Scale, Share, ShareError, Size,
    };
}

/// Groups of panes.
pub mod groups {
    pub use crate::base::{GroupError, GroupId, GroupInfo};
    pub use crate::command::GroupAction;
}

/// What a front end draws in a frame.
pub mod view {
    pub use crate::engine::{FoldView, FreshIds, PaneView, TabBarView, TabView};
}

/// The history of a layout, and committed transactions for a store.
pub mod journal {
    pub use crate::engine::{Checkpoint, Recovery};
    pub use crate::history::{Committed, Entry, History, HistoryError, Merge, Origin, SavedHistory};
}

/// What the engine asks of its host, and what the host hands in.
pub mod host {
    pub use crate::engine::{Effect, HostInput, Invalidation};
    pub use crate::runtime::{CollectedStates, Stopwatch, StoredState};
}

/// Loads of widgets on other threads.
pub mod jobs {
    pub use crate::runtime::{FailureKind, Finish, Job, JobContext, Load, LoadQueue, Ticket, Urgency};
}

/// Widgets that are kept although no pane shows them, and the policies that rank them.
pub mod cache {
    pub use crate::runtime::{
        Aggressive, CachePolicy, ConfigError, CostAware, EntryMeta, EvictReason, Evicted, EvictionContext, Lru, Parked,
        ParkedInfo, SavedError, Scarcity, SharedContent, SlotInfo, Slots, Unparked, Usage,
    };
}

/// The memory of the process, and how much of it widgets may take.
pub mod memory {
    pub use crate::runtime::{Governor, LevelBytes, MemoryLevel, MemoryLimits, MemorySample, Plan, Probe};
}

/// Numbers of a workspace, for inspection.
pub mod stats {
    pub use crate::runtime::{Levels, Meters, Operation, SlowOperation, Snapshot, Timing};
}
