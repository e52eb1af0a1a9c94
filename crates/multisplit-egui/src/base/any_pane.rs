//! Panes of any type, for a provider that makes many kinds.

use super::pane::{PaneContext, PaneUi};
use egui::Ui;
use multisplit::{Lifecycle, Provided, ProviderRouter};
use std::any::Any;

/// A widget that can be drawn, and knows how it is saved and closed. It is implemented for every type that has both traits.
///
/// `Box<dyn Pane<A>>` is the widget of a [`ProviderRouter`](multisplit::ProviderRouter) whose kinds have types of their own:
///
/// ```
/// use egui::Ui;
/// use multisplit::{Lifecycle, ProviderRouter, Workspace};
/// use multisplit_egui::{Pane, PaneContext, PaneUi};
///
/// #[derive(Default)]
/// struct App { clicks: u32 }
///
/// struct Button;
/// impl Lifecycle for Button {}
/// impl PaneUi<App> for Button {
///     fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, App>) {
///         if ui.button("Click").clicked() {
///             cx.app.clicks += 1;
///         }
///     }
/// }
///
/// struct Count;
/// impl Lifecycle for Count {}
/// impl PaneUi<App> for Count {
///     fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, App>) {
///         ui.heading(cx.app.clicks.to_string());
///     }
/// }
///
/// let provider: ProviderRouter<Box<dyn Pane<App>>> =
///     ProviderRouter::new().kind("button", |_| Button.ready()).kind("count", |_| Count.ready());
/// let mut workspace = Workspace::new(provider);
/// workspace.arrange("row(button, count)")?;
/// # Ok::<(), multisplit::LoadError>(())
/// ```
pub trait Pane<A: ?Sized>: PaneUi<A> + Lifecycle + Any {
    /// Returns the pane as the answer of a provider.
    fn ready(self) -> Provided<Box<dyn Pane<A>>>
    where
        Self: Sized,
    {
        Provided::Ready(self.boxed())
    }

    /// Returns the pane without its type.
    fn boxed(self) -> Box<dyn Pane<A>>
    where
        Self: Sized;
}

/// A provider of panes of any type, by kind, which draw with the state `A` of the application.
pub type Router<A> = ProviderRouter<Box<dyn Pane<A>>>;

/// Returns a pane that is nothing but a function that draws it, with the state of the application: it has no state of its own to keep.
///
/// Its tab shows what [`Hooks::title`](crate::Hooks::title) says, or the end of its id: `log` for `log`, and `level 3` for `level:3`.
///
/// ```
/// use egui::Ui;
/// use multisplit_egui::{PaneContext, Router, pane_fn};
///
/// struct App { log: Vec<String> }
///
/// fn log(ui: &mut Ui, cx: &mut PaneContext<'_, App>) {
///     cx.app.log.iter().for_each(|line| drop(ui.label(line)));
/// }
///
/// let provider: Router<App> = Router::new().kind("log", |_| pane_fn(log));
/// ```
pub fn pane_fn<A, F>(draw: F) -> Provided<Box<dyn Pane<A>>>
where
    A: ?Sized + 'static,
    F: FnMut(&mut Ui, &mut PaneContext<'_, A>) + 'static,
{
    Provided::Ready(Box::new(PaneFn(draw)))
}

/// A function that draws, as a pane: for one that is made by a load, where [`pane_fn`] is an answer already.
///
/// ```
/// use egui::Ui;
/// use multisplit::Provided;
/// use multisplit_egui::{Pane, PaneContext, PaneFn};
///
/// fn shown(text: String) -> Box<dyn Pane<()>> {
///     PaneFn(move |ui: &mut Ui, _: &mut PaneContext<'_>| drop(ui.label(&text))).boxed()
/// }
/// let loads: Provided<Box<dyn Pane<()>>> = Provided::load(|_| Ok("read".to_owned()), shown);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PaneFn<F>(pub F);

impl<F> Lifecycle for PaneFn<F> {}

impl<A: ?Sized, F: FnMut(&mut Ui, &mut PaneContext<'_, A>)> PaneUi<A> for PaneFn<F> {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, A>) {
        (self.0)(ui, cx);
    }
}

impl<A: ?Sized, T: PaneUi<A> + Lifecycle + 'static> Pane<A> for T {
    fn boxed(self) -> Box<dyn Pane<A>> {
        Box::new(self)
    }
}

impl<A: ?Sized + 'static> dyn Pane<A> {
    /// Returns the pane as a type, if it is of that type.
    #[must_use]
    pub fn downcast_ref<T: 'static>(&self) -> Option<&T> {
        let any: &dyn Any = self;
        any.downcast_ref()
    }

    /// Returns the pane as a type for changing it, if it is of that type.
    pub fn downcast_mut<T: 'static>(&mut self) -> Option<&mut T> {
        let any: &mut dyn Any = self;
        any.downcast_mut()
    }
}
