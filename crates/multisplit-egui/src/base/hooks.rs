//! What an application can add to the front end: titles, menus, buttons, and what is shown where no widget is.

use egui::{Color32, Painter, Rect, TextureId, Ui, WidgetText};
use multisplit::{Command, Failure, FocusTo, Intent, Layout, MoveTarget, PaneId, WidgetId};

/// A pane, as a hook sees it.
#[derive(Debug)]
pub struct PaneInfo<'a, W> {
    /// The pane.
    pub pane: PaneId,
    /// The id of its widget.
    pub widget: &'a WidgetId,
    /// The widget, if it exists: live, or parked behind a tab. `None` if it is loading, failed, was evicted, or was never in view.
    pub live: Option<&'a W>,
    /// The layout, for reading.
    pub layout: &'a Layout,
}

/// The look of a tab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TabLook {
    /// The color of the title. Default: `None`, the color of the style.
    pub text: Option<Color32>,
    /// Whether it shows the dot of unsaved work, also if its widget does not say so ([`PaneUi::is_modified`](crate::PaneUi::is_modified)).
    /// Default: `false`.
    pub modified: bool,
    /// A picture before the title, drawn 16 × 16 points large. Default: `None`. An id of a texture that is gone shows nothing.
    pub icon: Option<TextureId>,
    /// The color behind the title. Default: `None`, the color of the style.
    pub fill: Option<Color32>,
    /// Whether the user can close the tab: with its button, a middle click, its menu or a key. Commands of the application close it all the
    /// same; [`Command::Lock`] refuses them, too. Default: `true`.
    pub closable: bool,
}

impl Default for TabLook {
    fn default() -> Self {
        Self { text: None, modified: false, icon: None, fill: None, closable: true }
    }
}

/// Finds an id of a kind for a new widget.
pub(crate) type FreshFn<'a> = &'a dyn Fn(&str) -> Option<WidgetId>;

/// What a hook that draws can see of the workspace, and ask of it. Requests are fulfilled once, after drawing.
pub struct HookContext<'a, W> {
    /// The pane that the hook is called for: that of the tab, or the front one of the tab bar. `None` on an empty surface.
    pub pane: Option<PaneId>,
    /// The live widget of the pane. `None` if it does not exist, or is parked behind its tab.
    pub live: Option<&'a mut W>,
    /// The layout, for reading.
    pub layout: &'a Layout,
    pub(crate) fresh: FreshFn<'a>,
    pub(crate) intents: &'a mut Vec<Intent>,
}

impl<W> HookContext<'_, W> {
    /// Returns an id of this kind that no widget has or had, such as `level:3`. See [`PaneContext::fresh`](crate::PaneContext::fresh).
    #[must_use]
    pub fn fresh(&self, kind: &str) -> Option<WidgetId> {
        (self.fresh)(kind)
    }

    /// Returns the id of the pane's widget.
    #[must_use]
    pub fn widget(&self) -> Option<&WidgetId> {
        self.layout.tree().widget(self.pane?)
    }

    /// Runs a command after drawing. If it is refused, its error is in [`AreaOutput::refused`](crate::AreaOutput::refused).
    pub fn run(&mut self, command: Command) {
        self.intents.push(Intent::Run(command));
    }

    /// Moves the focus after drawing.
    pub fn focus(&mut self, to: FocusTo) {
        self.intents.push(Intent::Focus(to));
    }

    /// Undoes the last change of the layout after drawing.
    pub fn undo(&mut self) {
        self.intents.push(Intent::Undo);
    }

    /// Redoes the change of the layout that was undone last, after drawing.
    pub fn redo(&mut self) {
        self.intents.push(Intent::Redo);
    }
}

/// Where a new widget will be, and ids for it.
pub struct NewWidget<'a> {
    /// The pane beside which it will be, or whose tab set it joins. `None` on an empty surface.
    pub beside: Option<PaneId>,
    /// The layout, for reading.
    pub layout: &'a Layout,
    pub(crate) fresh: FreshFn<'a>,
}

impl NewWidget<'_> {
    /// Returns an id of this kind that no widget has or had, such as `level:3`
    /// ([`Workspace::fresh_widget`](multisplit::Workspace::fresh_widget)). `None` if the kind cannot be a part of an id.
    #[must_use]
    pub fn fresh(&self, kind: &str) -> Option<WidgetId> {
        (self.fresh)(kind)
    }
}

/// What an application adds to the front end. It is implemented for the application's state, which is handed in with
/// [`Hosted::show`](crate::Hosted::show) or [`WorkspaceArea::show_with`](crate::WorkspaceArea::show_with); every method has a default.
///
/// ```
/// use egui::Ui;
/// use multisplit_egui::{HookContext, Hooks};
///
/// struct Editor { tests_run: usize }
///
/// impl<W> Hooks<W> for Editor {
///     fn tab_menu(&mut self, ui: &mut Ui, _: &mut HookContext<'_, W>) {
///         if ui.button("Run the tests of this file").clicked() {
///             self.tests_run += 1;
///         }
///     }
/// }
/// ```
///
/// A hook that panics costs only what it would have returned or drawn: the default is used, and the panic is logged.
pub trait Hooks<W> {
    /// Returns the title of a pane, which may have colors and icons. `None`, the default, lets the widget choose
    /// ([`PaneUi::title_with`](crate::PaneUi::title_with)).
    ///
    /// It is called in every frame for each visible tab, and whenever a name is drawn elsewhere, so it should be fast.
    fn title(&self, pane: PaneInfo<'_, W>) -> Option<WidgetText> {
        let _ = pane;
        None
    }

    /// Returns the look of the tab of a pane. It is called as often as [`Hooks::title`].
    fn tab_look(&self, pane: PaneInfo<'_, W>) -> TabLook {
        let _ = pane;
        TabLook::default()
    }

    /// Draws the application's own items at the top of a tab's context menu. Default: none.
    fn tab_menu(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, W>) {
        let _ = (ui, cx);
    }

    /// Returns `true` if our own items follow in a tab's context menu. Default: `true`.
    fn has_default_menu(&self, pane: PaneId) -> bool {
        let _ = pane;
        true
    }

    /// Draws at the right end of a tab bar, from right to left, for example a button for a new tab. What it draws may take at most half
    /// of the bar. Default: nothing. See also [`WorkspaceArea::add_button`](crate::WorkspaceArea::add_button).
    ///
    /// It is called for every visible bar in every frame, unless [`Hooks::bar_end_width`] is 0.
    fn bar_end(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, W>) {
        let _ = (ui, cx);
    }

    /// Returns the width, in points, that [`Hooks::bar_end`] needs in a tab bar. Default: 0, and it is not called.
    fn bar_end_width(&self) -> f32 {
        0.0
    }

    /// Draws the main surface while it has no panes. Default: nothing.
    fn empty(&mut self, ui: &mut Ui, cx: &mut HookContext<'_, W>) {
        let _ = (ui, cx);
    }

    /// Draws a pane whose widget is not there yet: it is loading, or will be asked for. Returns `false` (the default) if it drew nothing
    /// and the front end should draw its own page. `progress` is between 0 and 1, if the load reports any.
    fn placeholder(&mut self, ui: &mut Ui, progress: Option<f32>, cx: &mut HookContext<'_, W>) -> bool {
        let _ = (ui, progress, cx);
        false
    }

    /// Draws a pane whose widget could not be made. Returns `false` (the default) if it drew nothing and the front end should draw its own
    /// page, with a button that tries again.
    fn failure(&mut self, ui: &mut Ui, failure: &Failure, cx: &mut HookContext<'_, W>) -> bool {
        let _ = (ui, failure, cx);
        false
    }

    /// Returns the widget that a new pane shows: that of the `+` of a tab bar, of a double click on a bar, or of the key for a new tab. `None`,
    /// the default, reports it in [`AreaOutput::actions`](crate::AreaOutput::actions) instead.
    ///
    /// Take a fresh id for a widget that is to start empty: a widget whose id was used before comes back with what it held.
    ///
    /// ```
    /// # use multisplit::WidgetId;
    /// # use multisplit_egui::{Hooks, NewWidget};
    /// # struct State;
    /// # impl<W> Hooks<W> for State {
    /// fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<WidgetId> {
    ///     at.fresh("editor") // editor:1, editor:2 ...
    /// }
    /// # }
    /// ```
    fn new_widget(&mut self, at: &NewWidget<'_>) -> Option<WidgetId> {
        let _ = at;
        None
    }

    /// Returns `true` if the tab bar with this pane in front has the button of
    /// [`WorkspaceArea::add_button`](crate::WorkspaceArea::add_button). Default: `true`.
    fn has_add_button(&self, front: PaneId, layout: &Layout) -> bool {
        let _ = (front, layout);
        true
    }

    /// Returns a question to the user before a pane is closed, such as "This level has changed. Close it?". It is shown with the answers
    /// Close and Keep. `None`, the default, closes the pane without a question.
    ///
    /// It is asked for each pane that a command of the user or of a pane would close, before the provider is asked; all questions about a
    /// command are shown together. Commands that the application runs itself ask nothing here, but
    /// [`Hosted::run_asking`](crate::Hosted::run_asking) and [`Hosted::arrange_asking`](crate::Hosted::arrange_asking) do. An undo asks nothing: a
    /// redo brings back what it closed. To load a session asks the widgets only: an application with a question about that asks before it loads.
    ///
    /// A widget that was evicted is not `live`: if it holds unsaved work, mark its state with
    /// [`Saved::with_unsaved_work`](multisplit::Saved::with_unsaved_work), and the close is refused.
    fn close_question(&self, pane: PaneInfo<'_, W>) -> Option<String> {
        let _ = pane;
        None
    }

    /// Returns `true` if a dragged pane may be dropped at a target. Default: `true`. A target that is not allowed shows no preview.
    fn allows_drop(&self, dragged: PaneId, to: MoveTarget, layout: &Layout) -> bool {
        let _ = (dragged, to, layout);
        true
    }

    /// Draws the place to which a dragged pane would go, in points of the window. Returns `false` (the default) if it drew nothing and the
    /// front end should draw its own mark.
    fn drop_preview(&self, painter: &Painter, place: Rect, dragged: PaneId) -> bool {
        let _ = (painter, place, dragged);
        false
    }
}

impl<W> Hooks<W> for () {}
