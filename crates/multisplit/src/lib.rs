//! wip
pub mod base;
pub mod tree;
pub mod history;
pub mod layout;
pub mod command;
pub mod focus;
pub mod session;
mod engine;
pub use engine::{Layout,Event};
pub use base::*;
pub use command::*;
pub use layout::Area;
#[cfg(test)]
mod t {
    use crate::*;
    #[test]
    fn smoke() {
        let mut l = Layout::new();
        let now = Moment::ZERO;
        let a = l.run(now, &Command::Open{widget: WidgetId::new("a").unwrap()}).unwrap().pane.unwrap();
        let mut last = a;
        for i in 0..50 { let place=[Where::Right,Where::Bottom,Where::Tab,Where::Before,Where::After,Where::Top,Where::Left][i%7];
            last = l.run(now,&Command::Split{pane:last,place,widget:WidgetId::new(format!("w{i}")).unwrap(),ratio:Ratio::new(0.3).unwrap()}).unwrap().pane.unwrap();
            l.place(Area::new(800.0,600.0).unwrap());
            l.tree().assert_valid();
        }
        let text = l.save().to_text();
        let mut m = Layout::new(); m.load(&text, session::ReadLimits::default()).unwrap();
        assert_eq!(m.save().to_text(), text);
        while l.history().can_undo() { l.undo().unwrap(); l.tree().assert_valid(); }
        while l.history().can_redo() { l.redo().unwrap(); l.tree().assert_valid(); }
        assert_eq!(l.save().to_text(), text);
        println!("{text}");
    }
}
