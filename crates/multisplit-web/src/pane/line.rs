//! The address line: back, forward, reload, and an address, which earlier ones complete.

use super::address::{Visits, parse_address};
use super::icons::{Icon, button};
use crate::engine::{Order, State};
use egui::{Align, Event, Id, Key, Layout, Modifiers, Order as Layer, Response, RichText, TextEdit, Ui};

/// How many earlier addresses are proposed.
const PROPOSED: usize = 8;
/// How many characters of an address are shown while it is not edited.
const SHOWN: usize = 500;

/// What the line asks for.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) orders: Vec<Order>,
    /// Whether the keyboard goes back to the page.
    pub(super) leaves: bool,
}

/// An address line.
#[derive(Default)]
pub(super) struct AddressLine {
    /// What is typed, while it is.
    text: Option<String>,
    /// Which proposed address is chosen.
    chosen: Option<usize>,
    /// Why what was typed is no address.
    refusal: Option<String>,
    is_fresh: bool,
    id: Option<Id>,
}

impl AddressLine {
    pub(super) const fn is_edited(&self) -> bool {
        self.text.is_some()
    }

    /// Gives the keyboard to the line.
    pub(super) fn edit(&mut self, ui: &Ui) {
        self.is_fresh = true;
        ui.request_repaint();
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, state: &State, visits: &Visits) -> Asked {
        let mut asked = Asked::default();
        ui.horizontal(|ui| {
            let steps = [(Icon::Left, "Back", true), (Icon::Right, "Forward", false)];
            for ((sign, name, back), can) in steps.into_iter().zip(state.can_step) {
                if button(ui, sign, name, can).clicked() {
                    asked.orders.push(Order::Step { back });
                }
            }
            let (sign, name, order) = match state.is_loading {
                true => (Icon::Close, "Stop", Order::Stop),
                false => (Icon::Reload, "Reload", Order::Reload),
            };
            if button(ui, sign, name, !state.kept.url.is_empty()).clicked() {
                asked.orders.push(order);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let zoom = (state.kept.zoom * 100.0).round();
                if (zoom - 100.0).abs() > 0.5
                    && ui.small_button(format!("{zoom} %")).on_hover_text("Own size").clicked()
                {
                    asked.orders.push(Order::Zoom(1.0));
                }
                self.field(ui, state, visits, &mut asked);
            });
        });
        if let Some(refusal) = &self.refusal {
            ui.label(RichText::new(refusal).color(ui.visuals().warn_fg_color));
        }
        asked
    }

    fn field(&mut self, ui: &mut Ui, state: &State, visits: &Visits, asked: &mut Asked) {
        // The begin of a long address is enough to see where the page is from.
        let shown = || state.kept.url.chars().take(SHOWN).collect();
        let mut text = self.text.clone().unwrap_or_else(shown);
        let id = *self.id.get_or_insert_with(|| ui.scope_id().with("address"));
        let proposed = if self.text.is_some() { visits.matching(&text, PROPOSED) } else { vec![] };
        let keys = if ui.memory(|memory| memory.has_focus(id)) { take_keys(ui) } else { vec![] };
        let field = TextEdit::singleline(&mut text).id(id).hint_text("Address").desired_width(f32::INFINITY);
        let response = ui.add(field);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Address"));
        if std::mem::take(&mut self.is_fresh) {
            response.request_focus();
        }
        if response.gained_focus() {
            select_all(ui, id, &text);
            text = self.text.get_or_insert_with(|| state.kept.url.clone()).clone();
        }
        if response.changed() {
            (self.text, self.chosen, self.refusal) = (Some(text.clone()), None, None);
        }
        for key in keys {
            match key {
                Key::Escape => return self.leave(ui, id, asked),
                Key::ArrowDown => self.choose(1, &proposed),
                Key::ArrowUp => self.choose(-1, &proposed),
                _ => {
                    let chosen = self.chosen.and_then(|chosen| proposed.get(chosen));
                    let text = chosen.map_or(text, |(url, _)| url.clone());
                    return self.go(ui, id, &text, asked);
                }
            }
        }
        let (clicked, is_over) = self.propose(ui, &response, &proposed);
        if let Some(url) = clicked {
            self.go(ui, id, &url, asked);
        } else if !is_over && (response.lost_focus() || !response.has_focus()) {
            (self.text, self.refusal) = (None, None);
        }
    }

    fn choose(&mut self, by: isize, proposed: &[(String, String)]) {
        let from = self.chosen.map_or(if by > 0 { -1 } else { 0 }, |chosen| chosen as isize);
        let at = (from + by).rem_euclid(proposed.len().max(1) as isize) as usize;
        self.chosen = Some(at).filter(|at| *at < proposed.len());
    }

    /// Shows the earlier addresses below the line. Returns the one that is clicked, and whether the pointer is over them: a click takes the
    /// keyboard from the line before it ends.
    fn propose(&self, ui: &Ui, response: &Response, proposed: &[(String, String)]) -> (Option<String>, bool) {
        if proposed.is_empty() || self.text.is_none() {
            return (None, false);
        }
        let mut clicked = None;
        let area = egui::Area::new(response.id.with("proposed"))
            .order(Layer::Foreground)
            .fixed_pos(response.rect.left_bottom());
        let shown = area.show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width((response.rect.width() - 14.0).max(60.0));
                for (at, (url, title)) in proposed.iter().enumerate() {
                    let words = RichText::new(format!("{title}  {url}"));
                    let is_chosen = self.chosen == Some(at);
                    if ui.add(egui::Button::selectable(is_chosen, words).truncate()).clicked() {
                        clicked = Some(url.clone());
                    }
                }
            });
        });
        (clicked, shown.response.contains_pointer())
    }

    fn go(&mut self, ui: &Ui, id: Id, text: &str, asked: &mut Asked) {
        match parse_address(text) {
            Ok(url) => {
                asked.orders.push(Order::Go(url));
                self.leave(ui, id, asked);
            }
            Err(words) => self.refusal = Some(words),
        }
    }

    fn leave(&mut self, ui: &Ui, id: Id, asked: &mut Asked) {
        (self.text, self.chosen, self.refusal) = (None, None, None);
        ui.memory_mut(|memory| memory.surrender_focus(id));
        asked.leaves = true;
    }
}

/// Takes the keys that do not edit the line.
fn take_keys(ui: &Ui) -> Vec<Key> {
    ui.input_mut(|input| {
        let mut taken = vec![];
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers: Modifiers::NONE, .. }
                if [Key::Enter, Key::Escape, Key::ArrowDown, Key::ArrowUp].contains(key) =>
            {
                taken.push(*key);
                false
            }
            _ => true,
        });
        taken
    })
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()))));
    state.store(ui.ctx(), id);
}
