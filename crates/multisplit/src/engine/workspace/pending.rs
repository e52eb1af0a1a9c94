//! The effects that wait for a host. Their number is limited; a workspace without a host is told so long before that.

use crate::base::limits::{MANY_EFFECTS, PENDING_EFFECTS};
use crate::engine::effect::Effect;
use std::collections::VecDeque;

/// The effects that wait to be polled, the oldest first.
pub(super) struct PendingEffects<W> {
    effects: VecDeque<Effect<W>>,
    warned: bool,
}

impl<W> Default for PendingEffects<W> {
    fn default() -> Self {
        Self { effects: VecDeque::new(), warned: false }
    }
}

impl<W> PendingEffects<W> {
    /// Appends an effect. Warns once if so many wait that no host can be polling them.
    pub(super) fn push(&mut self, effect: Effect<W>) {
        // Of such requests in a row, the last one is enough.
        match (&effect, self.effects.back_mut()) {
            (Effect::Repaint, Some(Effect::Repaint)) => return,
            (Effect::WakeAt(at), Some(Effect::WakeAt(last))) => {
                *last = *at;
                return;
            }
            _ => {}
        }
        if self.effects.len() >= MANY_EFFECTS && !self.warned {
            self.warned = true;
            tracing::warn!(
                waiting = self.effects.len(),
                "no host polls the effects of this workspace, so no load runs and no state is kept: call `drive` of a host in \
                 `multisplit-host` once per frame, or `Workspace::poll` until it returns `None`"
            );
        }
        if self.effects.len() >= PENDING_EFFECTS {
            crate::never!("no host polls the effects of this workspace");
            self.effects.pop_front();
        }
        self.effects.push_back(effect);
    }

    /// Removes and returns the oldest effect.
    pub(super) fn pop(&mut self) -> Option<Effect<W>> {
        self.effects.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::{Effect, MANY_EFFECTS, PENDING_EFFECTS, PendingEffects};
    use crate::base::WidgetId;
    use std::fmt::{Debug, Write};
    use std::sync::{Arc, Mutex};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    /// Keeps the words of all warnings.
    #[derive(Clone, Default)]
    struct Warnings(Arc<Mutex<Vec<String>>>);

    struct Words(String);

    impl Visit for Words {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            write!(self.0, "{}: {value:?} ", field.name()).expect("a string takes everything");
        }
    }

    impl Subscriber for Warnings {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            *metadata.level() == tracing::Level::WARN
        }

        fn event(&self, event: &Event<'_>) {
            let mut words = Words(String::new());
            event.record(&mut words);
            self.0.lock().expect("no panic").push(words.0);
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    /// Pushes that many effects, polling after each `polled` of them, and returns the warnings.
    fn warnings(count: usize, polled: usize) -> Vec<String> {
        let heard = Warnings::default();
        tracing::subscriber::with_default(heard.clone(), || {
            let mut pending = PendingEffects::<()>::default();
            let widget = WidgetId::new("a").expect("an id");
            for at in 1..=count {
                pending.push(Effect::FetchState(widget.clone()));
                if at % polled == 0 {
                    while pending.pop().is_some() {}
                }
            }
        });
        let heard = heard.0.lock().expect("no panic");
        heard.clone()
    }

    #[test]
    fn a_workspace_without_a_host_is_told_once_what_to_do() {
        assert_eq!(warnings(MANY_EFFECTS, usize::MAX), [""; 0]);
        let told = warnings(PENDING_EFFECTS, usize::MAX);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("call `drive` of a host") && told[0].contains("`Workspace::poll`"), "{told:?}");
    }

    #[test]
    fn a_host_that_polls_now_and_then_is_not_told() {
        assert_eq!(warnings(4 * PENDING_EFFECTS, MANY_EFFECTS), [""; 0]);
    }
}
