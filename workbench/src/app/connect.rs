//! The dialog for an address of a database. A password in it is taken off at once: it is kept in memory, for the pane that opens.

use super::App;
use egui::{Context, Id, Key, Modal, TextEdit};
use multisplit::{Command, WidgetId};
use multisplit_pane_query::{Secret, Source};

/// An address that is being typed.
#[derive(Debug, Default)]
pub(super) struct Connect {
    address: String,
    why: Option<String>,
    shown: bool,
}

impl App {
    pub(super) fn show_connect(&mut self, ctx: &Context) {
        let Some(connect) = &mut self.connecting else { return };
        let Some(connects) = ask(ctx, connect) else { return };
        if !connects {
            self.connecting = None;
            self.refocus(ctx);
            return;
        }
        let address = connect.address.clone();
        match Source::split(&address, &self.folder) {
            Ok((source, secret)) => {
                self.connecting = None;
                self.refocus(ctx);
                self.open_database(&source, secret);
            }
            Err(error) => connect.why = Some(error.to_string()),
        }
    }

    fn open_database(&mut self, source: &Source, secret: Option<Secret>) {
        let widget = match WidgetId::new(format!("query:{source}")) {
            Ok(widget) => widget,
            Err(error) => return self.status.say(error.to_string()),
        };
        if let Some(secret) = secret {
            self.workspace.provider().secrets.insert(widget.clone(), secret);
        }
        if let Some(pane) = self.run(&Command::Open { widget }) {
            self.focus(pane);
        }
    }
}

/// Answers whether the user wants to connect, or not any more.
fn ask(ctx: &Context, connect: &mut Connect) -> Option<bool> {
    let mut answer = None;
    let modal = Modal::new(Id::unique("connect")).show(ctx, |ui| {
        ui.set_max_width(520.0);
        ui.heading("Connect to a database");
        let label = ui.label("postgres://user@host:5432/database, or the path of an SQLite file");
        let field = ui.add(TextEdit::singleline(&mut connect.address).desired_width(f32::INFINITY)).labelled_by(label.id);
        if !std::mem::replace(&mut connect.shown, true) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        if let Some(why) = &connect.why {
            ui.label(egui::RichText::new(why).color(ui.visuals().error_fg_color));
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            if ui.button("Connect").clicked() || entered {
                answer = Some(true);
            }
            if ui.button("Cancel").clicked() {
                answer = Some(false);
            }
        });
    });
    let escaped = ctx.input(|i| i.key_pressed(Key::Escape));
    if answer.is_none() && (escaped || modal.should_close()) { Some(false) } else { answer }
}
