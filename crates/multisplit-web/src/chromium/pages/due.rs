//! What is due from time to time.

use super::super::page::Rest;
use super::{
    ASKED_EVERY, Call, Due, MEASURED_EVERY, NO_ANSWER, PATIENCE, Pages, RESTED_FOR, START_PATIENCE, STRANGER_FOR,
    UNSEEN_FOR, UNUSED_FOR,
};
use crate::engine::{PageId, State};
use serde_json::json;
use std::time::Instant;

impl Pages {
    /// Does what is due: pages that do not answer are told of, those that nobody looks at are stopped, windows that nobody asked for are
    /// closed. Returns what is due for the browser itself.
    pub(in super::super) fn tick(&mut self, now: Instant) -> Due {
        if self.is_ending {
            return Due::Nothing;
        }
        let is_stuck = self.tell_of_silent_pages(now);
        self.close_strangers(now);
        self.stop_unseen(now);
        self.settle(now);
        if self.asked_at.is_none_or(|at| now.saturating_duration_since(at) >= ASKED_EVERY) {
            self.asked_at = Some(now);
            self.ask_visible();
        }
        let is_due = self.measured_at.is_none_or(|at| now.saturating_duration_since(at) >= MEASURED_EVERY);
        if is_due && !self.sessions.is_empty() {
            self.measured_at = Some(now);
            let call = self.call(Call::Processes, PageId(0));
            self.write(call, None, "SystemInfo.getProcessInfo", &json!({}));
        }
        if self.pages.values().any(|page| page.made.asked_at.is_some()) {
            self.unused_since = None;
        }
        let unused_since = *self.unused_since.get_or_insert(now);
        match is_stuck {
            true => Due::Kill,
            false if now.saturating_duration_since(unused_since) > UNUSED_FOR => Due::End,
            false => Due::Nothing,
        }
    }

    fn tell_of_silent_pages(&self, now: Instant) -> bool {
        let mut is_stuck = false;
        for page in self.pages.values() {
            let waits = page.made.waits_since.is_some_and(|since| now.saturating_duration_since(since) > PATIENCE);
            let is_late = |asked| now.saturating_duration_since(asked) > START_PATIENCE;
            if page.made.session.is_none() && page.made.asked_at.is_some_and(is_late) {
                is_stuck = true;
                page.view.change(|state| state.failure = Some("The browser does not answer.".to_owned()));
            }
            let is_free = |state: &State| state.question.is_none() && state.failure.is_none();
            if waits && is_free(&page.view.state()) {
                page.view.change(|state| state.failure = Some(NO_ANSWER.to_owned()));
            }
        }
        is_stuck
    }

    fn close_strangers(&mut self, now: Instant) {
        let old: Vec<String> = self
            .strangers
            .extract_if(|_, since| now.saturating_duration_since(*since) > STRANGER_FOR)
            .map(|(target, _)| target)
            .collect();
        old.into_iter().for_each(|target| self.close_target(&target));
    }

    /// Stops pages whose pictures nobody takes, and freezes those that have been hidden for long enough.
    pub(super) fn stop_unseen(&mut self, now: Instant) {
        let has_passed = |since: Instant, time| now.saturating_duration_since(since) >= time;
        let mut freezes = vec![];
        for (id, page) in &mut self.pages {
            let is_unseen = || page.view.unseen_since().is_some_and(|since| has_passed(since, UNSEEN_FOR));
            if page.is_visible && !page.made.is_resting && is_unseen() {
                page.made.is_resting = true;
                page.view.update(|state| state.is_resting = true);
                freezes.push(*id);
            }
            if page.made.hidden_at.take_if(|at| has_passed(*at, self.frozen_after)).is_some() {
                freezes.push(*id);
            }
        }
        freezes.into_iter().for_each(|id| self.freeze(id));
    }

    /// Asks pages for their picture once more that have come to rest, or have not answered.
    fn settle(&mut self, now: Instant) {
        let has_passed = |since: Instant, time| now.saturating_duration_since(since) >= time;
        let mut rests = vec![];
        for (id, page) in self.pages.iter_mut().filter(|(_, page)| page.is_shown()) {
            let is_due = match page.made.rest {
                Rest::Still => false,
                Rest::Moves(at) => has_passed(at, RESTED_FOR),
                Rest::Asked(at) => has_passed(at, ASKED_EVERY),
            };
            if is_due {
                page.made.rest = Rest::Asked(now);
                rests.push(*id);
            }
        }
        for id in rests {
            self.say(Some(id), "Page.stopScreencast", &json!({}));
            self.cast(id);
        }
    }

    /// Asks visible pages what they use, and again for what they have not answered.
    fn ask_visible(&mut self) {
        let ids: Vec<PageId> = self.pages.iter().filter(|(_, page)| page.is_shown()).map(|(id, _)| *id).collect();
        for id in ids {
            self.ask_description(id);
            // One that hangs is not asked again before it has answered.
            if !self.calls.values().any(|call| *call == (Call::Heap, id)) {
                self.ask(id, Call::Heap, "Runtime.getHeapUsage", &json!({}));
            }
            if self.pages.get_mut(&id).is_some_and(|page| std::mem::take(&mut page.made.lacks_history)) {
                self.ask_history(id);
            }
        }
    }
}
