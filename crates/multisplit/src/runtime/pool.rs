//! Pooled widgets: used widgets that the provider has reset and that can become others of their kind. The numbers of kinds and of
//! widgets per kind are bounded.

use crate::base::WidgetId;
use crate::base::limits::MAX_POOLS;
use std::collections::BTreeMap;

/// A pooled widget.
struct Pooled<W> {
    /// The id that it had last.
    widget: WidgetId,
    live: W,
    bytes: u64,
}

/// Pooled widgets by kind: a widget id up to its first `:`.
pub struct Pools<W> {
    /// The pooled widgets of a kind, the latest last.
    by_kind: BTreeMap<String, Vec<Pooled<W>>>,
    bytes: u64,
}

impl<W> Default for Pools<W> {
    fn default() -> Self {
        Self { by_kind: BTreeMap::new(), bytes: 0 }
    }
}

impl<W> Pools<W> {
    /// Returns `true` if a widget of this kind would be kept, at most `most` per kind.
    #[must_use]
    pub fn has_room(&self, widget: &WidgetId, most: usize) -> bool {
        match self.by_kind.get(widget.kind()) {
            Some(widgets) => widgets.len() < most,
            None => most > 0 && self.by_kind.len() < MAX_POOLS,
        }
    }

    /// Keeps a widget, at most `most` per kind. Returns it if there is no space.
    pub fn put(&mut self, widget: &WidgetId, pooled: W, bytes: u64, most: usize) -> Option<W> {
        if !self.has_room(widget, most) {
            return Some(pooled);
        }
        self.bytes = self.bytes.saturating_add(bytes);
        let pooled = Pooled { widget: widget.clone(), live: pooled, bytes };
        self.by_kind.entry(widget.kind().to_owned()).or_default().push(pooled);
        None
    }

    /// Takes the widget of this kind that was pooled last, which is the likeliest to be in the processor's caches, with the id that it
    /// had.
    pub fn take(&mut self, widget: &WidgetId) -> Option<(WidgetId, W)> {
        let widgets = self.by_kind.get_mut(widget.kind())?;
        let Pooled { widget: last, live, bytes } = widgets.pop()?;
        if widgets.is_empty() {
            self.by_kind.remove(widget.kind());
        }
        self.bytes -= bytes.min(self.bytes);
        Some((last, live))
    }

    /// Takes any pooled widget, with the id that it had.
    pub fn take_any(&mut self) -> Option<(WidgetId, W)> {
        let last = self.by_kind.values().next()?.last()?.widget.clone();
        self.take(&last)
    }

    /// Returns the number of pooled widgets by kind.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.by_kind.iter().map(|(kind, widgets)| (kind.as_str(), widgets.len()))
    }

    /// Returns the bytes that the pooled widgets take, as the provider has stated them.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_POOLS, Pools};
    use crate::base::WidgetId;

    fn id(text: &str) -> WidgetId {
        WidgetId::new(text).expect("an id")
    }

    #[test]
    fn a_pooled_widget_serves_its_own_kind_only() {
        let mut pools = Pools::default();
        assert_eq!(pools.put(&id("editor:a"), 1, 10, 2), None);
        assert_eq!(pools.put(&id("term:1"), 2, 20, 2), None);
        assert_eq!(pools.bytes(), 30);
        assert_eq!(pools.take(&id("image:x")), None);
        assert_eq!(pools.take(&id("editor:b")), Some((id("editor:a"), 1)));
        assert_eq!(pools.take(&id("editor:c")), None);
        assert_eq!((pools.bytes(), pools.counts().collect::<Vec<_>>()), (20, vec![("term", 1)]));
        assert_eq!((pools.take_any(), pools.take_any(), pools.bytes()), (Some((id("term:1"), 2)), None, 0));
    }

    #[test]
    fn a_full_pool_hands_widgets_back() {
        let mut pools = Pools::default();
        assert_eq!(pools.put(&id("a:1"), 1, 1, 1), None);
        assert_eq!(pools.put(&id("a:2"), 2, 1, 1), Some(2));
        assert_eq!(pools.put(&id("b:1"), 3, 1, 0), Some(3));
        for kind in 0..MAX_POOLS {
            pools.put(&id(&format!("kind{kind}")), 0, 1, 1);
        }
        assert_eq!(pools.counts().count(), MAX_POOLS);
    }
}
