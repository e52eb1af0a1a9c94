//! A provider for tests: what its widgets do is set per kind, and every call is logged. Refuses to do anything by chance.

use multisplit::{
    CloseReason, Cost, Failure, Finish, JobContext, Provided, Request, Saved, Verdict, WidgetId, WidgetProvider,
};
use std::collections::BTreeMap;

/// Where a widget panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// When it is asked of the provider.
    Provide,
    /// While it is loaded, on another thread.
    Job,
    /// While it is built from what was loaded.
    Finish,
    /// While it is saved.
    Save,
    /// When the provider is asked whether it may go.
    Closing,
    /// While it is dropped.
    Drop,
    /// When the provider is asked what it costs.
    Cost,
    /// When it is recycled.
    Recycle,
    /// When the provider is asked whether it is fresh.
    Fresh,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fails {
    #[default]
    Never,
    Once,
    Always,
}

/// What the widgets of a kind do.
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
    /// There at once; the behavior of kinds that were not set.
    #[must_use]
    pub fn ready() -> Self {
        Self::default()
    }

    /// Loaded first, by a job.
    #[must_use]
    pub fn loads() -> Self {
        Self { loads: true, ..Self::default() }
    }

    /// Unknown to the provider.
    #[must_use]
    pub fn unknown() -> Self {
        Self { unknown: true, ..Self::default() }
    }

    /// Fails the first time it is asked for, or loaded; each widget on its own.
    #[must_use]
    pub fn failing_once(self) -> Self {
        Self { fails: Fails::Once, ..self }
    }

    /// Fails every time.
    #[must_use]
    pub fn failing(self) -> Self {
        Self { fails: Fails::Always, ..self }
    }

    /// Panics there, every time.
    #[must_use]
    pub fn panicking(self, at: At) -> Self {
        Self { panics: Some(at), loads: self.loads || matches!(at, At::Job | At::Finish), ..self }
    }

    /// Refuses to close, and says why.
    #[must_use]
    pub fn vetoing(self, why: &str) -> Self {
        Self { vetoes: Some(why.to_owned()), ..self }
    }

    /// Refuses to be let go for lack of room; may be closed.
    #[must_use]
    pub fn busy(self) -> Self {
        Self { busy: true, ..self }
    }

    /// Is not to be parked when it is closed.
    #[must_use]
    pub fn discarded(self) -> Self {
        Self { discards: true, ..self }
    }

    /// Is pooled when it is dropped.
    #[must_use]
    pub fn recycled(self) -> Self {
        Self { recycles: true, ..self }
    }

    /// Shows what is no longer true when it comes back from being parked.
    #[must_use]
    pub fn stale(self) -> Self {
        Self { stale: true, ..self }
    }

    /// Takes so many bytes, and so many microseconds to be made.
    #[must_use]
    pub fn costing(self, bytes: u64, rebuild_micros: u64) -> Self {
        Self { bytes, rebuild_micros, ..self }
    }

    /// Saves its text and comes back with it.
    #[must_use]
    pub fn remembering(self) -> Self {
        Self { remembers: true, ..self }
    }

    /// Keeps its text, and says that it is not saved: the state holds unsaved work.
    #[must_use]
    pub fn unsaved(self) -> Self {
        Self { remembers: true, unsaved: true, ..self }
    }
}

/// A widget of [`Kinds`].
#[derive(Debug, PartialEq, Eq)]
pub struct TestWidget {
    /// Its id.
    pub id: WidgetId,
    /// Its content: what it remembers, or nothing.
    pub text: String,
    /// Which one this is of all that were asked for, from 1 on: tells a kept widget from a new one.
    pub number: usize,
    /// The number of the one it was made from, if it was made from a pooled one.
    pub made_from: Option<usize>,
    panics: bool,
}

impl Drop for TestWidget {
    fn drop(&mut self) {
        assert!(!self.panics, "{} panics while it is dropped", self.id);
    }
}

/// A provider whose widgets do what is set for their kind (the id up to the first `:`).
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
}

impl Kinds {
    /// All kinds ready at once.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a behavior for a kind.
    #[must_use]
    pub fn set(mut self, kind: &str, behavior: Behavior) -> Self {
        self.change(kind, behavior);
        self
    }

    /// Changes the behavior of a kind from now on.
    pub fn change(&mut self, kind: &str, behavior: Behavior) {
        self.kinds.insert(kind.to_owned(), behavior);
    }

    /// The calls since this was asked last: `provide a`, `provide a with <state>`, `closing a (Replace)`, `save a`.
    pub fn take_log(&mut self) -> Vec<String> {
        std::mem::take(&mut self.log)
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
        does.recycles.then_some(used)
    }
}

type Parts = (WidgetId, String, usize, bool);

/// From a pooled widget if there is one.
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
