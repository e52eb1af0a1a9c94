//! Spreads the events of the pointer over frames, so that each press and each release of a button is seen on its own.
//!
//! With a slow frame, a touchpad or a remote desktop, a press and its release, or both clicks of a double click, arrive in one frame.
//! egui keeps one pointer position per frame, and most widgets check whether a button *is* down, so they would notice nothing.
//! Invariant: all events are delivered in their order, and what comes after an edge of a button comes at least a frame later.

use crate::frame::state::State;
use egui::{Context, Event, Plugin, PointerButton, RawInput, ViewportId};
use std::collections::{HashMap, VecDeque};

/// The maximum number of events that wait. If there are more, all of them are delivered at once.
const MAX_WAITING: usize = 4096;

/// An egui plugin that spreads the events of every window of a context.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    waiting: HashMap<ViewportId, VecDeque<Event>>,
    /// The time of the last frame, in seconds on egui's clock.
    last: f64,
}

/// The time, in seconds, that egui's clock advances in a frame whose events have waited. Events that arrived together must not be far
/// apart because frames are slow, or two clicks would not be a double click.
const TICK: f64 = 0.001;

impl Pace {
    /// Installs the plugin in a context, unless it is unwanted or was installed before.
    pub(crate) fn install(ctx: &Context, is_unwanted: bool, state: &mut State) {
        if !is_unwanted && !std::mem::replace(&mut state.paced, true) {
            ctx.add_plugin(Self::default());
        }
    }
}

impl Plugin for Pace {
    fn debug_name(&self) -> &'static str {
        "multisplit: one edge of a button a frame"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let mut events = self.waiting.remove(&input.viewport_id).unwrap_or_default();
        if !events.is_empty() {
            input.time = input.time.map(|now| now.min(self.last + TICK).max(self.last));
        }
        self.last = input.time.unwrap_or(self.last);
        if events.is_empty() && !input.events.iter().any(|event| edge(event).is_some()) {
            return;
        }
        events.extend(input.events.drain(..));
        let count = if events.len() > MAX_WAITING { events.len() } else { first(&events) };
        let rest = events.split_off(count);
        input.events.extend(events);
        if rest.is_empty() {
            return;
        }
        self.waiting.insert(input.viewport_id, rest);
        ctx.request_repaint_of(input.viewport_id);
    }
}

/// Returns how many of the events belong to one frame.
///
/// They end with the first edge of a button. If something was typed or the pointer moved before that edge, they end before it: the widget
/// must be seen under the pointer before a button goes down on it, and a drag must be seen before the button is released. The second
/// press of a double click comes in the same frame as the release of the first click.
fn first(events: &VecDeque<Event>) -> usize {
    let (mut typed, mut moved) = (false, false);
    let mut released = None;
    for (at, event) in events.iter().enumerate() {
        let Some((button, pressed)) = edge(event) else {
            typed |= is_typed(event);
            moved |= matches!(event, Event::PointerMoved(_));
            // The pointer may tremble between the two clicks of a double click.
            match (released, event) {
                (Some(_), Event::PointerMoved(_)) | (None, _) => continue,
                (Some((_, end)), _) => return end,
            }
        };
        match released {
            Some((before, _)) if pressed && before == button => return at + 1,
            Some((_, end)) => return end,
            None if typed || moved => return at,
            None if pressed => return at + 1,
            None => released = Some((button, at + 1)),
        }
    }
    released.map_or(events.len(), |(_, end)| end)
}

const fn edge(event: &Event) -> Option<(PointerButton, bool)> {
    match event {
        Event::PointerButton { button, pressed, .. } => Some((*button, *pressed)),
        _ => None,
    }
}

const fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key { pressed: true, .. } | Event::Text(_) | Event::Paste(_) | Event::Ime(_))
}

#[cfg(test)]
mod tests {
    use super::{Event, MAX_WAITING, Pace, PointerButton, RawInput};
    use egui::{Context, Modifiers, Plugin as _, pos2};

    const AT: egui::Pos2 = pos2(3.0, 4.0);

    fn button(pressed: bool) -> Event {
        let modifiers = Modifiers { shift: pressed, ..Modifiers::NONE };
        Event::PointerButton { pos: AT, button: PointerButton::Primary, pressed, modifiers }
    }

    /// Returns how many events each frame gets, until none is left.
    fn frames(events: &[Event]) -> Vec<usize> {
        let (mut pace, ctx) = (Pace::default(), Context::default());
        let mut seen = vec![];
        let mut input = RawInput { events: events.to_vec(), ..RawInput::default() };
        let mut counts = vec![];
        loop {
            pace.input_hook(&ctx, &mut input);
            counts.push(input.events.len());
            seen.append(&mut input.events);
            if pace.waiting.is_empty() {
                assert_eq!(seen, events, "all, in their order");
                return counts;
            }
        }
    }

    #[test]
    fn every_edge_of_a_button_is_seen_on_its_own_and_nothing_is_lost() {
        let (down, up, moved) = (|| button(true), || button(false), || Event::PointerMoved(AT));
        let letter = || Event::Text("a".to_owned());
        assert_eq!(frames(&[moved(), moved()]), [2]);
        assert_eq!(frames(&[moved(), down()]), [1, 1], "what lies there is under the pointer first");
        assert_eq!(frames(&[down(), up()]), [1, 1]);
        assert_eq!(frames(&[moved(), down(), moved(), up(), moved()]), [1; 5], "a drag is seen before it ends");
        assert_eq!(frames(&[down(), up(), down(), up()]), [1, 2, 1], "a double click takes as few frames as it can");
        assert_eq!(frames(&[down(), up(), letter()]), [1, 1, 1], "what is typed behind a click goes where it led");
        assert_eq!(frames(&[letter(), down(), letter()]), [1, 1, 1], "and before it, where it was");
        assert_eq!(frames(&[up(), moved(), down()]), [3]);
        assert_eq!(frames(&vec![letter(); 9]), [9]);
        let endless: Vec<Event> = (0..MAX_WAITING).flat_map(|_| [down(), up()]).collect();
        assert_eq!(frames(&endless), [2 * MAX_WAITING]);
    }

    #[test]
    fn clicks_that_came_together_are_not_apart_however_slow_the_frames_are() {
        let (mut pace, ctx) = (Pace::default(), Context::default());
        let clicks = [true, false, true, false].map(button).to_vec();
        let mut input = RawInput { time: Some(5.0), events: clicks, ..RawInput::default() };
        let mut times = vec![];
        for now in [5.0, 5.5, 6.0, 6.5] {
            input.time = Some(now);
            pace.input_hook(&ctx, &mut input);
            times.push(input.time.unwrap_or_default());
            input.events.clear();
        }
        assert!(times[..3].iter().all(|time| *time < 5.01), "{times:?}");
        assert_eq!(times[3], 6.5, "and then it is as late as it is");
    }
}
