//! Random sessions of pointer and keyboard. What is typed goes to the pane with the ring and to no other, every undo entry undoes
//! something, and undoing all of them leads to where the session began.

use crate::fixture::{Stage, TestApp, stage};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use multisplit::{Command, Intent, Moment, Placement};
use multisplit_testing::text::{self, Shares, Style};

const SESSIONS: u64 = 2_000;
const STEPS: usize = 6;
const WIDGETS: [&str; 5] = ["edit:a", "edit:b", "edit:c", "edit:d", "label:e"];

/// A source of random numbers, which are the same on every machine (Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

struct Session {
    stage: Stage,
    dice: Dice,
    done: Vec<String>,
}

impl Session {
    fn new(seed: u64) -> Self {
        let mut app = TestApp::tabs(&WIDGETS[..2]);
        app.split("edit:a", Placement::Right, "edit:c");
        app.split("edit:c", Placement::Bottom, "edit:d");
        app.split("edit:d", Placement::Tab, "label:e");
        app.workspace.layout_mut().forget_history();
        Self { stage: stage(app), dice: Dice(seed | 1), done: vec![] }
    }

    fn frames(&mut self, count: usize) {
        (0..count).for_each(|_| self.stage.step());
    }

    fn layout(&self) -> String {
        text::write(self.stage.state().workspace.layout(), Style { shares: Shares::Exact, focus: false, marks: true })
    }

    /// Returns the widgets whose text contains a letter.
    fn holding(&mut self, letter: char) -> Vec<&'static str> {
        let is_open = |session: &Self, widget: &str| session.stage.state().find(widget).is_some();
        let mut holding = vec![];
        for widget in WIDGETS {
            if is_open(self, widget) && self.stage.state_mut().text_of(widget).contains(letter) {
                holding.push(widget);
            }
        }
        holding
    }

    /// Returns a place that can be clicked: on a pane, a tab, a divider, or anywhere.
    fn place(&mut self) -> Pos2 {
        let role = [Role::Tab, Role::Splitter, Role::Pane, Role::Button][self.dice.roll(4)];
        let nodes = self.stage.query_all_by_role(role).filter(|node| node.accesskit_node().bounding_box().is_some());
        let rects: Vec<egui::Rect> = nodes.map(|node| node.rect()).collect();
        let size = vec2(800.0, 600.0);
        if rects.is_empty() || self.dice.roll(8) == 0 {
            return Pos2::new(self.dice.roll(size.x as usize) as f32, self.dice.roll(size.y as usize) as f32)
                + vec2(8.0, 8.0);
        }
        let rect = rects[self.dice.roll(rects.len())];
        let part = |dice: &mut Dice| 0.1 + dice.roll(9) as f32 * 0.1;
        rect.min + vec2(rect.width() * part(&mut self.dice), rect.height() * part(&mut self.dice))
    }

    fn edge(pos: Pos2, button: PointerButton, pressed: bool) -> Event {
        Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }
    }

    /// Does one thing that a user does.
    fn act(&mut self) {
        let at = self.place();
        let kind = self.dice.roll(8);
        let focused = self.stage.state().focused();
        let owner = self.stage.ctx.memory(egui::Memory::focused).map(|id| format!("{id:?}"));
        self.done.push(format!("{kind} at {at:?}, ring {focused}, keyboard {owner:?}, {}", self.layout()));
        match kind {
            0 | 1 => self.click(at, PointerButton::Primary, kind + 1),
            // A menu is opened and left again.
            2 => {
                self.click(at, PointerButton::Secondary, 1);
                self.frames(3);
                self.key(Modifiers::NONE, Key::Escape);
            }
            3 => self.drag(at),
            4 => {
                let key = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown][self.dice.roll(4)];
                let modifiers = [Modifiers::ALT, Modifiers::CTRL | Modifiers::ALT, Modifiers::ALT | Modifiers::SHIFT];
                let modifiers = modifiers[self.dice.roll(3)];
                self.key(modifiers, key);
            }
            5 => {
                let ctrl = Modifiers::CTRL | Modifiers::COMMAND;
                let keys = [
                    (ctrl, Key::Tab),
                    (ctrl, Key::PageDown),
                    (Modifiers::ALT, Key::Z),
                    (ctrl | Modifiers::ALT, Key::C),
                ];
                let (modifiers, key) = keys[self.dice.roll(4)];
                self.key(modifiers, key);
            }
            6 => {
                let ctrl_alt = Modifiers::CTRL | Modifiers::COMMAND | Modifiers::ALT;
                let key = [Key::Z, Key::Y][self.dice.roll(2)];
                self.key(ctrl_alt, key);
            }
            _ => {
                let pane = self.stage.state().workspace.layout().focused_pane();
                let (x, y) = (at.x.min(500.0), at.y.min(380.0));
                let area = multisplit::geometry::Rect::new(x.into(), y.into(), 260.0, 180.0);
                if let Some(pane) = pane {
                    // It is refused if nothing else would be left.
                    drop(self.stage.state_mut().workspace.run(Moment::ZERO, &Command::Float { pane, area }));
                }
            }
        }
        self.frames(4);
    }

    /// Clicks several times, all in one frame.
    fn click(&mut self, at: Pos2, button: PointerButton, times: usize) {
        self.stage.event(Event::PointerMoved(at));
        self.frames(1);
        let edges = [true, false].repeat(times).into_iter().map(|pressed| Self::edge(at, button, pressed));
        self.stage.input_mut().events.extend(edges);
    }

    /// Drags to a random place, perhaps with another button on the way, perhaps cancelled.
    fn drag(&mut self, at: Pos2) {
        let (to, end) = (self.place(), self.dice.roll(4));
        self.done.push(format!("to {to:?}, {end}"));
        self.stage.event(Event::PointerMoved(at));
        self.frames(1);
        self.stage.event(Self::edge(at, PointerButton::Primary, true));
        for part in [0.3, 0.7, 1.0] {
            self.stage.event(Event::PointerMoved(at.lerp(to, part)));
            self.frames(1);
        }
        match end {
            0 => self.key(Modifiers::NONE, Key::Escape),
            1 => [true, false]
                .map(|p| self.stage.event(Self::edge(to, PointerButton::Secondary, p)))
                .into_iter()
                .collect(),
            _ => {}
        }
        self.frames(1);
        self.stage.event(Self::edge(to, PointerButton::Primary, false));
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        let edge = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.stage.input_mut().events.extend([
            Event::ModifiersChanged(modifiers),
            edge(true),
            edge(false),
            Event::ModifiersChanged(Modifiers::NONE),
        ]);
        self.frames(1);
    }

    /// Types a letter and checks that it went to the pane with the ring.
    fn type_letter(&mut self, seed: u64) {
        if egui::Popup::is_any_open(&self.stage.ctx) {
            self.key(Modifiers::NONE, Key::Escape);
            self.frames(4);
        }
        // A letter that was not typed before. Typing it may replace selected text, so only this letter is looked for.
        let letter = char::from(b'a' + u8::try_from(self.done.len() % 26).expect("a letter"));
        let focused = self.stage.state().focused();
        let layout = self.stage.state().workspace.layout();
        // If everything is collapsed, the ring is on a pane that is not visible.
        let is_seen = layout.scene().panes(layout.tree()).any(|(pane, _)| layout.focused_pane() == Some(pane));
        let is_expected = |widget: &&str| is_seen && *widget == focused && widget.starts_with("edit");
        let expect: Vec<&str> = WIDGETS.into_iter().filter(is_expected).collect();
        self.stage.event(Event::Text(letter.to_string()));
        self.frames(2);
        assert_eq!(self.holding(letter), expect, "session {seed}, the ring at {focused}, after {:#?}", self.done);
    }

    /// Undoes everything, one entry after the other.
    fn undo_all(&mut self, seed: u64) {
        while self.stage.state().workspace.layout().history().can_undo() {
            let name = self.stage.state().undo_names()[0].clone();
            let before = self.layout();
            self.stage.state_mut().workspace.apply(Moment::ZERO, Intent::Undo).expect("undone");
            assert_ne!(self.layout(), before, "session {seed}: {name} undoes nothing, after {:#?}", self.done);
        }
    }
}

#[test]
fn what_is_typed_goes_where_the_ring_is_and_every_entry_undoes_something() {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let some = |first: u64| {
        for seed in (first..SESSIONS).step_by(threads as usize) {
            let mut session = Session::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let start = session.layout();
            for _ in 0..STEPS {
                session.act();
                session.type_letter(seed);
            }
            session.undo_all(seed);
            // The active tab is a view, and is not undone.
            let plain = |layout: &str| layout.replace('*', "");
            assert_eq!(plain(&session.layout()), plain(&start), "session {seed}: {:#?}", session.done);
        }
    };
    std::thread::scope(|scope| (0..threads).for_each(|first| drop(scope.spawn(move || some(first)))));
}
