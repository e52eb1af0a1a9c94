//! The interface of the application: it makes widgets, saves them, and says whether they may go.

use super::job::{Failure, Finish, Job, JobContext};
use super::saved::Saved;
use crate::base::{PaneId, WidgetId};

/// Makes and saves the widgets of an application. There are eight methods, of which only [`provide`](WidgetProvider::provide) is
/// required. The trait is object-safe once `Widget` is named.
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
    /// The type of what a pane shows.
    type Widget: 'static;

    /// Makes a widget, or says how to load it. Fresh, restored and retried widgets are made by this one method, with different fields of
    /// the request filled.
    ///
    /// A panic costs its own pane only.
    fn provide(&mut self, request: Request<'_, Self::Widget>) -> Provided<Self::Widget>;

    /// Returns whether a widget may go, and whether it may be kept parked. Default: [`Verdict::Allow`].
    fn closing(&mut self, widget: &WidgetId, live: &mut Self::Widget, reason: CloseReason) -> Verdict {
        let _ = (widget, live, reason);
        Verdict::Allow
    }

    /// Returns whether a pane may go whose widget does not exist but left a state with unsaved work. `work` says what that is.
    ///
    /// It is asked, for example, after a restart for a pane behind a tab that was not shown yet. The state stays as long as closing the
    /// pane can be undone. Default: a veto with those words.
    fn closing_saved(&mut self, widget: &WidgetId, work: &str, reason: CloseReason) -> Verdict {
        let _ = (widget, reason);
        Verdict::Veto(work.to_owned())
    }

    /// Returns the state to keep of a widget that goes. Default: `None`.
    fn save(&mut self, widget: &WidgetId, live: &mut Self::Widget) -> Option<Saved> {
        let _ = (widget, live);
        None
    }

    /// Returns the memory that a widget takes and the time that it would take to make it again.
    ///
    /// It is called when the widget is made, when it is parked, and with memory probes, so it should be quick. Default: 1,024 bytes and
    /// a millisecond.
    fn cost(&self, live: &Self::Widget) -> Cost {
        let _ = live;
        Cost { bytes: 1024, rebuild_micros: 1_000 }
    }

    /// Returns `true` if a parked widget that is about to be shown again still shows what is true. A stale widget is saved, dropped and
    /// provided again. Default: `true`.
    fn is_fresh(&mut self, widget: &WidgetId, live: &mut Self::Widget) -> bool {
        let _ = (widget, live);
        true
    }

    /// Resets a widget that would go for good, so that the next one of its kind can be made from it. Nothing of its last use may be left.
    ///
    /// A closed widget is parked first and comes back as it is if its pane does. Only when it is evicted, or if it may not be parked
    /// ([`Verdict::Discard`], or [`parked_count`](super::RuntimeConfig::parked_count) 0), it is offered here.
    ///
    /// Returns `None` if it is not worth keeping; an implementation then passes it to [`gone`](WidgetProvider::gone). Its state was saved
    /// before. Default: passes it to `gone` and returns `None`.
    fn recycle(&mut self, widget: &WidgetId, used: Self::Widget) -> Option<Self::Widget> {
        self.gone(widget, used);
        None
    }

    /// Takes a widget that goes for good, for example to end its program or to return its connection. Default: drops it.
    ///
    /// It is called exactly once for each widget that a workspace lets go: one that was evicted, discarded or outdated, one that failed
    /// while it was drawn, a pooled one whose pool is emptied or full (with the id that it had last), and all that are left when the
    /// workspace is dropped, whose states are not saved then. A widget for which a pool has space is offered to
    /// [`recycle`](WidgetProvider::recycle) instead. From then on it is in the hands of `recycle`, which either returns it, or passes it to
    /// `gone` itself, as the default does. What the application takes out of a workspace belongs to it, and `gone` is not called: a widget
    /// from [`Workspace::extract`](crate::Workspace::extract), and a pooled one from [`Request::recycled`]. Like every call of a provider
    /// it may panic, which costs this widget only.
    fn gone(&mut self, widget: &WidgetId, live: Self::Widget) {
        let _ = (widget, live);
    }
}

/// A request for a widget.
#[derive(Debug)]
pub struct Request<'a, W> {
    /// The id of the widget.
    pub widget: &'a WidgetId,
    /// The pane that will show it.
    pub pane: PaneId,
    /// The state that was kept of the widget when it last went, if there is one.
    pub saved: Option<&'a Saved>,
    /// A pooled widget of the same kind to build from, if there is one. If it is not taken, it goes back to the pool.
    pub recycled: &'a mut Option<W>,
}

/// The answer of a provider to a [`Request`].
pub enum Provided<W> {
    /// The widget.
    Ready(W),
    /// The widget must be loaded first, by this job on another thread.
    Load(Job<W>),
    /// There is no such widget. The pane says so, and keeps its place and its state.
    Unknown,
    /// The widget cannot be made; the text says why. The user may try again.
    Failed(String),
}

impl<W: 'static> Provided<W> {
    /// Creates an answer that loads a value on another thread, and then builds the widget from it on the thread that owns the workspace.
    ///
    /// ```
    /// use multisplit::{Failure, Provided};
    /// fn sum(numbers: String) -> Provided<String> {
    ///     Provided::load(
    ///         move |_context| {
    ///             let numbers = numbers.split(' ').map(str::parse::<i64>).collect::<Result<Vec<_>, _>>();
    ///             numbers.map_err(|error| Failure::failed(error.to_string()))
    ///         },
    ///         |numbers| format!("the sum is {}", numbers.iter().sum::<i64>()),
    ///     )
    /// }
    /// ```
    pub fn load<T: Send + 'static>(
        work: impl FnOnce(&JobContext) -> Result<T, Failure> + Send + 'static,
        build: impl FnOnce(T) -> W + Send + 'static,
    ) -> Self {
        Self::Load(Box::new(move |context| {
            let value = work(context)?;
            let finish: Finish<W> = Box::new(move |_| Ok(build(value)));
            Ok(finish)
        }))
    }
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

/// The reason why a widget must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// The pane is closed.
    Close,
    /// The pane shows another widget from now on.
    Replace,
    /// Another layout takes the place of the present one.
    Load,
    /// The widget is out of view, and its space or memory is needed. A veto keeps it, for example because it is unsaved or at work.
    Evict,
}

/// A provider's decision on whether a widget may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The widget may go. It is kept parked while there is space, and comes back as it is if its pane does.
    Allow,
    /// The widget may go and must not be kept, for example because a program in it must end. Its state is saved, and it is dropped.
    Discard,
    /// The widget may not go. The text says why, in words for the user.
    Veto(String),
}

/// The cost of a widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// The memory that the widget holds, in bytes.
    pub bytes: u64,
    /// The time that it would take to make the widget again, in microseconds.
    pub rebuild_micros: u64,
}
