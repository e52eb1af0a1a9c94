//! Does what a workspace asks for: runs loads on threads, hands their answers in, passes events on.

use crate::loader::{Done, Loader};
use multisplit::{Effect, Event, Input, Moment, WidgetProvider, Workspace};
use std::sync::Arc;
use std::time::Instant;

/// The threads and the clock of a workspace. Dropping it cancels what still runs and does not wait for it.
pub struct Host<W> {
    start: Instant,
    loader: Loader<W>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<W: 'static> Host<W> {
    /// A host whose threads call `wake` when there is something new to show. Threads start with the first load.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        Self { start: Instant::now(), loader: Loader::new(Arc::clone(&wake)), wake }
    }

    /// The time on the host's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment::ZERO + self.start.elapsed()
    }

    /// Hands finished loads in, does what the workspace asks for, and answers what happened.
    pub fn drive<P>(&mut self, workspace: &mut Workspace<P>) -> Vec<Event>
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let now = self.now();
        while let Some(Done { pane, widget, ticket, answer }) = self.loader.done() {
            if let Err(error) = workspace.handle(now, Input::JobDone { pane, widget, ticket, answer }) {
                tracing::error!("the answer of a load was refused: {error}");
            }
        }
        let mut events = vec![];
        while let Some(effect) = workspace.poll() {
            match effect {
                Effect::Run(load) => self.loader.run(load),
                Effect::Repaint => (self.wake)(),
                Effect::Event(event) => events.push(event),
                _ => {}
            }
        }
        events
    }
}
