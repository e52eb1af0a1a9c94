//! Contents that several widgets show: two views of a file share one buffer. Contents are held weakly: each lives as long as any widget
//! that shows it, and a parked widget keeps it warm. Nothing here keeps a content alive.

use crate::base::limits::MAX_SHARED;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Contents by name, shared by the widgets that show them.
///
/// Contents are held weakly: each lives as long as some widget holds it. Cloning is cheap, and all clones refer to the same contents.
/// A provider keeps one and takes clones along into its jobs.
///
/// ```
/// use multisplit::cache::SharedContent;
/// let buffers = SharedContent::<String>::new();
/// let first = buffers.get_or_make("notes.txt", || "milk".to_owned());
/// let second = buffers.get_or_make("notes.txt", || unreachable!("it is there"));
/// assert!(std::sync::Arc::ptr_eq(&first, &second));
/// drop((first, second));
/// assert!(buffers.get("notes.txt").is_none());
/// ```
#[derive(Debug)]
pub struct SharedContent<T> {
    inner: Arc<Mutex<Inner<T>>>,
}

#[derive(Debug)]
struct Inner<T> {
    contents: FxHashMap<String, Weak<T>>,
    hits: u64,
    made: u64,
}

impl<T> Clone for SharedContent<T> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<T> Default for SharedContent<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> SharedContent<T> {
    /// Creates an empty set of contents.
    #[must_use]
    pub fn new() -> Self {
        Self { inner: Arc::new(Mutex::new(Inner { contents: FxHashMap::default(), hits: 0, made: 0 })) }
    }

    /// Returns the content with this name, or `None` if no widget holds it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<T>> {
        let mut inner = self.lock();
        let found = inner.contents.get(name).and_then(Weak::upgrade);
        inner.hits += u64::from(found.is_some());
        found
    }

    /// Returns the content with this name, or makes it if no widget holds it.
    ///
    /// `make` runs without the lock. If two threads make the same content, both get the first one.
    pub fn get_or_make(&self, name: &str, make: impl FnOnce() -> T) -> Arc<T> {
        match self.get(name) {
            Some(found) => found,
            None => self.put(name, Arc::new(make())),
        }
    }

    /// Returns the content with this name, or makes it with a function that may fail. See [`get_or_make`](Self::get_or_make).
    ///
    /// # Errors
    /// Returns the error of `make`.
    pub fn get_or_try<E>(&self, name: &str, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        match self.get(name) {
            Some(found) => Ok(found),
            None => Ok(self.put(name, Arc::new(make()?))),
        }
    }

    /// Returns the content with this name, or makes it with a function that may fail and returns it in an [`Arc`]. See
    /// [`get_or_make`](Self::get_or_make).
    ///
    /// # Errors
    /// Returns the error of `make`.
    pub fn get_or_share<E>(&self, name: &str, make: impl FnOnce() -> Result<Arc<T>, E>) -> Result<Arc<T>, E> {
        match self.get(name) {
            Some(found) => Ok(found),
            None => Ok(self.put(name, make()?)),
        }
    }

    /// Forgets the content with this name, for example because a file has changed: the next one that asks for it makes it again. Widgets
    /// that show the old content keep it.
    pub fn forget(&self, name: &str) {
        self.lock().contents.remove(name);
    }

    /// Returns the number of contents that some widget holds. Cost: linear in the known names.
    #[must_use]
    pub fn alive(&self) -> usize {
        self.lock().contents.values().filter(|content| content.strong_count() > 0).count()
    }

    /// Returns how often a content was found, and how often it had to be made.
    #[must_use]
    pub fn hits_and_makes(&self) -> (u64, u64) {
        let inner = self.lock();
        (inner.hits, inner.made)
    }

    fn put(&self, name: &str, content: Arc<T>) -> Arc<T> {
        let mut inner = self.lock();
        if let Some(first) = inner.contents.get(name).and_then(Weak::upgrade) {
            return first;
        }
        inner.made += 1;
        let known = inner.contents.len();
        if known >= 64 && known.is_power_of_two() || known >= MAX_SHARED {
            // Removes the names of contents that are gone. At powers of two, the cost per content stays constant on average.
            inner.contents.retain(|_, content| content.strong_count() > 0);
        }
        if inner.contents.len() < MAX_SHARED {
            inner.contents.insert(name.to_owned(), Arc::downgrade(&content));
        }
        content
    }

    /// Locks the contents. Nothing panics while the lock is held, so a poisoned lock is as good as any.
    fn lock(&self) -> std::sync::MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::SharedContent;
    use std::sync::Arc;

    #[test]
    fn a_content_lives_as_long_as_somebody_shows_it() {
        let all = SharedContent::<u32>::new();
        let kept = all.get_or_make("a", || 1);
        assert_eq!(all.get_or_try("a", || Err::<u32, _>("never asked")), Ok(Arc::clone(&kept)));
        assert_eq!(all.get_or_try("b", || Err::<u32, _>("no")), Err("no"));
        assert_eq!((all.alive(), all.hits_and_makes()), (1, (1, 1)));
        all.forget("a");
        assert_eq!((*all.get_or_make("a", || 2), *kept), (2, 1), "who shows the old one keeps it");
        assert_eq!(all.alive(), 0);
    }

    #[test]
    fn names_of_contents_that_are_gone_do_not_pile_up() {
        let all = SharedContent::<usize>::new();
        for i in 0..10_000 {
            all.get_or_make(&i.to_string(), || i);
        }
        assert!(all.lock().contents.len() <= 64, "{}", all.lock().contents.len());
    }
}
