//! A workspace with its host and its settings: one value to keep, and one call a frame.

use crate::area::{AreaOutput, WorkspaceArea};
use crate::base::closing::CloseAction;
use crate::base::hooks::Hooks;
use crate::base::pane::PaneUi;
use egui::{Button, Context, Ui};
use multisplit::{
    Bars, Command, CommandError, FocusTo, Intent, Layout, LoadError, Outcome, Rules, WidgetProvider, Workspace,
};
use multisplit_host::Host;

/// A workspace, the host that runs its loads, and the settings of its front end.
///
/// It is the shortest way to a running workspace: [`Hosted::show`] draws a frame and does what the workspace needs outside of it. The parts
/// are public, so nothing is out of reach.
///
/// ```
/// use multisplit::{Provided, Request, WidgetProvider};
/// use multisplit_egui::{Hosted, PaneContext, PaneUi};
///
/// struct Hello(String);
/// impl PaneUi for Hello {
///     fn ui(&mut self, ui: &mut egui::Ui, _: &mut PaneContext<'_>) { ui.heading(&self.0); }
/// }
/// struct Greetings;
/// impl WidgetProvider for Greetings {
///     type Widget = Hello;
///     fn provide(&mut self, request: Request<'_, Hello>) -> Provided<Hello> {
///         Provided::Ready(Hello(format!("Hello, {}!", request.widget)))
///     }
/// }
/// # let ctx = egui::Context::default();
/// let mut hosted = Hosted::new(&ctx, Greetings);
/// hosted.workspace.arrange("row(world, panes)")?;
/// # let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
/// hosted.show(ui, &mut ()); // each frame
/// # });
/// # output.textures_delta.clear();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Hosted<P: WidgetProvider> {
    /// The workspace.
    pub workspace: Workspace<P>,
    /// The host: its clock is the clock of the workspace.
    pub host: Host<P::Widget>,
    /// The settings of the front end.
    pub area: WorkspaceArea,
}

impl<P: WidgetProvider> Hosted<P> {
    /// Creates an empty workspace with the default settings. `ctx` is repainted when a load has finished.
    #[must_use]
    pub fn new(ctx: &Context, provider: P) -> Self {
        Self::with_rules(ctx, provider, Rules::default())
    }

    /// Creates an empty workspace with the given rules, such as tab bars for all panes.
    #[must_use]
    pub fn with_rules(ctx: &Context, provider: P, rules: Rules) -> Self {
        let ctx = ctx.clone();
        let host = Host::new(move || ctx.request_repaint());
        Self { workspace: Workspace::with_rules(Box::new(provider), rules), host, area: WorkspaceArea::new() }
    }

    /// Creates an empty workspace in which each pane has a tab bar with a button for a new tab, as in editors. A click on the button opens what
    /// [`Hooks::new_widget`] returns.
    #[must_use]
    pub fn with_tabs(ctx: &Context, provider: P) -> Self {
        let rules = Rules { bars: Bars::Always, ..Rules::default() };
        Self::with_rules(ctx, provider, rules).with_area(WorkspaceArea::new().add_button(true))
    }

    /// Sets the settings of the front end.
    #[must_use]
    pub fn with_area(self, area: WorkspaceArea) -> Self {
        Self { area, ..self }
    }

    /// Runs a command now, for example when the user clicks a button of a toolbar above the workspace.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the command is refused or a widget vetoes it; nothing has changed then.
    pub fn run(&mut self, command: &Command) -> Result<Outcome, CommandError> {
        self.workspace.run(self.host.now(), command)
    }

    /// Moves the focus, for example to a pane that was just opened.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if there is no such pane.
    pub fn focus(&mut self, to: FocusTo) -> Result<(), CommandError> {
        self.workspace.apply(self.host.now(), Intent::Focus(to)).map(drop)
    }

    /// Returns `true` if there is a change of the layout to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.workspace.layout().history().can_undo()
    }

    /// Returns `true` if there is an undone change of the layout to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.workspace.layout().history().can_redo()
    }

    /// Undoes the last change of the layout.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if there is nothing to undo.
    pub fn undo(&mut self) -> Result<(), CommandError> {
        self.workspace.undo()
    }

    /// Redoes the change of the layout that was undone last.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if there is nothing to redo.
    pub fn redo(&mut self) -> Result<(), CommandError> {
        self.workspace.redo()
    }

    /// Draws the buttons "Undo" and "Redo"; one is gray while there is nothing to do for it.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if a transaction is open; nothing has changed then.
    pub fn undo_buttons(&mut self, ui: &mut Ui) -> Result<(), CommandError> {
        let undo = ui.add_enabled(self.can_undo(), Button::new("Undo")).clicked();
        let redo = ui.add_enabled(self.can_redo(), Button::new("Redo")).clicked();
        if undo {
            self.undo()?;
        }
        if redo {
            self.redo()?;
        }
        Ok(())
    }

    /// Runs a command after the user has agreed to close what [`Hooks::close_question`] asks about. If there is nothing to ask, it runs now; else
    /// the question is shown in the next frame, after those that wait already. Whether the command is refused is known only after the answer:
    /// then the error is in [`AreaOutput::refused`]. [`WorkspaceArea::ask_before_close`] is for commands of the user only.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if there is nothing to ask, and the command is refused or a widget vetoes it; nothing has changed then.
    pub fn run_asking<A>(&mut self, app: &A, command: &Command) -> Result<(), CommandError>
    where
        A: Hooks<P::Widget> + ?Sized,
    {
        self.area.ask(&mut self.workspace, self.host.now(), app, &CloseAction::Run(command.clone()))
    }

    /// Replaces the layout, as [`Workspace::arrange`], after the user has agreed to close what [`Hooks::close_question`] asks about. If there is
    /// nothing to ask, it is replaced now; else the question is shown in the next frame, after those that wait already. A veto after the answer is
    /// in [`AreaOutput::refused`].
    ///
    /// # Errors
    /// Returns a [`LoadError`] if the text is no layout, or if there is nothing to ask and a widget that would go vetoes it; nothing has changed
    /// then.
    pub fn arrange_asking<A>(&mut self, app: &A, text: &str) -> Result<(), LoadError>
    where
        A: Hooks<P::Widget> + ?Sized,
    {
        Layout::from_text(text)?;
        Ok(self.area.ask(&mut self.workspace, self.host.now(), app, &CloseAction::Arrange(text.to_owned()))?)
    }

    /// Runs a command without asking the widgets that it closes: the user has agreed to close them.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the command is refused; nothing has changed then.
    pub fn run_unasked(&mut self, command: &Command) -> Result<Outcome, CommandError> {
        self.workspace.layout_mut().run(self.host.now(), command)
    }

    /// Draws a frame into what is left of `ui`, and then does what the workspace needs: loads run, finished ones are built, states are kept.
    /// Call it once per frame. The events since the last frame are in [`AreaOutput::events`].
    pub fn show<A>(&mut self, ui: &mut Ui, app: &mut A) -> AreaOutput
    where
        P::Widget: PaneUi<A>,
        A: Hooks<P::Widget> + ?Sized,
    {
        let area = self.area.clone().clock(self.host.now());
        self.area.questions.clear();
        let mut output = area.show_with(ui, &mut self.workspace, app);
        output.events = self.host.drive(&mut self.workspace);
        output
    }
}
