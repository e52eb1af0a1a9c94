//! Contents that several widgets show: two views of a file share one buffer. Held weakly: it lives as long as any widget does
//! that shows it, and a parked one keeps it warm. Refuses to keep anything alive itself.

use crate::base::limits::MAX_SHARED;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Contents by name. Cheap to clone: the clones are one. A provider keeps it and takes it along into its jobs.
///
/// ```
/// use multisplit::SharedContent;
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
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { inner: Arc::new(Mutex::new(Inner { contents: FxHashMap::default(), hits: 0, made: 0 })) }
    }

    /// The content with this name, while somebody shows it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<T>> {
        let mut inner = self.lock();
        let found = inner.contents.get(name).and_then(Weak::upgrade);
        inner.hits += u64::from(found.is_some());
        found
    }

    /// The content with this name; makes it where nobody shows it. Made outside of the lock: where two threads make the same,
    /// the first one counts.
    pub fn get_or_make(&self, name: &str, make: impl FnOnce() -> T) -> Arc<T> {
        match self.get(name) {
            Some(found) => found,
            None => self.put(name, Arc::new(make())),
        }
    }

    /// The same where making may fail.
    ///
    /// # Errors
    /// What `make` answers.
    pub fn get_or_try<E>(&self, name: &str, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        match self.get(name) {
            Some(found) => Ok(found),
            None => Ok(self.put(name, Arc::new(make()?))),
        }
    }

    /// The same where what is made is shared already.
    ///
    /// # Errors
    /// What `make` answers.
    pub fn get_or_share<E>(&self, name: &str, make: impl FnOnce() -> Result<Arc<T>, E>) -> Result<Arc<T>, E> {
        match self.get(name) {
            Some(found) => Ok(found),
            None => Ok(self.put(name, make()?)),
        }
    }

    /// Makes the name stand for something else from now on, as when a file changed; who shows the old content keeps it.
    pub fn forget(&self, name: &str) {
        self.lock().contents.remove(name);
    }

    /// Contents that are shown by somebody.
    #[must_use]
    pub fn alive(&self) -> usize {
        self.lock().contents.values().filter(|content| content.strong_count() > 0).count()
    }

    /// How often a content was found, and how often it had to be made.
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
            // Names of contents that are gone.
            inner.contents.retain(|_, content| content.strong_count() > 0);
        }
        if inner.contents.len() < MAX_SHARED {
            inner.contents.insert(name.to_owned(), Arc::downgrade(&content));
        }
        content
    }

    /// Nothing panics with the lock held; a poisoned one is as good as any.
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
