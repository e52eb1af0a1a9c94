//! Capacity of long lists.

/// Appends an item. A full list grows by a sixteenth (at least 64 items) instead of doubling, because spare capacity
/// counts against the bytes that a pane may take.
pub(crate) fn push<T>(items: &mut Vec<T>, item: T) {
    if items.len() == items.capacity() {
        items.reserve_exact((items.len() / 16).max(64));
    }
    items.push(item);
}

/// Releases spare capacity if there is more of it than [`push`] leaves.
pub(crate) fn give_back<T>(items: &mut Vec<T>) {
    if items.capacity() - items.len() > (items.len() / 16).max(64) {
        items.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::{give_back, push};

    #[test]
    fn little_is_spare_however_long_the_list_is() {
        let mut items = vec![];
        (0..10_000u32).for_each(|item| push(&mut items, item));
        assert!(items.iter().copied().eq(0..10_000));
        assert!(items.capacity() <= 10_000 + 10_000 / 16, "{}", items.capacity());
        items.reserve_exact(100_000);
        give_back(&mut items);
        assert!(items.capacity() <= 10_000 + 10_000 / 16, "{}", items.capacity());
    }
}
