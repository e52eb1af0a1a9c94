//! Holds keys back that were typed right after one that moves the focus, or after a click, until the widget they are meant for has
//! the keyboard.
//! They keep their order, and never go to the widget that had it before.
//!
//! A slow frame, a fast typist and a remote desktop bring a shortcut and the letters after it in one frame. And a pane that loads
//! has the focus before there is a widget that could take a key. Invariant: what is held is for one pane, and is dropped where
//! the focus goes elsewhere.

use super::App;
use crate::keys;
use egui::{Context, Event, FocusDirection, Id, Key, Modifiers};
use multisplit::{PaneId, Slot, WidgetId};
use std::cell::LazyCell;
use std::collections::VecDeque;

/// Events that are held at a time; beyond, the newest are dropped.
const MAX_HELD: usize = 256;
/// Frames after which the keyboard has moved: in the first the focus moves, in the second its widget asks for the keys.
const SETTLED_AFTER: u32 = 2;
/// Frames after which a widget that has not asked for the keyboard does not want it.
const PATIENCE: u32 = 8;

/// Where the keyboard goes in this frame.
#[derive(Clone, Copy, Debug)]
struct Target {
    /// The pane with the focus.
    pane: Option<PaneId>,
    /// Its widget is on its way.
    loads: bool,
    /// The user has answered a question, and the disk is asked where that leads.
    answers: bool,
    /// An overlay has the keyboard.
    overlay: bool,
    /// A line of input is open in the pane that closes with Escape itself.
    line: bool,
}

/// The keys that wait.
#[derive(Debug, Default)]
pub(super) struct Held {
    events: VecDeque<Event>,
    /// Whom they are for; not known in the frame of the key that moves the focus.
    owner: Option<Owner>,
    /// Frames since the last key or click that may have moved the keyboard, while it settles.
    settling: Option<u32>,
    /// There was an overlay in the last frame.
    had_overlay: bool,
    /// What had the keyboard when the last frame ended.
    keyboard: Option<Id>,
}

/// What was done with keys to which egui itself does something, as soon as they come.
#[derive(Debug, Default)]
struct Walked {
    /// A Tab that came in this frame is seen in it: egui moves the keyboard.
    by_egui: bool,
    /// One that had waited is: egui has forgotten it, and Shift was held or not.
    late: Option<bool>,
    /// One that came waits.
    waits: bool,
    /// Escape came, and is seen in this frame.
    escapes: bool,
    /// Escape came, and waits.
    escape_waits: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Overlay,
    Pane(Option<PaneId>),
}

impl App {
    /// Holds the keys back whose widget does not have the keyboard yet.
    pub(super) fn hold_keys(&mut self, ctx: &Context) {
        let pane = self.workspace.layout().focused_pane();
        let slot = pane.and_then(|pane| self.workspace.slots().get(pane));
        let loads = pane.is_some() && matches!(slot, None | Some(Slot::Virtual | Slot::Loading { .. }));
        // A menu has the keys as well: Escape closes it.
        let answers = self.waits_for_answer();
        let overlay = !answers && (self.has_overlay() || egui::Popup::is_any_open(ctx));
        let (in_terminal, keymap) = (self.in_terminal(), self.set.keymap());
        let live = pane.and_then(|pane| self.workspace.slots().live(pane));
        let (in_line, line) = live.map_or((false, false), |pane| (pane.is_in_line(), pane.has_bar()));
        // Most frames bring no key.
        let bindings = LazyCell::new(|| keymap.bindings(in_terminal, overlay));
        let widget = pane.and_then(|pane| self.workspace.layout().tree().widget(pane));
        let kind = widget.map_or("", WidgetId::kind);
        let moves = |modifiers, key| {
            if overlay || answers {
                matches!(key, Key::Escape | Key::Enter | Key::Tab)
            } else {
                keymap.is_command(modifiers, key, in_terminal)
                    || keys::opens_line(kind, modifiers, key)
                    || (in_line && keys::leaves_line(modifiers, key))
                    || bindings.get(modifiers, key).is_some()
            }
        };
        self.held.begin_frame(ctx, Target { pane, loads, answers, overlay, line }, moves);
    }
}

impl Held {
    /// The keyboard moves in this frame: what is typed is for whoever has it then.
    pub(super) fn moved(&mut self) {
        (self.settling, self.owner) = (Some(0), None);
    }

    /// Takes the keys out of this frame that are not to be seen in it, and puts those in whose turn it is. `moves` says which keys
    /// move the keyboard.
    fn begin_frame(&mut self, ctx: &Context, target: Target, moves: impl Fn(Modifiers, Key) -> bool) {
        let has_keyboard = ctx.memory(|memory| memory.focused().is_some());
        let waits = self.waits(target, has_keyboard);
        if waits || !self.events.is_empty() || ctx.input(|input| input.events.iter().any(is_key)) {
            let loads = target.loads || target.answers;
            // An overlay that has just come is not there yet to be left, or answered.
            let moves = |modifiers, key| !(target.overlay && waits) && moves(modifiers, key);
            let walked = ctx.input_mut(|input| self.sort(&mut input.events, waits, loads, &moves));
            self.correct(ctx, target, &walked);
        }
        see_last_keys(ctx);
        if !target.overlay && ctx.input(|input| input.pointer.any_pressed() || input.pointer.any_released()) {
            // A click may move the keyboard as well. What was typed behind it comes in the next frame; what is held stood before it.
            self.settling = Some(0);
            if self.events.is_empty() {
                self.owner = None;
            }
        }
        if self.events.is_empty() && self.settling.is_none() && !waits {
            self.owner = None;
        } else {
            ctx.request_repaint();
        }
    }

    /// Takes note of who has the keyboard once all is drawn.
    pub(super) fn end_frame(&mut self, ctx: &Context) {
        self.keyboard = ctx.memory(egui::Memory::focused);
    }

    /// egui walks with Tab, and takes the keyboard away with Escape, when a frame begins: also for a key that is held back, and not for
    /// one that was.
    fn correct(&self, ctx: &Context, target: Target, walked: &Walked) {
        ctx.memory_mut(|memory| {
            // A line that has only just got the keyboard cannot say yet that Escape is its own.
            if (walked.escape_waits || (walked.escapes && target.line && !target.overlay))
                && memory.focused().is_none()
                && let Some(id) = self.keyboard
            {
                memory.request_focus(id);
            }
            match walked.late {
                // A line of a pane walks by itself, where it has two.
                Some(back) if target.overlay && !walked.by_egui => {
                    memory.move_focus(if back { FocusDirection::Previous } else { FocusDirection::Next });
                }
                _ if walked.waits && !walked.by_egui => memory.move_focus(FocusDirection::None),
                _ => {}
            }
        });
    }

    /// Whether what is typed now is to wait.
    fn waits(&mut self, target: Target, has_keyboard: bool) -> bool {
        if target.answers {
            // Where it is asked again, that takes the keyboard as a new overlay does.
            (self.owner, self.settling, self.had_overlay) = (None, Some(0), false);
            return true;
        }
        let owner = if target.overlay { Owner::Overlay } else { Owner::Pane(target.pane) };
        let had_overlay = std::mem::replace(&mut self.had_overlay, target.overlay);
        if self.owner.replace(owner).is_some_and(|before| before != owner) {
            // They were typed for a pane that the user has left.
            self.events.clear();
            self.settling = None;
        }
        if target.overlay {
            // It takes the keyboard in the first frame in which it is drawn, behind the pane that had it. One that came by itself, as
            // when the window is to be closed, takes nothing of what was typed before it.
            return self.settling.take().is_some() && !had_overlay;
        }
        if target.loads {
            // Once its widget is there, it is to ask for the keyboard: in the frame in which it is drawn first.
            self.settling = Some(0);
            return true;
        }
        let Some(frames) = &mut self.settling else { return false };
        *frames += 1;
        if *frames > PATIENCE || (*frames >= SETTLED_AFTER && has_keyboard) {
            self.settling = None;
        }
        self.settling.is_some()
    }

    /// Sorts the events of a frame into those that are seen in it and those that wait.
    fn sort(
        &mut self,
        events: &mut Vec<Event>,
        waits: bool,
        loads: bool,
        moves: &impl Fn(Modifiers, Key) -> bool,
    ) -> Walked {
        let come = std::mem::take(events);
        let before = if waits { VecDeque::new() } else { std::mem::take(&mut self.events) };
        let (mut cut, mut typed, mut letter, mut walked) = (waits, false, false, Walked::default());
        let mut has_moved = false;
        let all = before.into_iter().map(|event| (event, false)).chain(come.into_iter().map(|event| (event, true)));
        for (event, is_new) in all {
            if !is_key(&event) {
                events.push(event);
                continue;
            }
            let is_move = matches!(&event, Event::Key { key, modifiers, pressed: true, .. } if moves(*modifiers, *key));
            // A key with Alt also types its letter, right after it was pressed.
            let is_letter = std::mem::take(&mut letter) && matches!(event, Event::Text(_));
            // Keys that move the keyboard are looked for before widgets see what was typed: one frame for what stands before.
            cut |= is_move && typed;
            // Nothing typed stands before it: it is done at once, as one can always go elsewhere. A key that goes up types nothing.
            // But one that means something else wherever the keyboard is takes its turn behind another one.
            let is_turn = has_moved && is_local(&event);
            let is_free = (is_move && !typed && !is_turn) || !is_typed(&event);
            if loads && is_move && is_free {
                // Nobody knows how long it loads: one can always go elsewhere, and what was typed for it goes with that.
                self.events.clear();
            }
            // Behind a Tab it is not known yet who has the keyboard; a key that goes up may pass.
            let is_behind = (walked.by_egui || walked.late.is_some()) && is_typed(&event);
            let passes = !cut || is_letter || (is_free && self.events.is_empty() && !is_behind);
            walked.note(&event, is_new, passes);
            if !passes {
                if self.events.len() < MAX_HELD {
                    self.events.push_back(event);
                }
                continue;
            }
            letter = is_move && matches!(&event, Event::Key { modifiers, .. } if modifiers.alt);
            if is_move {
                (cut, has_moved) = (true, true);
                self.moved();
            }
            typed |= !is_move && !is_letter && is_typed(&event);
            events.push(event);
        }
        walked
    }
}

impl Walked {
    fn note(&mut self, event: &Event, is_new: bool, passes: bool) {
        match event {
            Event::Key { key: Key::Tab, pressed: true, modifiers, .. } => match (is_new, passes) {
                (true, true) => self.by_egui = true,
                (false, true) => self.late = Some(modifiers.shift),
                (true, false) => self.waits = true,
                (false, false) => {}
            },
            Event::Key { key: Key::Escape, pressed: true, .. } if is_new => {
                self.escapes |= passes;
                self.escape_waits |= !passes;
            }
            _ => {}
        }
    }
}

/// Lets the keys be seen that come in one frame with the window losing the focus: they were typed before that, and widgets of a
/// window without it read none.
fn see_last_keys(ctx: &Context) {
    ctx.input_mut(|input| input.focused |= input.events.iter().any(is_typed));
}

/// Whether it is a key that each question, line and list understands in its own way.
const fn is_local(event: &Event) -> bool {
    let Event::Key { key, .. } = event else { return false };
    matches!(key, Key::Enter | Key::Escape | Key::Tab | Key::Delete | Key::F2)
}

/// Whether somebody typed it.
const fn is_typed(event: &Event) -> bool {
    is_key(event) && !matches!(event, Event::Key { pressed: false, .. })
}

/// Whether an event goes where the keyboard is.
const fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy | Event::Cut | Event::Ime(_))
}
