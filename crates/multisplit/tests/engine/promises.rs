//! Promises that the compiler checks: other threads, trait objects, sizes.

use multisplit::jobs::Load;
use multisplit::tree::Edit;
use multisplit::{Layout, Provided, Request, Rules, WidgetProvider, Workspace};

const fn is_send<T: Send>() {}

#[test]
fn a_layout_and_a_load_can_go_to_another_thread() {
    is_send::<Layout>();
    // A load is `Send` even if its widget is not.
    is_send::<Load<std::rc::Rc<()>>>();
}

#[test]
fn an_edit_is_at_most_56_bytes() {
    assert!(size_of::<Edit>() <= 56, "{}", size_of::<Edit>());
}

#[test]
fn a_workspace_takes_a_provider_as_a_trait_object() {
    struct Numbers;
    impl WidgetProvider for Numbers {
        type Widget = u8;
        fn provide(&mut self, _: Request<'_, u8>) -> Provided<u8> {
            Provided::Ready(7)
        }
    }
    let provider: Box<dyn WidgetProvider<Widget = u8>> = Box::new(Numbers);
    let mut workspace: Workspace<dyn WidgetProvider<Widget = u8>> = Workspace::with_rules(provider, Rules::default());
    let pane = workspace.open("a").expect("free");
    let mut view = workspace.frame(multisplit::Moment::ZERO, multisplit::placement::Area::default());
    assert_eq!(view.live(pane), Some(&mut 7));
}
