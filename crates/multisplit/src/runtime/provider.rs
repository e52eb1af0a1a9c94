//! The application's side: who makes widgets, saves them and lets them go.

use super::job::Job;
use super::saved::Saved;
use crate::base::{PaneId, WidgetId};

/// The application's widgets. Seven methods, one of them needed; object-safe once `Widget` is named.
///
/// ```
/// use multisplit::{Provided, Request, WidgetProvider};
/// struct Labels;
/// impl WidgetProvider for Labels {
///     type Widget = String;
///     fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
///         Provided::Ready(format!("this is {}", request.widget))
///     }
/// }
/// ```
pub trait WidgetProvider {
    /// What a pane shows.
    type Widget: 'static;

    /// Makes a widget, or says how to load it. Fresh, restored and retried are one method with other hints filled.
    /// A panic costs its own pane only.
    fn provide(&mut self, request: Request<'_, Self::Widget>) -> Provided<Self::Widget>;

    /// Whether a widget may go, and whether it may be kept parked. Default: it may.
    fn closing(&mut self, widget: &WidgetId, live: &mut Self::Widget, reason: CloseReason) -> Verdict {
        let _ = (widget, live, reason);
        Verdict::Allow
    }

    /// Returns whether a pane may go whose widget is not there, but left a state with unsaved work; `work` says what that is.
    ///
    /// Asked after a restart, say, for a pane behind a tab that was not shown yet. The state stays as long as closing the pane
    /// can be undone. Default: a veto with those words.
    fn closing_saved(&mut self, widget: &WidgetId, work: &str, reason: CloseReason) -> Verdict {
        let _ = (widget, reason);
        Verdict::Veto(work.to_owned())
    }

    /// What to keep of a widget that goes. Default: nothing.
    fn save(&mut self, widget: &WidgetId, live: &mut Self::Widget) -> Option<Saved> {
        let _ = (widget, live);
        None
    }

    /// What a widget takes, and what it would take to make it again. Asked when it is made, when it is parked and with every
    /// memory probe, so it should be quick. Default: a kibibyte, a millisecond.
    fn cost(&self, live: &Self::Widget) -> Cost {
        let _ = live;
        Cost { bytes: 1024, rebuild_micros: 1_000 }
    }

    /// Whether a parked widget that is about to be shown again still shows what is true. A stale one is saved, dropped and
    /// provided anew. Default: it does.
    fn is_fresh(&mut self, widget: &WidgetId, live: &mut Self::Widget) -> bool {
        let _ = (widget, live);
        true
    }

    /// Resets a widget that would be dropped, so that the next one of its kind is made from it; nothing of its last use may be left. `None` where it is
    /// not worth keeping. Its state was saved before. Default: none.
    fn recycle(&mut self, widget: &WidgetId, used: Self::Widget) -> Option<Self::Widget> {
        let _ = (widget, used);
        None
    }
}

/// What is asked of a provider.
#[derive(Debug)]
pub struct Request<'a, W> {
    /// The widget's id.
    pub widget: &'a WidgetId,
    /// The pane that will show it.
    pub pane: PaneId,
    /// What was kept of it when it went.
    pub saved: Option<&'a Saved>,
    /// A pooled widget of the same kind to build from, if there is one. What is not taken goes back to the pool.
    pub recycled: &'a mut Option<W>,
}

/// A provider's answer.
pub enum Provided<W> {
    /// Here it is.
    Ready(W),
    /// It must be loaded first, on another thread.
    Load(Job<W>),
    /// There is no such widget: the pane says so and keeps its place and its state.
    Unknown,
    /// It cannot be made, in words; the user may try again.
    Failed(String),
}

impl<W> std::fmt::Debug for Provided<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Ready",
            Self::Load(_) => "Load",
            Self::Unknown => "Unknown",
            Self::Failed(_) => "Failed",
        })
    }
}

/// Why a widget is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// Its pane is closed.
    Close,
    /// Its pane shows another widget from now on.
    Replace,
    /// Another layout takes the place of this one.
    Load,
    /// Nobody sees it, and its memory is needed. A veto keeps it: it is unsaved, or it is at work.
    Evict,
}

/// Whether a widget may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may. It is kept parked while there is room, and comes back as it is when its pane does.
    Allow,
    /// It may, and must not be kept: a program in it is to end. Its state is saved, and it is dropped.
    Discard,
    /// It may not, and why, in words for the user.
    Veto(String),
}

/// What a widget costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Bytes of memory it holds.
    pub bytes: u64,
    /// Microseconds it would take to make it again.
    pub rebuild_micros: u64,
}
