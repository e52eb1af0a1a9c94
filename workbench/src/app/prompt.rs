//! A line of text that the user is asked for: the address of a database, the name of a group. A password in an address is removed
//! at once: it is kept only in memory, for the pane that opens.

use super::{App, dialog};
use egui::{Context, Key, RichText, TextEdit};
use multisplit::groups::GroupAction;
use multisplit::{Command, PaneId, WidgetId};
use multisplit_pane_query::{Secret, Source};

/// The kind of text that the user is asked for, and its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The path of a file or a folder to open.
    Path,
    /// The path of a file, which need not be there yet.
    NewFile,
    /// The address of a database, to open it.
    Database,
    /// A group to put a pane into.
    AddToGroup(PaneId),
    /// A group whose panes are closed.
    CloseGroup,
    /// A group whose panes are folded (`true`) or unfolded.
    FoldGroup(bool),
    /// A group whose first pane gets the focus.
    GoToGroup,
    /// A group that fills the map.
    ZoomToGroup,
    /// A group whose layout is written to a file.
    SaveGroup,
    /// A file with the layout of a group.
    OpenGroup,
}

impl Question {
    const fn title(self) -> &'static str {
        match self {
            Self::Path => "Open a path",
            Self::NewFile => "New file",
            Self::Database => "Connect to a database",
            Self::AddToGroup(_) => "Add pane to a group",
            Self::CloseGroup => "Close a group",
            Self::FoldGroup(true) => "Fold a group",
            Self::FoldGroup(false) => "Unfold a group",
            Self::GoToGroup => "Go to a group",
            Self::ZoomToGroup => "Zoom to a group",
            Self::SaveGroup => "Save a group's layout",
            Self::OpenGroup => "Open a saved group",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::NewFile => "Its path, in full, from ~, or from the folder that is open; it is made when it is saved",
            Self::Path => "A file or a folder, in full, from ~, or from the folder that is open",
            Self::Database => "postgres://user@host:5432/database, or the path of an SQLite file",
            Self::OpenGroup => "The file it was saved to",
            _ => "The group's name",
        }
    }

    const fn button(self) -> &'static str {
        match self {
            Self::Path => "Open",
            Self::NewFile => "Edit",
            Self::Database => "Connect",
            Self::AddToGroup(_) => "Add",
            Self::CloseGroup => "Close",
            Self::FoldGroup(true) => "Fold",
            Self::FoldGroup(false) => "Unfold",
            Self::GoToGroup => "Go",
            Self::ZoomToGroup => "Zoom",
            Self::SaveGroup => "Save",
            Self::OpenGroup => "Open",
        }
    }
}

/// A question that is being answered.
#[derive(Debug)]
pub(super) struct Prompt {
    /// The number of the question, which distinguishes it from earlier ones.
    number: u64,
    question: Question,
    /// Answers that the user can click.
    known: Vec<String>,
    text: String,
    why: Option<String>,
    shown: bool,
    /// Whether the answer waits for the disk.
    waits: bool,
}

/// The progress of an answer.
pub(super) enum Answered {
    Now,
    /// The disk is being asked, by [`App::ask_disk`].
    Later,
}

impl App {
    /// Shows a question from the next frame on.
    pub(super) fn ask_for(&mut self, question: Question) {
        if question == Question::OpenGroup
            && let Err(error) = self.index.refresh()
        {
            self.status.refuse(error.to_string());
        }
        let known = self.known_answers(question);
        self.prompts += 1;
        self.prompt = Some(Prompt {
            number: self.prompts,
            question,
            known,
            text: String::new(),
            why: None,
            shown: false,
            waits: false,
        });
    }

    pub(super) fn show_prompt(&mut self, ctx: &Context) {
        let Some(question) = self.prompt.as_ref().map(|prompt| prompt.question) else { return };
        // The index may find new files while the question is shown.
        let known = (question == Question::OpenGroup).then(|| self.known_answers(question));
        let Some(prompt) = &mut self.prompt else { return };
        prompt.known = known.unwrap_or_else(|| std::mem::take(&mut prompt.known));
        let Some(goes_on) = ask(ctx, prompt) else { return };
        if goes_on && prompt.waits {
            return;
        }
        let text = prompt.text.trim().to_owned();
        match if goes_on { self.answer(question, &text) } else { Ok(Answered::Now) } {
            Ok(Answered::Later) => self.prompt.iter_mut().for_each(|prompt| prompt.waits = true),
            Ok(Answered::Now) => self.end_prompt(ctx, Ok(())),
            Err(why) => self.end_prompt(ctx, Err(why)),
        }
    }

    /// Asks the disk for what an answer needs, and then calls `go_on`, unless the user has left the question in the meantime.
    pub(super) fn ask_disk<T: Send + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
        go_on: impl FnOnce(&mut Self, &Context, T) -> Result<(), String> + 'static,
    ) -> Answered {
        let number = self.prompts;
        let sent = self.errand(name, work, move |app, ctx, answer| {
            if app.prompt.as_ref().is_some_and(|prompt| prompt.waits && prompt.number == number) {
                let done = answer.and_then(|answer| go_on(app, ctx, answer));
                app.end_prompt(ctx, done);
            }
        });
        if sent { Answered::Later } else { Answered::Now }
    }

    /// Returns `true` if an answer waits for the disk, or a command to close panes waits for a save.
    pub(super) fn waits_for_answer(&self) -> bool {
        self.prompt.as_ref().is_some_and(|prompt| prompt.waits) || self.closes_once_saved()
    }

    fn end_prompt(&mut self, ctx: &Context, done: Result<(), String>) {
        match (done, &mut self.prompt) {
            (Err(why), Some(prompt)) => {
                // The field gets the keyboard again, so that the user can correct the text.
                (prompt.why, prompt.waits, prompt.shown) = (Some(why), false, false);
                ctx.request_repaint();
            }
            _ => {
                self.prompt = None;
                self.refocus(ctx);
            }
        }
    }

    fn answer(&mut self, question: Question, text: &str) -> Result<Answered, String> {
        let act = match question {
            Question::Path => return Ok(self.open_typed(text, false)),
            Question::NewFile => return Ok(self.open_typed(text, true)),
            Question::SaveGroup => return self.save_group(text),
            Question::OpenGroup => return Ok(self.open_group(text)),
            Question::Database => return self.connect(text).map(|()| Answered::Now),
            Question::GoToGroup => return self.go_to_group(text).map(|()| Answered::Now),
            Question::ZoomToGroup => return self.zoom_to_group(text).map(|()| Answered::Now),
            Question::AddToGroup(pane) => GroupAction::Add(vec![pane]),
            Question::CloseGroup => GroupAction::Close,
            Question::FoldGroup(folds) => GroupAction::Collapse(folds),
        };
        let command = Command::Group { name: text.to_owned(), act };
        if question == Question::CloseGroup {
            self.run_asking(command);
            return Ok(Answered::Now);
        }
        let done = self.workspace.run(self.host.now(), &command);
        done.map(|_| Answered::Now).map_err(|error| error.to_string())
    }

    fn connect(&mut self, address: &str) -> Result<(), String> {
        let (source, secret) = Source::split(address, &self.folder).map_err(|error| error.to_string())?;
        self.open_database(&source, secret)
    }

    fn open_database(&mut self, source: &Source, secret: Option<Secret>) -> Result<(), String> {
        let widget = WidgetId::new(format!("query:{source}")).map_err(|error| error.to_string())?;
        if let Some(secret) = secret {
            self.workspace.provider().secrets.insert(widget.clone(), secret);
        }
        let outcome = self.workspace.run(self.host.now(), &Command::Open { widget });
        let pane = outcome.map_err(|error| error.to_string())?.pane;
        pane.into_iter().for_each(|pane| self.focus(pane));
        Ok(())
    }
}

/// Shows the question; returns `true` for an answer, `false` if the user leaves the question, and `None` until then.
fn ask(ctx: &Context, prompt: &mut Prompt) -> Option<bool> {
    let question = prompt.question;
    let asked = dialog::show(ctx, "prompt", question.title(), 520.0, |ui, _| {
        let mut answer = None;
        let label = ui.label(question.label());
        let line = TextEdit::singleline(&mut prompt.text).interactive(!prompt.waits);
        let field = ui.add(line.desired_width(f32::INFINITY)).labelled_by(label.id);
        if !std::mem::replace(&mut prompt.shown, true) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        ui.horizontal_wrapped(|ui| {
            for name in prompt.known.iter().take(MAX_OFFERED) {
                if ui.small_button(name).clicked() {
                    prompt.text.clone_from(name);
                    answer = Some(true);
                }
            }
        });
        if prompt.waits {
            ui.label("Waiting for the disk …");
        } else if let Some(why) = &prompt.why {
            ui.label(RichText::new(why).color(ui.visuals().error_fg_color));
        }
        ui.add_space(8.0);
        let clicked = dialog::buttons(ui, &[(question.button(), true), ("Cancel", false)], None);
        answer.or(clicked).or(entered.then_some(true))
    });
    asked.inner.or_else(|| asked.is_left.then_some(false))
}

/// The number of known answers that are shown.
const MAX_OFFERED: usize = 12;
