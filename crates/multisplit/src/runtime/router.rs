//! A provider for many kinds of widgets: one function per kind, and what else is to be known about a widget asked of the widget itself.

use super::provider::{CloseReason, Cost, Provided, Request, Verdict, WidgetProvider};
use super::saved::Saved;
use crate::base::WidgetId;
use std::collections::BTreeMap;
use std::fmt;

/// A widget that knows how it is saved, weighed and closed. All methods have defaults.
///
/// [`ProviderRouter`] asks its widgets, so that everything about a kind is in one place. A provider of the application's own need not use
/// this trait.
pub trait Lifecycle {
    /// Returns the state to keep of the widget. See [`WidgetProvider::save`]. Default: `None`.
    fn save(&mut self) -> Option<Saved> {
        None
    }

    /// Returns whether the widget may go. See [`WidgetProvider::closing`]. Default: [`Verdict::Allow`].
    fn closing(&mut self, reason: CloseReason) -> Verdict {
        let _ = reason;
        Verdict::Allow
    }

    /// Returns what the widget costs. See [`WidgetProvider::cost`]. Default: 1,024 bytes and a millisecond.
    fn cost(&self) -> Cost {
        Cost { bytes: 1_024, rebuild_micros: 1_000 }
    }

    /// Returns `true` if the widget still shows what is true after it was parked. See [`WidgetProvider::is_fresh`]. Default: `true`.
    fn is_fresh(&mut self) -> bool {
        true
    }

    /// Makes the widget as if it had just been made, so that the next one of its kind can be made from it
    /// ([`Request::recycled`]). Returns `false` if it is not worth keeping. See [`WidgetProvider::recycle`]. Default: `false`.
    fn reset(&mut self) -> bool {
        false
    }
}

impl<T: Lifecycle + ?Sized> Lifecycle for Box<T> {
    fn save(&mut self) -> Option<Saved> {
        (**self).save()
    }

    fn closing(&mut self, reason: CloseReason) -> Verdict {
        (**self).closing(reason)
    }

    fn cost(&self) -> Cost {
        (**self).cost()
    }

    fn is_fresh(&mut self) -> bool {
        (**self).is_fresh()
    }

    fn reset(&mut self) -> bool {
        (**self).reset()
    }
}

/// Makes the widgets of one kind.
type Maker<W> = Box<dyn FnMut(Request<'_, W>) -> Provided<W>>;

/// A provider that makes widgets by their kind, which is the part of a widget's id before the first `:`
/// ([`WidgetId::kind`]).
///
/// ```
/// use multisplit::{Lifecycle, Provided, ProviderRouter, Workspace};
///
/// struct Text(String);
/// impl Lifecycle for Text {}
///
/// let provider = ProviderRouter::new()
///     .kind("note", |request| Provided::Ready(Text(format!("Note {}", request.widget.rest()))))
///     .kind("clock", |_| Provided::Ready(Text("12:00".to_owned())));
/// let mut workspace = Workspace::new(provider);
/// workspace.arrange("row(note:1, note:2, clock)")?;
/// # Ok::<(), multisplit::LoadError>(())
/// ```
///
/// A widget of another kind is not known: its pane says so, and keeps its place and its state. [`ProviderRouter::other`] changes that.
pub struct ProviderRouter<W> {
    kinds: BTreeMap<String, Maker<W>>,
    other: Option<Maker<W>>,
}

impl<W> Default for ProviderRouter<W> {
    fn default() -> Self {
        Self { kinds: BTreeMap::new(), other: None }
    }
}

impl<W> fmt::Debug for ProviderRouter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderRouter").field("kinds", &self.kinds.keys()).finish_non_exhaustive()
    }
}

impl<W: Lifecycle + 'static> ProviderRouter<W> {
    /// Creates a provider that knows no kind.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how widgets of a kind are made. It replaces what was set for the kind before.
    ///
    /// # Panics
    /// Panics if the name of the kind is empty or contains `:`, because no widget would be of that kind.
    #[must_use]
    pub fn kind(mut self, kind: &str, make: impl FnMut(Request<'_, W>) -> Provided<W> + 'static) -> Self {
        assert!(!kind.is_empty() && !kind.contains(':'), "{kind:?} cannot be the kind of a widget");
        self.kinds.insert(kind.to_owned(), Box::new(make));
        self
    }

    /// Sets how widgets of all kinds are made that were not set with [`ProviderRouter::kind`]. Default: they are unknown.
    #[must_use]
    pub fn other(mut self, make: impl FnMut(Request<'_, W>) -> Provided<W> + 'static) -> Self {
        self.other = Some(Box::new(make));
        self
    }

    /// Returns the kinds that were set, in alphabetical order.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str)
    }
}

impl<W: Lifecycle + 'static> WidgetProvider for ProviderRouter<W> {
    type Widget = W;

    fn provide(&mut self, request: Request<'_, W>) -> Provided<W> {
        match self.kinds.get_mut(request.widget.kind()).or(self.other.as_mut()) {
            Some(make) => make(request),
            None => Provided::Unknown,
        }
    }

    fn closing(&mut self, _: &WidgetId, live: &mut W, reason: CloseReason) -> Verdict {
        live.closing(reason)
    }

    fn save(&mut self, _: &WidgetId, live: &mut W) -> Option<Saved> {
        live.save()
    }

    fn cost(&self, live: &W) -> Cost {
        live.cost()
    }

    fn is_fresh(&mut self, _: &WidgetId, live: &mut W) -> bool {
        live.is_fresh()
    }

    fn recycle(&mut self, widget: &WidgetId, mut used: W) -> Option<W> {
        if used.reset() {
            return Some(used);
        }
        self.gone(widget, used);
        None
    }
}
