//! A queue of loads that wait for a worker: the most urgent one is first, and among equals the one that was asked for first. It does
//! not run anything. The urgency of a load may change while it waits, so it is checked when a worker is free.

use super::job::{JobContext, Load};
use crate::base::limits::MAX_LOADS;

/// A bounded queue of loads, the most urgent first, for hosts and tests.
pub struct LoadQueue<W> {
    waiting: Vec<Load<W>>,
}

impl<W> Default for LoadQueue<W> {
    fn default() -> Self {
        Self { waiting: vec![] }
    }
}

impl<W> LoadQueue<W> {
    /// Appends a load.
    ///
    /// # Errors
    /// Returns the load itself if [`MAX_LOADS`](crate::limits::MAX_LOADS) loads wait already, not counting cancelled ones.
    pub fn push(&mut self, load: Load<W>) -> Result<(), Load<W>> {
        if self.waiting.len() >= MAX_LOADS {
            self.waiting.retain(|waiting| !waiting.context.is_cancelled());
        }
        if self.waiting.len() >= MAX_LOADS {
            return Err(load);
        }
        self.waiting.push(load);
        Ok(())
    }

    /// Removes and returns the most urgent load that is still wanted; among equals, the one that was asked for first.
    ///
    /// Cost: linear in the waiting loads.
    pub fn pop(&mut self) -> Option<Load<W>> {
        self.waiting.retain(|load| !load.context.is_cancelled());
        let first = self.waiting.iter().enumerate().min_by_key(|(_, load)| (load.context.urgency(), load.ticket))?.0;
        Some(self.waiting.swap_remove(first))
    }

    /// Returns the number of waiting loads, including those that were cancelled since they were appended.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Returns `true` if no load waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Returns the waiting loads, in no meaningful order.
    pub fn unsorted(&self) -> impl Iterator<Item = &Load<W>> {
        self.waiting.iter()
    }

    /// Cancels and drops all waiting loads.
    pub fn clear(&mut self) {
        self.waiting.iter().map(|load| &load.context).for_each(JobContext::cancel);
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::job::{Ticket, Urgency};
    use super::{JobContext, Load, LoadQueue, MAX_LOADS};
    use crate::base::{PaneId, WidgetId};

    fn load(ticket: u64, urgency: Urgency) -> Load<()> {
        let context = JobContext::default();
        context.set_urgency(urgency);
        let pane = PaneId::from_raw(ticket + 1).expect("not zero");
        let widget = WidgetId::new(format!("w{ticket}")).expect("an id");
        Load { pane, widget, ticket: Ticket(ticket), job: Box::new(|_| Ok(Box::new(|_| Ok(())))), context }
    }

    fn order(queue: &mut LoadQueue<()>) -> Vec<u64> {
        std::iter::from_fn(|| queue.pop()).map(|load| load.ticket.0).collect()
    }

    #[test]
    fn the_most_urgent_goes_first_and_then_who_asked_first() {
        let mut queue = LoadQueue::default();
        for (ticket, urgency) in
            [(1, Urgency::Background), (2, Urgency::Near), (3, Urgency::Visible), (4, Urgency::Visible)]
        {
            queue.push(load(ticket, urgency)).expect("room");
        }
        assert_eq!(order(&mut queue), [3, 4, 2, 1]);
    }

    #[test]
    fn what_becomes_urgent_while_it_waits_overtakes() {
        let mut queue = LoadQueue::default();
        let late = load(9, Urgency::Background);
        let context = late.context.clone();
        for load in [load(1, Urgency::Near), load(2, Urgency::Near), late] {
            queue.push(load).expect("room");
        }
        context.set_urgency(Urgency::Visible);
        assert_eq!(order(&mut queue), [9, 1, 2]);
    }

    #[test]
    fn a_cancelled_load_is_never_run_and_makes_room() {
        let mut queue = LoadQueue::default();
        let first = load(0, Urgency::Visible);
        let context = first.context.clone();
        queue.push(first).expect("room");
        for ticket in 1..MAX_LOADS as u64 {
            queue.push(load(ticket, Urgency::Background)).expect("room");
        }
        assert_eq!(queue.push(load(5_000, Urgency::Visible)).map_err(|load| load.ticket.0), Err(5_000));
        context.cancel();
        queue.push(load(5_001, Urgency::Visible)).expect("the cancelled one made room");
        assert_eq!(queue.pop().map(|load| load.ticket.0), Some(5_001));
    }
}
