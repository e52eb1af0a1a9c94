//! The settings of the front end, and the output of a frame.

use crate::base::bindings::{Action, Bindings};
use crate::base::closing::Closing;
use crate::base::names::last_name;
use crate::base::style::Style;
use crate::frame::paint_stats::Painted;
use crate::frame::state::State;
use crate::retained::Retained;
use egui::Context;
use multisplit::geometry::Point;
use multisplit::{Command, CommandError, Event, Layout, Moment, PaneId};

/// What a frame led to that the application should know.
#[derive(Debug, Default)]
pub struct AreaOutput {
    /// The actions that only the application can do, each with the pane it is about: the focused one, or that of the tab bar that was used.
    pub actions: Vec<(Action, Option<PaneId>)>,
    /// The commands that close panes, if the application asks first ([`WorkspaceArea::ask_before_close`]). They were not run: the application
    /// runs them, or does not.
    ///
    /// ```
    /// use multisplit::{Command, Workspace, WidgetProvider};
    /// /// Runs a command, or returns it if the user has to be asked first.
    /// fn close<P: WidgetProvider>(
    ///     workspace: &mut Workspace<P>,
    ///     command: Command,
    ///     is_changed: impl Fn(&str) -> bool,
    /// ) -> Option<Command> {
    ///     let tree = workspace.layout().tree();
    ///     let mut widgets = command.closes(tree).into_iter().filter_map(|pane| tree.widget(pane));
    ///     if widgets.any(|widget| is_changed(widget.as_str())) {
    ///         return Some(command); // show a dialog, and run it if the user agrees
    ///     }
    ///     drop(workspace.run(workspace.now(), &command));
    ///     None
    /// }
    /// ```
    ///
    /// In most applications, [`Hooks::close_question`](crate::Hooks::close_question) is enough: it shows the dialog.
    ///
    /// A widget can also refuse by itself ([`Lifecycle::closing`](multisplit::Lifecycle::closing)): then the error is in
    /// [`AreaOutput::refused`], and [`Hosted::run_unasked`](crate::Hosted::run_unasked) closes the pane after all. Use this for
    /// what must not be closed at all, or to discard a widget at once.
    pub closes: Vec<Command>,
    /// What happened in the workspace since the last frame, if a host was driven with the frame ([`Hosted::show`](crate::Hosted::show)).
    pub events: Vec<Event>,
    /// The closes that the user is asked about.
    pub(crate) questions: Vec<Closing>,
    /// The errors of the commands that were refused.
    pub refused: Vec<CommandError>,
    /// How the panes came onto the screen.
    pub painted: Painted,
}

impl AreaOutput {
    /// Returns the refusals in words, with the titles of panes in place of their numbers.
    #[must_use]
    pub fn refusals(&self, layout: &Layout) -> Vec<String> {
        let title = |error: &CommandError| error.pane().map_or_else(String::new, |pane| last_name(layout, pane));
        self.refused.iter().map(|error| error.with_title(&title(error))).collect()
    }
}

/// Draws a workspace, with settings. It holds nothing from frame to frame: create it in each frame, or keep it.
///
/// # Limitations
/// - A widget that scrolls removes what it used from the wheel (`InputState::smooth_scroll_delta`), as egui's own widgets do. The rest
///   scrolls a surface that is larger than its window.
/// - If there are several workspaces in one window, the one that was pressed last takes the keys.
#[derive(Clone, Debug, Default)]
pub struct WorkspaceArea {
    pub(crate) style: Option<Style>,
    pub(crate) bindings: Bindings,
    pub(crate) asks_before_close: bool,
    pub(crate) minimap: bool,
    pub(crate) now: Option<Moment>,
    pub(crate) draws_always: bool,
    pub(crate) debugs_paint: bool,
    pub(crate) frames_per_second: Option<f32>,
    pub(crate) max_new_panes_per_frame: Option<usize>,
    pub(crate) lets_edges_meet: bool,
    pub(crate) adds_button: bool,
    /// What the application has asked for and the user is asked about.
    pub(crate) questions: Vec<Closing>,
}

impl WorkspaceArea {
    /// Creates the front end with its defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the style. Default: [`Style::from_egui`], in each frame.
    #[must_use]
    pub fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Sets the keys. Default: [`Bindings::default`].
    #[must_use]
    pub fn bindings(mut self, bindings: Bindings) -> Self {
        self.bindings = bindings;
        self
    }

    /// Sets whether the application asks before panes are closed. If so, commands that close panes are reported in
    /// [`AreaOutput::closes`] and not run. Default: `false`.
    #[must_use]
    pub const fn ask_before_close(mut self, ask: bool) -> Self {
        self.asks_before_close = ask;
        self
    }

    /// Sets whether a small map is shown in the lower right corner while the surface is larger than its window. The map shows which part is
    /// visible; a click or a drag on it scrolls. Default: `false`.
    #[must_use]
    pub const fn minimap(mut self, shown: bool) -> Self {
        self.minimap = shown;
        self
    }

    /// Sets whether each tab bar has a button for a new tab at its end. A click opens what [`Hooks::new_widget`](crate::Hooks::new_widget)
    /// returns; without that, it is reported as [`Action::New`] in [`AreaOutput::actions`]. Default: `false`.
    #[must_use]
    pub const fn add_button(mut self, shown: bool) -> Self {
        self.adds_button = shown;
        self
    }

    /// Sets the time of the frame, on the clock that the application also uses for loads and all other inputs. Default: egui's clock.
    #[must_use]
    pub const fn clock(mut self, now: Moment) -> Self {
        self.now = Some(now);
        self
    }

    /// Sets whether what was painted last is painted again while nothing about it has changed: panes whose widget has a
    /// [`PaneUi::revision`](crate::PaneUi::revision), tab bars, and the backgrounds of panes. Default: `true`.
    #[must_use]
    pub const fn retained_painting(mut self, retain: bool) -> Self {
        self.draws_always = !retain;
        self
    }

    /// Sets whether the panes that were drawn in the frame are tinted, the smallest rectangle around them is outlined, and counts are shown.
    #[must_use]
    pub const fn debug_paint(mut self, debug: bool) -> Self {
        self.debugs_paint = debug;
        self
    }

    /// Sets how many frames per second are requested at most for loads and other things that become due. Default: 60. The number is
    /// clamped to 1 to 1,000. What the user does is always shown at once.
    #[must_use]
    pub const fn frames_per_second(mut self, frames: f32) -> Self {
        self.frames_per_second = Some(frames);
        self
    }

    /// Sets how many panes that were not drawn in the last frame are drawn in a frame, at least one. The others are sketched until one of the
    /// next frames, so that a jump across a large surface costs several short frames instead of one long frame. The frame in which panes come
    /// into view draws one of them, because it has to place and name them all. The focused pane never waits. Default: no limit.
    #[must_use]
    pub const fn max_new_panes_per_frame(mut self, panes: usize) -> Self {
        self.max_new_panes_per_frame = Some(panes);
        self
    }

    /// Sets whether a press and its release, or two clicks, that arrive in one frame are spread over the next frames. What was typed after
    /// a click then comes after it. Default: `true`. Without it, most widgets do not notice a click that is shorter than a frame.
    ///
    /// This applies to the whole [`Context`], from the first frame that asks for it: an egui plugin holds the events back.
    #[must_use]
    pub const fn spread_clicks(mut self, spread: bool) -> Self {
        self.lets_edges_meet = !spread;
        self
    }

    /// Draws all panes of a workspace in the next frame, whatever their revisions say. `id` is the scope id of the `Ui` that it is drawn in.
    pub fn redraw(ctx: &Context, id: egui::Id) {
        Retained::forget(ctx, id);
        ctx.request_repaint();
    }

    /// Gives the keyboard to the widget of the focused pane again in the next frame, for example after a dialog was closed. `id` is the scope
    /// id of the `Ui` that the workspace is drawn in.
    pub fn refocus(ctx: &Context, id: egui::Id) {
        let mut state = State::load(ctx, id);
        state.keyboard_pane = None;
        state.store(ctx, id);
        ctx.request_repaint();
    }

    /// Scrolls a surface that is larger than its window to a place, in logical units, for example when a session is restored. `id` is the
    /// scope id of the `Ui` that the workspace is drawn in. [`Layout::area`](multisplit::Layout::area) has the current scroll offset.
    pub fn scroll_to(ctx: &Context, id: egui::Id, to: Point) {
        let mut state = State::load(ctx, id);
        state.scroll_to(to);
        // Otherwise the next frame would scroll on to the focused pane.
        state.skips_reveal = true;
        state.store(ctx, id);
        ctx.request_repaint();
    }
}
