//! The widgets of a script. They show nothing, and their loading time, cost and failures are set by `provider` lines.

use super::line::Fail;
use multisplit::{Cost, Failure, Provided, Request, Saved, WidgetId, WidgetProvider};
use std::collections::{HashMap, HashSet};

/// The behavior of the widgets of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Behavior {
    pub(super) load_ms: u64,
    pub(super) bytes: u64,
    pub(super) rebuild_us: u64,
    pub(super) fail: Fail,
}

impl Default for Behavior {
    fn default() -> Self {
        Self { load_ms: 0, bytes: 1024, rebuild_us: 1_000, fail: Fail::Never }
    }
}

/// A widget that consists only of its cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dummy(Cost);

/// A provider of [`Dummy`] widgets.
#[derive(Debug, Default)]
pub(super) struct ScriptProvider {
    pub(super) kinds: HashMap<String, Behavior>,
    failed_once: HashSet<WidgetId>,
}

impl ScriptProvider {
    /// Returns the behavior of a widget's kind.
    pub(super) fn behavior(&self, widget: &WidgetId) -> Behavior {
        self.kinds.get(widget.kind()).copied().unwrap_or_default()
    }
}

impl WidgetProvider for ScriptProvider {
    type Widget = Dummy;

    fn provide(&mut self, request: Request<'_, Dummy>) -> Provided<Dummy> {
        let how = self.behavior(request.widget);
        let fails = match how.fail {
            // `insert` returns `true` only the first time.
            Fail::Once => self.failed_once.insert(request.widget.clone()),
            Fail::Always => true,
            // A panic takes the place of an error below.
            Fail::Never | Fail::Panic => false,
        };
        let widget = Dummy(Cost { bytes: how.bytes, rebuild_micros: how.rebuild_us });
        let make = move || match how.fail {
            Fail::Panic => panic!("the script asked for it"),
            _ if fails => Err("the script asked for it".to_owned()),
            _ => Ok(widget),
        };
        if how.load_ms > 0 {
            return Provided::Load(Box::new(move |_| {
                let made = make().map_err(Failure::failed)?;
                Ok(Box::new(move |pooled| {
                    // Uses up a pooled widget if there is one, as a real provider would.
                    pooled.take();
                    Ok(made)
                }))
            }));
        }
        match make() {
            Ok(widget) => {
                request.recycled.take();
                Provided::Ready(widget)
            }
            Err(reason) => Provided::Failed(reason),
        }
    }

    fn save(&mut self, widget: &WidgetId, _: &mut Dummy) -> Option<Saved> {
        Saved::json(&widget.as_str()).ok()
    }

    fn cost(&self, live: &Dummy) -> Cost {
        live.0
    }

    fn recycle(&mut self, _: &WidgetId, used: Dummy) -> Option<Dummy> {
        Some(used)
    }
}
