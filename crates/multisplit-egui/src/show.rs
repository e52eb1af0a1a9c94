//! One frame: first the keys, then the drawing, then what the user did with it.

use crate::apply::Asked;
use crate::area::{AreaOutput, WorkspaceArea};
use crate::base::bindings::Action;
use crate::base::closing::Closing;
use crate::base::content::{FrameView, Widgets};
use crate::base::coords::{Origin, moment};
use crate::base::guard::logged;
use crate::base::hooks::{Hooks, PaneInfo};
use crate::base::pacing::frame_time;
use crate::base::pane::PaneUi;
use crate::base::style::Style;
use crate::close_dialog;
use crate::floats;
use crate::frame::Frame;
use crate::frame::click_pacing::Pace;
use crate::frame::paint_stats::Tally;
use crate::frame::stagger::Firsts;
use crate::frame::state::State;
use crate::parts::keys;
use crate::parts::minimap;
use crate::parts::panes;
use crate::parts::scroll_bars;
use crate::parts::tabs;
use crate::retained::Retained;
use crate::surface;
use crate::tab_drag;
use egui::accesskit::Role;
use egui::{Id, Sense, Ui, UiBuilder, Vec2};
use multisplit::{Moment, SurfaceId, WidgetProvider, Workspace};
use std::sync::Arc;

/// Draws a workspace into the whole of `ui`, with the default settings.
///
/// Call it once per frame. It is the same as [`WorkspaceArea::show`] on [`WorkspaceArea::new`].
pub fn show<P>(ui: &mut Ui, workspace: &mut Workspace<P>) -> AreaOutput
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    WorkspaceArea::new().show(ui, workspace)
}

/// Draws a workspace into the whole of `ui`, with the state of the application, which its panes and its hooks use.
///
/// Call it once per frame. It is the same as [`WorkspaceArea::show_with`] on [`WorkspaceArea::new`].
pub fn show_with<P, A>(ui: &mut Ui, workspace: &mut Workspace<P>, app: &mut A) -> AreaOutput
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi<A>,
    A: Hooks<P::Widget> + ?Sized,
{
    WorkspaceArea::new().show_with(ui, workspace, app)
}

impl WorkspaceArea {
    /// Draws a workspace into the whole of `ui`, once per frame.
    ///
    /// It takes the bound keys, draws, and sends what the user did to the workspace once, after drawing. It requests the next repaint itself,
    /// at once if something changed and otherwise when the workspace or a load needs it. Commands that were refused are in
    /// [`AreaOutput::refused`].
    pub fn show<P>(&self, ui: &mut Ui, workspace: &mut Workspace<P>) -> AreaOutput
    where
        P: WidgetProvider + ?Sized,
        P::Widget: PaneUi,
    {
        self.show_with(ui, workspace, &mut ())
    }

    /// Draws a workspace like [`WorkspaceArea::show`], with the state of the application.
    ///
    /// The state is borrowed for the frame. Panes change it ([`PaneContext::app`](crate::PaneContext::app)), and its [`Hooks`] add to the
    /// front end.
    pub fn show_with<P, A>(&self, ui: &mut Ui, workspace: &mut Workspace<P>, app: &mut A) -> AreaOutput
    where
        P: WidgetProvider + ?Sized,
        P::Widget: PaneUi<A>,
        A: Hooks<P::Widget> + ?Sized,
    {
        let mut rect = ui.available_rect_before_wrap();
        rect.max = rect.max.max(rect.min);
        let id = ui.scope_id();
        let whole = ui.allocate_rect(rect, Sense::hover());
        let now = self.now.unwrap_or_else(|| moment(ui.ctx()));
        let style = self.style.clone().unwrap_or_else(|| Style::from_egui(ui.style()));
        let (mut shown, mut changed, mut steps) = (AreaOutput::default(), false, vec![]);
        for action in keys::take(ui, id, rect, &self.bindings) {
            match action {
                Action::Scroll(direction) => steps.push(direction),
                Action::Close if !is_closable(workspace, app) => {}
                action => changed |= self.act(workspace, now, action, app, &mut shown),
            }
        }
        let mut state = State::load(ui.ctx(), id);
        Pace::install(ui.ctx(), self.lets_edges_meet, &mut state);
        steps.into_iter().for_each(|direction| scroll_bars::step(workspace.layout(), &mut state, direction));
        let mut asked = Asked::default();
        let access = ui.ctx().accesskit_node_builder(whole.id, |node| node.set_role(Role::Group)).is_some();
        workspace.layout_mut().set_metrics(style.metrics());
        let mut retained = Retained::begin(ui, id, whole.clone(), !self.draws_always && !access);
        let mut firsts = Firsts::new(self.max_new_panes_per_frame, state.drawn.take());
        let (mut tally, mut wake) = (Tally::new(self.debugs_paint), None);
        let mut frame = Frame {
            now,
            origin: Origin { rect, id, shift: Vec2::ZERO },
            style: &style,
            state: &mut state,
            intents: &mut asked.intents,
            drags: &mut asked.drags,
            new_tabs: &mut asked.new_tabs,
            titles: &mut asked.titles,
            failures: &mut asked.failures,
            retained: &mut retained,
            tally: &mut tally,
            firsts: &mut firsts,
            wake: &mut wake,
            bindings: &self.bindings,
            access,
            add_button: self.adds_button,
            anew: self.draws_always,
            surface: SurfaceId::MAIN,
            only: workspace.layout().tree().surfaces().len() <= 1,
            minimap: None,
        };
        let area = scroll_bars::before(ui, workspace.layout_mut(), &mut frame);
        let view = workspace.frame(now, area);
        scroll_bars::placed(view.layout, area, &mut frame);
        frame.minimap = if self.minimap { minimap::place(view.layout, &frame) } else { None };
        let (layout, style) = (view.layout, Arc::clone(ui.style()));
        draw(ui, &mut FrameView { layout, content: &mut Widgets { view, app: &mut *app, style } }, &mut frame);
        (tally.painted.retained, tally.painted.retained_bytes) = retained.end(ui.ctx(), id);
        shown.painted = tally.show(ui, id, rect, workspace.layout().tree().pane_count());
        changed |= self.apply(workspace, now, asked, app, &mut shown);
        changed |= self.ask_about_a_close(ui, (id, now), workspace, app, &mut state, &mut shown);
        state.drawn = firsts.end();
        state.store(ui.ctx(), id);
        if changed {
            ui.ctx().request_repaint();
        } else if let Some(wait) = workspace.next_due().map(|due| due.since(now)).into_iter().chain(wake).min() {
            ui.ctx().request_repaint_after(wait.max(frame_time(self.frames_per_second)));
        }
        shown
    }

    /// Shows the question about a close, and closes if the user agrees. Returns `true` if anything may have changed.
    fn ask_about_a_close<P, A>(
        &self,
        ui: &Ui,
        (id, now): (Id, Moment),
        workspace: &mut Workspace<P>,
        app: &A,
        state: &mut State,
        shown: &mut AreaOutput,
    ) -> bool
    where
        P: WidgetProvider + ?Sized,
        A: Hooks<P::Widget> + ?Sized,
    {
        let questions: Vec<Closing> = shown.questions.drain(..).chain(self.questions.iter().cloned()).collect();
        let is_new = !questions.is_empty();
        questions.into_iter().for_each(|closing| close_dialog::wait(state, closing));
        let Some(closing) = close_dialog::show(ui, id, state, workspace.layout()) else { return is_new };
        // What came since the question was asked has to be asked about as well.
        match close_dialog::ask(workspace, app, &closing.then, &closing.closes) {
            Some(again) => state.closing.push_front(again),
            None => shown.refused.extend(close_dialog::agreed(workspace, now, &closing.then).err()),
        }
        true
    }
}

/// Returns `true` if the user can close the focused pane.
fn is_closable<P, A>(workspace: &Workspace<P>, app: &A) -> bool
where
    P: WidgetProvider + ?Sized,
    A: Hooks<P::Widget> + ?Sized,
{
    let layout = workspace.layout();
    let focused = layout.focused_pane().and_then(|pane| Some((pane, layout.tree().widget(pane)?)));
    let Some((pane, widget)) = focused else { return true };
    let info = PaneInfo { pane, widget, live: workspace.widget(pane), layout };
    logged(|| app.tab_look(info)).is_none_or(|look| look.closable)
}

/// Draws the main surface, and then the floating surfaces above it.
fn draw(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>) {
    ui.painter().rect_filled(frame.origin.rect, 0.0, frame.style.gap_fill);
    panes::keyboard(ui, view.layout, frame);
    tabs::begin(ui, frame);
    let main = panes::of_surface(view, SurfaceId::MAIN, 0);
    let mut from = main.end;
    surface::show(ui, view, frame, main);
    if view.layout.tree().root().is_none() {
        let mut child =
            ui.new_child(UiBuilder::new().scope_id(frame.origin.id.with("empty")).max_rect(frame.origin.rect));
        view.content.empty(&mut child, frame.intents);
    }
    scroll_bars::after(ui, view.layout, frame);
    minimap::show(ui, view.layout, &*view.content, frame);
    let floating: Vec<SurfaceId> = view.layout.tree().surfaces().iter().skip(1).map(|s| s.id).collect();
    for id in floating {
        let panes = panes::of_surface(view, id, from);
        from = panes.end;
        frame.surface = id;
        floats::show(ui, view, frame, panes);
    }
    floats::settle(ui, view.layout, frame);
    tab_drag::show(ui, view, frame);
    panes::note_keyboard(ui, frame);
}
