//! The interface of a widget, and what a widget can ask of its workspace.

use crate::base::bindings::Bindings;
use crate::base::hooks::FreshFn;
use crate::base::menus;
use egui::{PointerButton, Pos2, Response, Ui};
use multisplit::{Command, FocusTo, Intent, Layout, PaneId, WidgetId};

/// A widget that egui can draw.
///
/// `A` is the state of the application that the widget draws with. It is borrowed for the frame ([`Hosted::show`](crate::Hosted::show),
/// [`WorkspaceArea::show_with`](crate::WorkspaceArea::show_with)), so no widget needs a shared pointer to it. A widget that needs none
/// leaves `A` out, or implements the trait for every `A`.
///
/// If a widget panics in [`PaneUi::ui`], [`PaneUi::revision`], [`PaneUi::is_modified`] or [`PaneUi::request_focus`], only its own pane is
/// lost: the pane says so and offers a retry. If it panics while it is asked for its title or its hint, only that text is
/// lost: instead of a title, [`PaneUi::absent_title`] is shown, or the end of its id if that is empty as well.
pub trait PaneUi<A: ?Sized = ()> {
    /// Draws the widget. The `Ui` fills the pane and is clipped to it.
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, A>);

    /// Returns the title on its tab. Default: empty, and the tab shows [`PaneUi::absent_title`], or the end of the widget's id if that is
    /// empty as well.
    fn title(&self) -> String {
        String::new()
    }

    /// Like [`PaneUi::title`], for a title that depends on the state of the application. Default: [`PaneUi::title`].
    fn title_with(&self, app: &A) -> String {
        let _ = app;
        self.title()
    }

    /// Returns the name to show while the widget does not exist or has no title. It is shown on tabs, on the map and on the loading page.
    /// It is called whenever one of these is drawn, so it should be fast. Default: empty, and the end of the widget's id is shown.
    ///
    /// A `Box<dyn PaneUi>` or `Box<dyn Pane>` has no concrete type to ask and returns the default:
    /// [`Hooks::title`](crate::Hooks::title) names such widgets.
    fn absent_title(widget: &WidgetId) -> String
    where
        Self: Sized,
    {
        let _ = widget;
        String::new()
    }

    /// Returns the text that is shown when the pointer rests on its tab, such as a full path. Default: empty, and nothing is shown.
    fn hint(&self) -> String {
        String::new()
    }

    /// Returns `true` if the widget holds unsaved work. Its tab then shows a dot. Default: `false`.
    fn is_modified(&self) -> bool {
        false
    }

    /// Like [`PaneUi::is_modified`], if it depends on the state of the application. Default: [`PaneUi::is_modified`].
    fn is_modified_with(&self, app: &A) -> bool {
        let _ = app;
        self.is_modified()
    }

    /// Returns a number that changes whenever the widget would paint something else, or `None` if it is to be drawn in every frame (the
    /// default).
    ///
    /// While the number stays the same, what [`PaneUi::ui`] painted last is painted again without calling it. The widgets in it stay
    /// where they are for the pointer and for the Tab key, and the first click is not lost. The pane is still drawn in a frame
    /// - if the pointer is at the pane, or was in the frame before, or if a press that began there is still held,
    /// - if the keyboard is in the pane, or something was typed while the pane has the focus,
    /// - if anything is dragged, or any text is selected,
    /// - if its size, its focus, its visible part, the scale, the style, the fonts or the window have changed,
    /// - if a screen reader listens.
    ///
    /// [`crate::WorkspaceArea::retained_painting`] switches all of this off.
    ///
    /// # Limitations
    /// - What the widget does besides painting does not happen while it is not drawn. A pane that plays sound, polls a channel or reads
    ///   keys without having the focus should return `None`.
    /// - Two widgets that follow one another under the same id in the same pane must not return the same number for different
    ///   pictures: count on from a number that the application keeps.
    /// - A drawing is not kept, and is done again in the next frame, if it requested a repaint (so an animation is drawn until it
    ///   rests), painted to another layer (windows, popups, tooltips), used a paint callback or a texture of the application's own
    ///   (`TextureId::User`), contained a disabled or an invisible widget, set the cursor, or asked something of egui, the window or
    ///   the workspace.
    /// - A repaint that it requests in another viewport is not noticed.
    /// - If other code opens a popup of this widget by the id of the popup, it is shown only when the pane is drawn next.
    /// - A style of widgets that is changed with `Context::replace_widget_theme` is not noticed: call [`crate::WorkspaceArea::redraw`].
    /// - A pane that was moved, for example by scrolling, is painted moved only if that is exact: it moved by whole pixels, and everything
    ///   it painted is on whole 256ths of a point. egui's own layout meets this at scales 1, 2 and 4, where a pixel is a whole number of
    ///   256ths. Otherwise, and if another part of the pane is visible than before, it is drawn.
    /// - egui drops shaped text that no pane asks for, so the text of a pane that was not drawn is shaped again when it is drawn.
    fn revision(&self) -> Option<u64> {
        None
    }

    /// Like [`PaneUi::revision`], for a widget that paints the state of the application. Default: [`PaneUi::revision`].
    fn revision_with(&self, app: &A) -> Option<u64> {
        let _ = app;
        self.revision()
    }

    /// Tells the widget that its pane got the focus: it should take egui's keyboard focus in the next [`PaneUi::ui`]. Default: does nothing.
    fn request_focus(&mut self) {}
}

impl<A: ?Sized, T: PaneUi<A> + ?Sized> PaneUi<A> for Box<T> {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, A>) {
        (**self).ui(ui, cx);
    }

    fn title(&self) -> String {
        (**self).title()
    }

    fn title_with(&self, app: &A) -> String {
        (**self).title_with(app)
    }

    fn hint(&self) -> String {
        (**self).hint()
    }

    fn is_modified(&self) -> bool {
        (**self).is_modified()
    }

    fn is_modified_with(&self, app: &A) -> bool {
        (**self).is_modified_with(app)
    }

    fn revision(&self) -> Option<u64> {
        (**self).revision()
    }

    fn revision_with(&self, app: &A) -> Option<u64> {
        (**self).revision_with(app)
    }

    fn request_focus(&mut self) {
        (**self).request_focus();
    }
}

/// What a widget can see of its workspace and its application while it draws, and ask of them. Requests are fulfilled once, after drawing.
pub struct PaneContext<'a, A: ?Sized = ()> {
    /// The pane that the widget is drawn in.
    pub pane: PaneId,
    /// The id of the widget.
    pub widget: &'a WidgetId,
    /// Whether the pane has the focus.
    pub focused: bool,
    /// The state of the application. If the widget panics, what it has changed so far stays changed.
    pub app: &'a mut A,
    /// The layout, for reading.
    pub layout: &'a Layout,
    pub(crate) fresh: FreshFn<'a>,
    pub(crate) intents: &'a mut Vec<Intent>,
    pub(crate) bindings: &'a Bindings,
    pub(crate) handle: &'a mut Option<Pos2>,
}

impl<A: ?Sized> PaneContext<'_, A> {
    /// Returns an id of this kind that no widget has or had, such as `level:3`; also not before a restart, if the session is kept in a
    /// [`SessionFile`](crate::SessionFile). `None` if the kind cannot be a part of an id.
    ///
    /// The widget of such an id is new: [`Workspace::restore_state`](multisplit::Workspace::restore_state) hands it what it starts with, before
    /// the command that opens it runs. Two calls in one frame return the same id.
    ///
    /// ```
    /// use multisplit::{Command, FocusTo, Placement, geometry::Ratio};
    /// use multisplit_egui::PaneContext;
    ///
    /// fn open_beside(cx: &mut PaneContext<'_>) {
    ///     if let Some(widget) = cx.fresh("level") {
    ///         cx.run(Command::Split { pane: cx.pane, place: Placement::Right, widget, ratio: Ratio::HALF });
    ///         cx.focus(FocusTo::Pane(cx.pane)); // keeps the keyboard here
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn fresh(&self, kind: &str) -> Option<WidgetId> {
        (self.fresh)(kind)
    }

    /// Runs a command after drawing. If it is refused, its error is in [`AreaOutput::refused`](crate::AreaOutput::refused). A command that
    /// closes panes is reported in [`AreaOutput::closes`](crate::AreaOutput::closes) if the application asks first.
    pub fn run(&mut self, command: Command) {
        self.intents.push(Intent::Run(command));
    }

    /// Moves the focus after drawing. If that is refused, the error is in [`AreaOutput::refused`](crate::AreaOutput::refused).
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

    /// Makes a widget a handle that drags the pane, as its tab does. A pane without a tab bar can be moved in this way.
    ///
    /// The response must sense drags.
    pub fn drag_handle(&mut self, response: &Response) {
        if response.drag_started_by(PointerButton::Primary) {
            *self.handle = response.ctx.input(|i| i.pointer.press_origin());
        }
    }

    /// Draws the context menu of the pane's tab, for a pane without a tab bar: for example in
    /// [`Response::context_menu`].
    pub fn menu(&mut self, ui: &mut Ui) {
        let tab = self.pane.node();
        menus::tab(ui, (tab, self.pane), self.layout, &|_| true, self.bindings, self.intents);
    }
}
