//! The context that the parts of a frame work with, and what the user did in the frame, before it becomes a command.
//!
//! It does not know any part. Invariant: everything in it lasts for one frame. What lasts longer is in [`State`], or in a part's own memory.

pub(crate) mod click_pacing;
pub(crate) mod paint_stats;
pub(crate) mod per_surface;
pub(crate) mod pointer;
pub(crate) mod stagger;
pub(crate) mod state;

use crate::base::bindings::Bindings;
use crate::base::coords::Origin;
use crate::base::style::Style;
use crate::frame::paint_stats::Tally;
use crate::frame::stagger::Firsts;
use crate::frame::state::State;
use crate::retained::Retained;
use egui::{Context, Id, Rect as EguiRect};
use multisplit::{Failure, Intent, Layout, Moment, NodeId, PaneId, SurfaceId};
use std::any::Any;
use std::time::Duration;

/// The context that the parts of a frame work with.
pub(crate) struct Frame<'a> {
    pub(crate) now: Moment,
    pub(crate) origin: Origin,
    pub(crate) style: &'a Style,
    pub(crate) state: &'a mut State,
    pub(crate) intents: &'a mut Vec<Intent>,
    /// What the pointer did to dividers and floating surfaces; it is applied before the other intents.
    pub(crate) drags: &'a mut Vec<Intent>,
    /// Panes in whose tab sets the user wants a new tab. Only the application can make one.
    pub(crate) new_tabs: &'a mut Vec<PaneId>,
    /// Titles of panes to keep for later, when their widgets may not exist.
    pub(crate) titles: &'a mut Vec<(PaneId, String)>,
    pub(crate) failures: &'a mut Vec<(PaneId, Failure)>,
    pub(crate) retained: &'a mut Retained,
    pub(crate) tally: &'a mut Tally,
    pub(crate) firsts: &'a mut Firsts,
    /// The time after which the workspace itself needs the next frame.
    pub(crate) wake: &'a mut Option<Duration>,
    /// The keys that menus show.
    pub(crate) bindings: &'a Bindings,
    /// Whether a screen reader listens.
    pub(crate) access: bool,
    /// Whether each tab bar has a button for a new tab.
    pub(crate) add_button: bool,
    /// Whether nothing that was drawn before may be shown again.
    pub(crate) anew: bool,
    /// The surface that is being drawn.
    pub(crate) surface: SurfaceId,
    /// Whether the surface is the only one.
    pub(crate) only: bool,
    /// The place of the minimap, if there is one. What is below it cannot be reached there.
    pub(crate) minimap: Option<EguiRect>,
}

impl Frame<'_> {
    /// Returns `true` if a node is on the surface that is being drawn.
    pub(crate) fn is_here(&self, layout: &Layout, node: NodeId) -> bool {
        self.only || layout.tree().surface_of(node) == Some(self.surface)
    }

    /// Takes out what a part of this workspace remembers from frame to frame.
    pub(crate) fn remembered<T: Any + Clone + Default + Send + Sync>(&self, ctx: &Context, part: &str) -> T {
        ctx.data_mut(|data| data.remove_temp(self.memory(part))).unwrap_or_default()
    }

    /// Stores what a part remembers for the next frame, or for another part of this frame.
    pub(crate) fn remember<T: Any + Clone + Send + Sync>(&self, ctx: &Context, part: &str, what: T) {
        ctx.data_mut(|data| data.insert_temp(self.memory(part), what));
    }

    fn memory(&self, part: &str) -> Id {
        self.origin.id.with(("remembered", part))
    }

    /// Requests a frame after the given time. All such requests of a frame become a single one.
    pub(crate) fn wake_after(&mut self, wait: Duration) {
        *self.wake = Some(self.wake.map_or(wait, |other| other.min(wait)));
    }
}
