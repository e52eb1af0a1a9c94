//! A provider for tests. A test sets the behavior of widgets per kind, and every call is logged. Nothing happens at random.

use multisplit::jobs::{Finish, JobContext};
use multisplit::{CloseReason, Cost, Failure, Provided, Request, Saved, Verdict, WidgetId, WidgetProvider};
use std::collections::BTreeMap;

/// The call in which a widget panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// When it is requested from the provider.
    Provide,
    /// While it is loaded.
    Job,
    /// While it is built from the result of its load.
    Finish,
    /// While it is saved.
    Save,
    /// When the provider is asked whether it may be closed.
    Closing,
    /// While it is dropped.
    Drop,
    /// When the provider is asked for its cost.
    Cost,
    /// When it is recycled.
    Recycle,
    /// When the provider is asked whether it is fresh.
    Fresh,
    /// When the provider takes it because it goes for good.
    Gone,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fails {
    #[default]
    Never,
    Once,
    Always,
}

/// The behavior of the widgets of a kind.
///
/// ```
/// use multisplit_testing::{At, Behavior};
/// let flaky = Behavior::loads().failing_once();
/// let broken = Behavior::ready().panicking(At::Save);
/// assert_ne!(flaky, broken);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behavior {
    loads: bool,
    unknown: bool,
    remembers: bool,
    unsaved: bool,
    fails: Fails,
    panics: Option<At>,
    vetoes: Option<String>,
    busy: bool,
    discards: bool,
    recycles: bool,
    stale: bool,
    bytes: u64,
    rebuild_micros: u64,
}

impl Behavior {
    /// Returns the behavior of widgets that are ready at once. Kinds that were not set behave like this.
    #[must_use]
    pub fn ready() -> Self {
        Self::default()
    }

    /// Returns the behavior of widgets that a job loads first.
    #[must_use]
    pub fn loads() -> Self {
        Self { loads: true, ..Self::default() }
    }

    /// Returns the behavior of widgets that the provider does not know.
    #[must_use]
    pub fn unknown() -> Self {
        Self { unknown: true, ..Self::default() }
    }

    /// Makes each widget fail the first time it is requested or loaded.
    #[must_use]
    pub fn failing_once(self) -> Self {
        Self { fails: Fails::Once, ..self }
    }

    /// Makes widgets fail every time.
    #[must_use]
    pub fn failing(self) -> Self {
        Self { fails: Fails::Always, ..self }
    }

    /// Makes widgets panic in the given call, every time.
    #[must_use]
    pub fn panicking(self, at: At) -> Self {
        Self { panics: Some(at), loads: self.loads || matches!(at, At::Job | At::Finish), ..self }
    }

    /// Makes widgets refuse to close, with the given reason.
    #[must_use]
    pub fn vetoing(self, why: &str) -> Self {
        Self { vetoes: Some(why.to_owned()), ..self }
    }

    /// Makes widgets refuse eviction. They may still be closed.
    #[must_use]
    pub fn busy(self) -> Self {
        Self { busy: true, ..self }
    }

    /// Makes widgets go without being parked when they are closed.
    #[must_use]
    pub fn discarded(self) -> Self {
        Self { discards: true, ..self }
    }

    /// Makes widgets go to the pool when they are dropped.
    #[must_use]
    pub fn recycled(self) -> Self {
        Self { recycles: true, ..self }
    }

    /// Makes widgets outdated when they come back from being parked.
    #[must_use]
    pub fn stale(self) -> Self {
        Self { stale: true, ..self }
    }

    /// Makes widgets cost the given number of bytes, and the given number of microseconds to rebuild. If `bytes` is 0, both keep
    /// their defaults: 1024 bytes and 1000 microseconds.
    #[must_use]
    pub fn costing(self, bytes: u64, rebuild_micros: u64) -> Self {
        Self { bytes, rebuild_micros, ..self }
    }

    /// Makes widgets save their text and come back with it.
    #[must_use]
    pub fn remembering(self) -> Self {
        Self { remembers: true, ..self }
    }

    /// Makes widgets save their text and report it as unsaved work.
    #[must_use]
    pub fn unsaved(self) -> Self {
        Self { remembers: true, unsaved: true, ..self }
    }
}

/// A widget of [`Kinds`].
#[derive(Debug, PartialEq, Eq)]
pub struct TestWidget {
    /// The id of the widget.
    pub id: WidgetId,
    /// The content of the widget: the text it remembers, or an empty text.
    pub text: String,
    /// The number of the request that made this widget, counted from 1 over all requests. It tells a kept widget from a new one.
    pub number: usize,
    /// The number of the pooled widget that this widget was made from, if any.
    pub made_from: Option<usize>,
    panics: bool,
}

impl Drop for TestWidget {
    fn drop(&mut self) {
        assert!(!self.panics, "{} panics while it is dropped", self.id);
    }
}

/// A provider whose widgets behave as set for their kind. The kind is the part of the id before the first `:`.
///
/// ```
/// use multisplit_testing::{Behavior, Harness, Kinds};
/// let mut harness = Harness::with(Kinds::new().set("bad", Behavior::ready().failing_once()));
/// harness.show("row(bad:1, good)");
/// harness.frame();
/// assert_eq!((harness.state("bad:1"), harness.state("good")), ("failed", "live"));
/// assert_eq!(harness.workspace.provider().take_log(), ["provide bad:1", "provide good"]);
/// ```
#[derive(Debug, Default)]
pub struct Kinds {
    kinds: BTreeMap<String, Behavior>,
    asked: BTreeMap<WidgetId, usize>,
    total: usize,
    log: Vec<String>,
    gone: Vec<WidgetId>,
}

impl Kinds {
    /// Creates a provider whose widgets are all ready at once.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the provider with the given behavior for a kind.
    #[must_use]
    pub fn set(mut self, kind: &str, behavior: Behavior) -> Self {
        self.change(kind, behavior);
        self
    }

    /// Changes the behavior of a kind from now on.
    pub fn change(&mut self, kind: &str, behavior: Behavior) {
        self.kinds.insert(kind.to_owned(), behavior);
    }

    /// Returns the calls since the last call of this method: `provide a`, `provide a with <state>`, `closing a (Replace)`, `save a`.
    pub fn take_log(&mut self) -> Vec<String> {
        std::mem::take(&mut self.log)
    }

    /// Returns the widgets that have gone for good since the last call of this method.
    pub fn take_gone(&mut self) -> Vec<WidgetId> {
        std::mem::take(&mut self.gone)
    }

    fn behavior(&self, widget: &WidgetId) -> Behavior {
        self.kinds.get(widget.kind()).cloned().unwrap_or_default()
    }
}

impl WidgetProvider for Kinds {
    type Widget = TestWidget;

    fn provide(&mut self, request: Request<'_, TestWidget>) -> Provided<TestWidget> {
        let id = request.widget.clone();
        let text = request.saved.map(|s| s.as_str().to_owned());
        self.log.push(text.as_ref().map_or_else(|| format!("provide {id}"), |t| format!("provide {id} with {t}")));
        let does = self.behavior(&id);
        let asked = self.asked.entry(id.clone()).or_default();
        *asked += 1;
        self.total += 1;
        let fails = does.fails == Fails::Always || (does.fails == Fails::Once && *asked == 1);
        assert!(does.panics != Some(At::Provide), "{id} panics when it is provided");
        let panics = does.panics == Some(At::Drop);
        let widget = (id.clone(), text.unwrap_or_default(), self.total, panics);
        match does {
            _ if does.unknown => Provided::Unknown,
            _ if does.loads => Provided::Load(Box::new(move |context| load(context, widget, fails, does.panics))),
            _ if fails => Provided::Failed(format!("{id} cannot be made")),
            _ => Provided::Ready(build(widget, request.recycled)),
        }
    }

    fn closing(&mut self, widget: &WidgetId, _: &mut TestWidget, reason: CloseReason) -> Verdict {
        self.log.push(format!("closing {widget} ({reason:?})"));
        let does = self.behavior(widget);
        assert!(does.panics != Some(At::Closing), "{widget} panics when it is closed");
        match does.vetoes {
            Some(why) => Verdict::Veto(why),
            None if does.busy && reason == CloseReason::Evict => Verdict::Veto(format!("{widget} is busy")),
            None if does.discards => Verdict::Discard,
            None => Verdict::Allow,
        }
    }

    fn closing_saved(&mut self, widget: &WidgetId, work: &str, reason: CloseReason) -> Verdict {
        self.log.push(format!("closing saved {widget} ({reason:?})"));
        let does = self.behavior(widget);
        assert!(does.panics != Some(At::Closing), "{widget} panics when it is closed");
        if does.discards { Verdict::Discard } else { Verdict::Veto(work.to_owned()) }
    }

    fn save(&mut self, widget: &WidgetId, live: &mut TestWidget) -> Option<Saved> {
        self.log.push(format!("save {widget}"));
        let does = self.behavior(widget);
        assert!(does.panics != Some(At::Save), "{widget} panics when it is saved");
        let saved = does.remembers.then(|| Saved::new(live.text.as_str()).ok()).flatten()?;
        Some(if does.unsaved { saved.with_unsaved_work(format!("{widget} is not saved")) } else { saved })
    }

    fn cost(&self, live: &TestWidget) -> Cost {
        let does = self.behavior(&live.id);
        assert!(does.panics != Some(At::Cost), "{} panics when it is weighed", live.id);
        let default = Cost { bytes: 1_024, rebuild_micros: 1_000 };
        if does.bytes == 0 { default } else { Cost { bytes: does.bytes, rebuild_micros: does.rebuild_micros } }
    }

    fn is_fresh(&mut self, widget: &WidgetId, _: &mut TestWidget) -> bool {
        let does = self.behavior(widget);
        assert!(does.panics != Some(At::Fresh), "{widget} panics when it comes back");
        !does.stale
    }

    fn recycle(&mut self, widget: &WidgetId, mut used: TestWidget) -> Option<TestWidget> {
        let does = self.behavior(widget);
        assert!(does.panics != Some(At::Recycle), "{widget} panics when it is recycled");
        used.text.clear();
        if does.recycles {
            return Some(used);
        }
        self.gone(widget, used);
        None
    }

    fn gone(&mut self, widget: &WidgetId, _: TestWidget) {
        self.gone.push(widget.clone());
        assert!(self.behavior(widget).panics != Some(At::Gone), "{widget} panics when it goes");
    }
}

type Parts = (WidgetId, String, usize, bool);

/// Builds a widget, from a pooled widget if there is one.
fn build((id, text, number, panics): Parts, pooled: &mut Option<TestWidget>) -> TestWidget {
    let made_from = pooled.take().map(|pooled| pooled.number);
    TestWidget { id, text, number, made_from, panics }
}

fn load(context: &JobContext, widget: Parts, fails: bool, panics: Option<At>) -> Result<Finish<TestWidget>, Failure> {
    context.check()?;
    context.set_progress(0.5);
    assert!(panics != Some(At::Job), "{} panics while it is loaded", widget.0);
    if fails {
        return Err(Failure::failed(format!("{} cannot be loaded", widget.0)));
    }
    Ok(Box::new(move |pooled| {
        assert!(panics != Some(At::Finish), "{} panics while it is built", widget.0);
        Ok(build(widget, pooled))
    }))
}
