//! Used widgets, reset and ready to become others of their kind. The provider resets them; nothing is kept that it did not.
//! Bounded by kinds and by shells a kind.

use crate::base::WidgetId;
use crate::base::limits::MAX_POOLS;
use std::collections::BTreeMap;

/// Shells by kind: a widget id up to its first `:`.
pub struct Pools<W> {
    /// Shells and their bytes.
    shells: BTreeMap<String, Vec<(W, u64)>>,
    bytes: u64,
}

impl<W> Default for Pools<W> {
    fn default() -> Self {
        Self { shells: BTreeMap::new(), bytes: 0 }
    }
}

impl<W> Pools<W> {
    /// Whether a shell of this kind would be kept.
    #[must_use]
    pub fn has_room(&self, widget: &WidgetId, most: usize) -> bool {
        match self.shells.get(widget.kind()) {
            Some(shells) => shells.len() < most,
            None => most > 0 && self.shells.len() < MAX_POOLS,
        }
    }

    /// Keeps a shell. Hands it back where there is no room.
    pub fn put(&mut self, widget: &WidgetId, shell: W, bytes: u64, most: usize) -> Option<W> {
        if !self.has_room(widget, most) {
            return Some(shell);
        }
        self.bytes = self.bytes.saturating_add(bytes);
        self.shells.entry(widget.kind().to_owned()).or_default().push((shell, bytes));
        None
    }

    /// The shell of this kind that was used last, which is the likeliest to lie in the processor's caches.
    pub fn take(&mut self, widget: &WidgetId) -> Option<W> {
        let shells = self.shells.get_mut(widget.kind())?;
        let (shell, bytes) = shells.pop()?;
        if shells.is_empty() {
            self.shells.remove(widget.kind());
        }
        self.bytes -= bytes.min(self.bytes);
        Some(shell)
    }

    /// Takes any shell out.
    pub fn take_any(&mut self) -> Option<W> {
        let kind = self.shells.keys().next()?.clone();
        let widget = WidgetId::new(kind).ok()?;
        self.take(&widget)
    }

    /// How many shells there are by kind.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.shells.iter().map(|(kind, shells)| (kind.as_str(), shells.len()))
    }

    /// Bytes that the shells say they take.
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
    fn a_shell_serves_its_own_kind_only() {
        let mut pools = Pools::default();
        assert_eq!(pools.put(&id("editor:a"), 1, 10, 2), None);
        assert_eq!(pools.put(&id("term:1"), 2, 20, 2), None);
        assert_eq!(pools.bytes(), 30);
        assert_eq!(pools.take(&id("image:x")), None);
        assert_eq!(pools.take(&id("editor:b")), Some(1));
        assert_eq!(pools.take(&id("editor:c")), None);
        assert_eq!((pools.bytes(), pools.counts().collect::<Vec<_>>()), (20, vec![("term", 1)]));
        assert_eq!((pools.take_any(), pools.take_any(), pools.bytes()), (Some(2), None, 0));
    }

    #[test]
    fn a_full_pool_hands_shells_back() {
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
