//! The widgets of a workspace as the parts of the front end see them: without the types of the application.
//!
//! Only this file knows the application's widget type and its state. So the parts are compiled once, and no part can hold on to a widget.
//!
//! Invariant: a call into the application that panics costs what it would have returned, or its own pane, and nothing else.

use crate::base::bindings::Bindings;
use crate::base::guard::{guarded, logged};
use crate::base::hooks::{FreshFn, HookContext, Hooks, PaneInfo, TabLook};
use crate::base::pane::{PaneContext, PaneUi};
use crate::base::title::Title;
use egui::{Painter, Pos2, Rect, Ui};
use multisplit::jobs::JobContext;
use multisplit::view::PaneView;
use multisplit::{Failure, Intent, Layout, MoveTarget, PaneId, Slot, View, WidgetId, WidgetProvider};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The state of a pane's widget.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Presence<'a> {
    /// It was not asked for.
    Absent,
    /// It was asked for and has to wait.
    Virtual,
    Loading(&'a JobContext),
    Live,
    Failed(&'a Failure),
}

impl Presence<'_> {
    /// Returns the name of the state.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Absent => "not loaded",
            Self::Virtual => "virtual",
            Self::Loading(_) => "loading",
            Self::Live => "live",
            Self::Failed(_) => "failed",
        }
    }
}

/// What the parts can ask of the widgets.
pub(crate) trait Content {
    fn presence(&self, pane: PaneId) -> Presence<'_>;
    /// Returns a number that changes whenever the presence of any widget may have changed.
    fn revision(&self) -> u64;
    /// Returns the title of a pane according to the application or its widget, live or parked.
    fn title(&self, pane: PaneId) -> Title;
    /// Returns the name of a widget that is not there: the last title of its pane, or what its type says. It may be empty.
    fn absent_title(&self, pane: PaneId, widget: &WidgetId) -> String;
    /// Returns the hint of a pane's widget, live or parked, or an empty text.
    fn hint(&self, pane: PaneId) -> String;
    /// Returns `true` if a pane holds unsaved work, according to its widget or to the state that it left.
    fn is_modified(&self, pane: PaneId, failures: &mut Vec<(PaneId, Failure)>) -> bool;
    fn tab_look(&self, pane: PaneId) -> TabLook;
    /// Calls `draw` with the live widget of a pane. Returns `false` if there is none.
    fn with_live(&mut self, pane: PaneId, draw: &mut dyn FnMut(&WidgetId, &mut dyn LivePane)) -> bool;
    fn tab_menu(&mut self, ui: &mut Ui, pane: PaneId, intents: &mut Vec<Intent>);
    fn has_default_menu(&self, pane: PaneId) -> bool;
    fn bar_end(&mut self, ui: &mut Ui, pane: PaneId, intents: &mut Vec<Intent>);
    fn bar_end_width(&self) -> f32;
    fn has_add_button(&self, front: PaneId) -> bool;
    fn empty(&mut self, ui: &mut Ui, intents: &mut Vec<Intent>);
    /// Draws the application's page for a widget that is not there. Returns `false` if it has none.
    fn page(&mut self, ui: &mut Ui, pane: PaneId, intents: &mut Vec<Intent>) -> bool;
    fn allows_drop(&self, pane: PaneId, to: MoveTarget) -> bool;
    fn drop_preview(&self, painter: &Painter, place: Rect, pane: PaneId) -> bool;
}

/// A live widget. Its panics are those of the application: callers guard the calls.
pub(crate) trait LivePane {
    fn request_focus(&mut self);
    fn revision(&self) -> Option<u64>;
    fn ui(&mut self, ui: &mut Ui, links: PaneLinks<'_>);
}

/// The links of a pane to its frame, from which its [`PaneContext`] is made.
pub(crate) struct PaneLinks<'a> {
    pub(crate) pane: PaneId,
    pub(crate) widget: &'a WidgetId,
    pub(crate) focused: bool,
    pub(crate) intents: &'a mut Vec<Intent>,
    pub(crate) bindings: &'a Bindings,
    pub(crate) handle: &'a mut Option<Pos2>,
}

/// One frame of a workspace, as the parts see it.
pub(crate) struct FrameView<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) content: &'a mut dyn Content,
}

impl FrameView<'_> {
    /// Returns the number of visible panes.
    pub(crate) const fn pane_count(&self) -> usize {
        self.layout.scene().pane_count()
    }

    /// Returns the visible pane with this index.
    pub(crate) fn pane(&self, index: usize) -> Option<PaneView> {
        self.layout.pane_view(index)
    }
}

/// The widgets of a workspace and the state of the application.
pub(crate) struct Widgets<'a, P: WidgetProvider + ?Sized, A: ?Sized> {
    pub(crate) view: View<'a, P>,
    pub(crate) app: &'a mut A,
    pub(crate) style: Arc<egui::Style>,
}

impl<P, A> Widgets<'_, P, A>
where
    P: WidgetProvider + ?Sized,
    A: ?Sized,
{
    /// Returns the widget of a pane, whether it is live or parked.
    fn widget(&self, pane: PaneId) -> Option<&P::Widget> {
        match self.view.slots.get(pane) {
            Some(Slot::Live(live)) => Some(live),
            _ => self.view.parked(pane),
        }
    }

    fn info(&self, pane: PaneId) -> Option<PaneInfo<'_, P::Widget>> {
        let layout = self.view.layout;
        Some(PaneInfo { pane, widget: layout.tree().widget(pane)?, live: self.widget(pane), layout })
    }

    /// Calls a hook that draws.
    fn hook<T: Default>(
        &mut self,
        pane: Option<PaneId>,
        intents: &mut Vec<Intent>,
        call: impl FnOnce(&mut A, &mut HookContext<'_, P::Widget>) -> T,
    ) -> T {
        let Self { view, app, .. } = self;
        let ids = view.fresh_ids();
        let live = pane.and_then(|pane| view.slots.live(pane));
        let fresh = |kind: &str| ids.widget(kind).ok();
        let mut cx = HookContext { pane, live, layout: view.layout, fresh: &fresh, intents };
        logged(|| call(app, &mut cx)).unwrap_or_default()
    }
}

impl<P, A> Content for Widgets<'_, P, A>
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi<A>,
    A: Hooks<P::Widget> + ?Sized,
{
    fn presence(&self, pane: PaneId) -> Presence<'_> {
        match self.view.slots.get(pane) {
            None => Presence::Absent,
            Some(Slot::Virtual) => Presence::Virtual,
            Some(Slot::Loading { context, .. }) => Presence::Loading(context),
            Some(Slot::Live(_)) => Presence::Live,
            Some(Slot::Failed(failure)) => Presence::Failed(failure),
        }
    }

    fn revision(&self) -> u64 {
        self.view.slots.revision()
    }

    fn title(&self, pane: PaneId) -> Title {
        let chosen = self.info(pane).and_then(|info| logged(|| self.app.title(info)).flatten());
        if let Some(chosen) = chosen {
            return Title::new(chosen, &self.style);
        }
        let own = |live: &P::Widget| catch_unwind(AssertUnwindSafe(|| live.title_with(self.app))).unwrap_or_default();
        self.widget(pane).map(own).unwrap_or_default().into()
    }

    fn absent_title(&self, pane: PaneId, widget: &WidgetId) -> String {
        if let Some(last) = self.view.layout.last_title(pane) {
            return last.to_owned();
        }
        // A panic costs only the name: the pane is then shown under the end of its id.
        catch_unwind(|| P::Widget::absent_title(widget)).unwrap_or_default()
    }

    fn hint(&self, pane: PaneId) -> String {
        // A panic costs only the hint.
        let hint = |live: &P::Widget| catch_unwind(AssertUnwindSafe(|| live.hint())).unwrap_or_default();
        self.widget(pane).map(hint).unwrap_or_default()
    }

    fn is_modified(&self, pane: PaneId, failures: &mut Vec<(PaneId, Failure)>) -> bool {
        match self.widget(pane) {
            Some(live) => guarded(failures, pane, || live.is_modified_with(self.app)).unwrap_or(false),
            None => self.view.unsaved_work(pane).is_some(),
        }
    }

    fn tab_look(&self, pane: PaneId) -> TabLook {
        self.info(pane).and_then(|info| logged(|| self.app.tab_look(info))).unwrap_or_default()
    }

    fn with_live(&mut self, pane: PaneId, draw: &mut dyn FnMut(&WidgetId, &mut dyn LivePane)) -> bool {
        let ids = self.view.fresh_ids();
        let Some((widget, live)) = self.view.slots.live_with_id(pane) else { return false };
        let fresh = |kind: &str| ids.widget(kind).ok();
        draw(widget, &mut Live { live, app: self.app, layout: self.view.layout, fresh: &fresh });
        true
    }

    fn tab_menu(&mut self, ui: &mut Ui, pane: PaneId, intents: &mut Vec<Intent>) {
        self.hook(Some(pane), intents, |app, cx| app.tab_menu(ui, cx));
    }

    fn has_default_menu(&self, pane: PaneId) -> bool {
        logged(|| self.app.has_default_menu(pane)).unwrap_or(true)
    }

    fn bar_end(&mut self, ui: &mut Ui, pane: PaneId, intents: &mut Vec<Intent>) {
        self.hook(Some(pane), intents, |app, cx| app.bar_end(ui, cx));
    }

    fn bar_end_width(&self) -> f32 {
        let width = logged(|| self.app.bar_end_width()).unwrap_or_default();
        if width.is_finite() { width.max(0.0) } else { 0.0 }
    }

    fn has_add_button(&self, front: PaneId) -> bool {
        logged(|| self.app.has_add_button(front, self.view.layout)).unwrap_or(true)
    }

    fn empty(&mut self, ui: &mut Ui, intents: &mut Vec<Intent>) {
        self.hook(None, intents, |app, cx| app.empty(ui, cx));
    }

    fn page(&mut self, ui: &mut Ui, pane: PaneId, intents: &mut Vec<Intent>) -> bool {
        let Self { view, app, .. } = self;
        let ids = view.fresh_ids();
        let fresh = |kind: &str| ids.widget(kind).ok();
        let mut cx = HookContext { pane: Some(pane), live: None, layout: view.layout, fresh: &fresh, intents };
        let drawn = match view.slots.get(pane) {
            Some(Slot::Failed(failure)) => logged(|| app.failure(ui, failure, &mut cx)),
            Some(Slot::Loading { context, .. }) => logged(|| app.placeholder(ui, context.progress(), &mut cx)),
            _ => logged(|| app.placeholder(ui, None, &mut cx)),
        };
        drawn.unwrap_or_default()
    }

    fn allows_drop(&self, pane: PaneId, to: MoveTarget) -> bool {
        // After a panic, nothing is moved.
        logged(|| self.app.allows_drop(pane, to, self.view.layout)).unwrap_or_default()
    }

    fn drop_preview(&self, painter: &Painter, place: Rect, pane: PaneId) -> bool {
        logged(|| self.app.drop_preview(painter, place, pane)).unwrap_or_default()
    }
}

/// A live widget, with the state of the application that it draws with.
struct Live<'a, W, A: ?Sized> {
    live: &'a mut W,
    app: &'a mut A,
    layout: &'a Layout,
    fresh: FreshFn<'a>,
}

impl<W: PaneUi<A>, A: ?Sized> LivePane for Live<'_, W, A> {
    fn request_focus(&mut self) {
        self.live.request_focus();
    }

    fn revision(&self) -> Option<u64> {
        self.live.revision_with(self.app)
    }

    fn ui(&mut self, ui: &mut Ui, links: PaneLinks<'_>) {
        let PaneLinks { pane, widget, focused, intents, bindings, handle } = links;
        let (app, layout, fresh) = (&mut *self.app, self.layout, self.fresh);
        self.live.ui(ui, &mut PaneContext { pane, widget, focused, app, layout, fresh, intents, bindings, handle });
    }
}
