//! Calls into the application. Each one is timed, and a panic in it is caught: it costs the widget it was about and nothing else.

use super::Runtime;
use super::context::RuntimeCx;
use super::job::Failure;
use super::profiler::Operation;
use super::provider::{CloseReason, Cost, Verdict, WidgetProvider};
use super::slot::Slot;
use super::slots::Entry;
use crate::base::{PaneId, WidgetId};
use std::panic::{AssertUnwindSafe, catch_unwind};

impl<W: 'static> Runtime<W> {
    /// Calls into the application. A panic is logged, counted, and returned as a failure.
    pub(super) fn call<T>(
        &mut self,
        operation: Operation,
        widget: &WidgetId,
        work: impl FnOnce() -> T,
    ) -> Result<T, Failure> {
        let _span = tracing::debug_span!("widget", operation = operation.name(), %widget).entered();
        let start = self.profiler.start();
        let answer = catch_unwind(AssertUnwindSafe(work)).map_err(|panic| Failure::from_panic(&*panic));
        self.profiler.stop(operation, start, || widget);
        if let Err(failure) = &answer {
            self.meters.panics += 1;
            tracing::error!(%widget, operation = operation.name(), "{}", failure.reason);
        }
        answer
    }

    /// Asks the provider whether a widget may go. A widget that panics may.
    pub(super) fn ask_closing<P>(
        &mut self,
        provider: &mut P,
        widget: &WidgetId,
        live: &mut W,
        reason: CloseReason,
    ) -> Verdict
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        self.call(Operation::Close, widget, || provider.closing(widget, live, reason)).unwrap_or(Verdict::Allow)
    }

    /// Returns what a widget costs, or zero if the provider panics. Absurd numbers are limited to what can be added up.
    pub(super) fn cost_of<P>(&mut self, provider: &P, widget: &WidgetId, live: &W) -> Cost
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let cost = self.call(Operation::Cost, widget, || provider.cost(live)).unwrap_or_default();
        Cost { bytes: cost.bytes.min(MAX_BYTES), rebuild_micros: cost.rebuild_micros.min(MAX_MICROS) }
    }

    /// Hands a widget whose state is saved to the provider, or pools it if the provider resets it for another use.
    pub(super) fn pool_or_drop<P>(&mut self, cx: &mut RuntimeCx<'_, P>, widget: &WidgetId, live: W)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        let most = self.max_pooled();
        if !self.pools.has_room(widget, most) {
            self.retire(cx.provider, widget, live);
            return;
        }
        let provider = &mut *cx.provider;
        let Ok(Some(pooled)) = self.call(Operation::Recycle, widget, || provider.recycle(widget, live)) else { return };
        let bytes = self.cost_of(cx.provider, widget, &pooled).bytes;
        match self.pools.put(widget, pooled, bytes, most) {
            Some(pooled) => self.retire(cx.provider, widget, pooled),
            None => self.meters.widgets_pooled += 1,
        }
    }

    /// Hands a widget that goes for good to the provider. A panic there, or in the destructor of the widget, is caught.
    pub(super) fn retire<P>(&mut self, provider: &mut P, widget: &WidgetId, live: W)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        drop(self.call(Operation::Drop, widget, || provider.gone(widget, live)));
    }

    /// Hands all widgets that are left to the provider, and cancels all loads: nothing comes after it.
    pub(crate) fn end<P>(&mut self, provider: &mut P)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        // Taken out one by one, so that a panic costs one widget only.
        let panes: Vec<PaneId> = self.slots.all().map(|(pane, ..)| pane).collect();
        for pane in panes {
            if let Some(Entry { widget, slot: Slot::Live(live), .. }) = self.slots.take(pane) {
                self.retire(provider, &widget, live);
            }
        }
        let parked: Vec<WidgetId> = self.parked.all().map(|(widget, ..)| widget.clone()).collect();
        for widget in parked {
            if let Some(back) = self.parked.take(&widget) {
                self.retire(provider, &widget, back.live);
            }
        }
        self.empty_pools(provider);
    }

    /// Hands all pooled widgets to the provider.
    pub(super) fn empty_pools<P>(&mut self, provider: &mut P)
    where
        P: WidgetProvider<Widget = W> + ?Sized,
    {
        while let Some((widget, pooled)) = self.pools.take_any() {
            self.retire(provider, &widget, pooled);
        }
    }
}

/// The maximum number of bytes that one widget can report: a million of them still add up.
const MAX_BYTES: u64 = 1 << 43;
/// The maximum rebuild time that a widget can report, in microseconds: a year.
const MAX_MICROS: u64 = 31_536_000_000_000;
