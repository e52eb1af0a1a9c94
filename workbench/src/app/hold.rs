//! Holds back keys that were typed right after a key that moves the focus, or after a click, until the widget they are meant for
//! has the keyboard.
//!
//! The keys keep their order, and never go to the widget that had the keyboard before. A slow frame, a fast typist and a remote
//! desktop all bring a shortcut and the letters after it in one frame. And a pane that loads has the focus before it has a widget
//! that could take a key.
//!
//! Invariant: held keys are for one pane, and are dropped if the focus goes elsewhere.

use super::App;
use crate::keys;
use egui::{Context, Event, FocusDirection, Id, Key, Modifiers};
use multisplit::{PaneId, Slot, WidgetId};
use std::cell::LazyCell;
use std::collections::VecDeque;

/// The maximum number of held events; beyond it, the newest are dropped.
const MAX_HELD: usize = 256;
/// Frames until the keyboard has moved: in the first the focus moves, in the second its widget asks for the keyboard.
const SETTLED_AFTER: u32 = 2;
/// Frames after which a widget that has not asked for the keyboard is taken not to want it.
const PATIENCE: u32 = 8;

/// The destination of the keyboard in this frame.
#[derive(Clone, Copy, Debug)]
struct Target {
    /// The pane with the focus.
    pane: Option<PaneId>,
    /// Whether the widget of the pane is still loading.
    loads: bool,
    /// Whether the user has answered a question, and the disk is still being asked where the answer leads.
    answers: bool,
    /// Whether an overlay has the keyboard.
    overlay: bool,
    /// Whether a line of input is open in the pane that handles Escape itself.
    line: bool,
}

/// The keys that wait.
#[derive(Debug, Default)]
pub(super) struct Held {
    events: VecDeque<Event>,
    /// The owner of the held keys; not known in the frame of the key that moves the focus.
    owner: Option<Owner>,
    /// The number of frames since the last key or click that may have moved the keyboard, until it has settled.
    settling: Option<u32>,
    /// Whether there was an overlay in the last frame.
    had_overlay: bool,
    /// The widget that had the keyboard at the end of the last frame.
    keyboard: Option<Id>,
}

/// The keys of this frame that egui itself reacts to as soon as they arrive: Tab and Escape.
#[derive(Debug, Default)]
struct Walked {
    /// Whether a Tab arrived and is seen in this frame: egui moves the keyboard for it.
    by_egui: bool,
    /// Set if a held Tab is seen in this frame, which egui has forgotten by now; `true` if Shift was down.
    late: Option<bool>,
    /// Whether a Tab arrived and is held back.
    waits: bool,
    /// Whether Escape arrived and is seen in this frame.
    escapes: bool,
    /// Whether Escape arrived and is held back.
    escape_waits: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Overlay,
    Pane(Option<PaneId>),
}

impl App {
    /// Holds back the keys whose widget does not have the keyboard yet.
    pub(super) fn hold_keys(&mut self, ctx: &Context) {
        let pane = self.workspace.layout().focused_pane();
        let slot = pane.and_then(|pane| self.workspace.slots().get(pane));
        let loads = pane.is_some() && matches!(slot, None | Some(Slot::Virtual | Slot::Loading { .. }));
        // A menu takes keys too: Escape closes it.
        let answers = self.waits_for_answer();
        let overlay = !answers && (self.has_overlay() || egui::Popup::is_any_open(ctx));
        let (in_terminal, keymap) = (self.in_terminal(), self.set.keymap());
        let live = pane.and_then(|pane| self.workspace.slots().live(pane));
        let (in_line, line) = live.map_or((false, false), |pane| (pane.kind.is_in_line(), pane.kind.has_bar()));
        // Computed on demand: most frames bring no key.
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
    /// Notes that the keyboard moves in this frame: what is typed next is for the widget that gets it.
    pub(super) fn moved(&mut self) {
        (self.settling, self.owner) = (Some(0), None);
    }

    /// Takes the keys out of this frame that must not be seen in it yet, and adds the held keys whose turn it is. `moves` tells
    /// which keys move the keyboard.
    fn begin_frame(&mut self, ctx: &Context, target: Target, moves: impl Fn(Modifiers, Key) -> bool) {
        let has_keyboard = ctx.memory(|memory| memory.focused().is_some());
        let waits = self.waits(target, has_keyboard);
        if waits || !self.events.is_empty() || ctx.input(|input| input.events.iter().any(is_key)) {
            let loads = target.loads || target.answers;
            // An overlay that has just appeared cannot be left or answered yet.
            let moves = |modifiers, key| !(target.overlay && waits) && moves(modifiers, key);
            let walked = ctx.input_mut(|input| self.sort(&mut input.events, waits, loads, &moves));
            self.correct(ctx, target, &walked);
        }
        see_last_keys(ctx);
        if !target.overlay && ctx.input(|input| input.pointer.any_pressed() || input.pointer.any_released()) {
            // A click may move the keyboard too. Keys typed after it come in the next frame; held keys were typed before it.
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

    /// Notes which widget has the keyboard after everything is drawn.
    pub(super) fn end_frame(&mut self, ctx: &Context) {
        self.keyboard = ctx.memory(egui::Memory::focused);
    }

    /// Corrects what egui did with Tab and Escape at the beginning of the frame: it moves the keyboard for a key that is held
    /// back, and does not move it for a held key that is seen only now.
    fn correct(&self, ctx: &Context, target: Target, walked: &Walked) {
        ctx.memory_mut(|memory| {
            // A line that has only just got the keyboard could not yet tell egui that it handles Escape itself.
            if (walked.escape_waits || (walked.escapes && target.line && !target.overlay))
                && memory.focused().is_none()
                && let Some(id) = self.keyboard
            {
                memory.request_focus(id);
            }
            match walked.late {
                // A pane with two lines of input moves the keyboard between them by itself.
                Some(back) if target.overlay && !walked.by_egui => {
                    memory.move_focus(if back { FocusDirection::Previous } else { FocusDirection::Next });
                }
                _ if walked.waits && !walked.by_egui => memory.move_focus(FocusDirection::None),
                _ => {}
            }
        });
    }

    /// Returns `true` if the keys typed now have to wait.
    fn waits(&mut self, target: Target, has_keyboard: bool) -> bool {
        if target.answers {
            // If the question is asked again, it takes the keyboard like a new overlay.
            (self.owner, self.settling, self.had_overlay) = (None, Some(0), false);
            return true;
        }
        let owner = if target.overlay { Owner::Overlay } else { Owner::Pane(target.pane) };
        let had_overlay = std::mem::replace(&mut self.had_overlay, target.overlay);
        if self.owner.replace(owner).is_some_and(|before| before != owner) {
            // The keys were typed for a pane that the user has left.
            self.events.clear();
            self.settling = None;
        }
        if target.overlay {
            // An overlay takes the keyboard in the first frame in which it is drawn, after the pane that had it. An overlay that
            // appeared by itself, such as the question before the window closes, takes nothing of what was typed before.
            return self.settling.take().is_some() && !had_overlay;
        }
        if target.loads {
            // The widget asks for the keyboard in the first frame in which it is drawn: from there on it settles.
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
            // Keys that move the keyboard are handled before the widgets see what was typed. So a frame ends before such a key: the
            // widgets see the keys typed before it in this frame, and the key itself comes in the next one.
            cut |= is_move && typed;
            // If nothing typed comes before such a key, it takes effect at once, so that the user can always go elsewhere. A key
            // release types nothing. But a key that means something else to every widget waits for its turn after another such key.
            let is_turn = has_moved && is_local(&event);
            let is_free = (is_move && !typed && !is_turn) || !is_typed(&event);
            if loads && is_move && is_free {
                // Loading takes an unknown time: the user can always go elsewhere, and what was typed for the pane is dropped then.
                self.events.clear();
            }
            // After a Tab it is not known yet which widget has the keyboard; a key release may pass.
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

/// Lets the keys be seen that arrive in the frame in which the window loses the focus. They were typed before that, but widgets
/// of a window without the focus read no keys.
fn see_last_keys(ctx: &Context) {
    ctx.input_mut(|input| input.focused |= input.events.iter().any(is_typed));
}

/// Returns `true` for a key that each question, line and list interprets in its own way.
const fn is_local(event: &Event) -> bool {
    let Event::Key { key, .. } = event else { return false };
    matches!(key, Key::Enter | Key::Escape | Key::Tab | Key::Delete | Key::F2)
}

/// Returns `true` if the user typed the event, rather than released a key.
const fn is_typed(event: &Event) -> bool {
    is_key(event) && !matches!(event, Event::Key { pressed: false, .. })
}

/// Returns `true` if an event goes to the widget with the keyboard.
const fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy | Event::Cut | Event::Ime(_))
}
