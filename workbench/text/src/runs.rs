//! Drawing of the characters of a row: adjacent ones that are exactly one cell wide in runs, each other one at its own
//! position.
//!
//! Shaping each character alone would be slow, and shaping a whole row would let one wide character push all that follow it
//! out of the grid. It does not know where a row begins in the text. Invariant: a cluster is drawn at its column, whatever
//! the font makes of those before it.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Color32, FontId, Galley, Painter, TextFormat, Ui, Vec2, pos2};

use crate::area::TextArea;
use crate::columns::{Cluster, ClusterKind};

/// The characters of one row that are being drawn.
pub struct Runs<'a> {
    ui: &'a Ui,
    painter: &'a Painter,
    font: &'a FontId,
    cell: Vec2,
    /// The x position of column 0, in points. It is an `f64` because in a long line it is far outside the screen.
    left: f64,
    top: f32,
    plain: Color32,
    faint: Color32,
    /// The current run: pieces of several colors, and the last piece, which is not in `job` yet.
    job: LayoutJob,
    job_column: usize,
    piece: String,
    piece_color: Color32,
}

impl<'a> Runs<'a> {
    /// Begins a row whose column 0 is at `left` and whose upper edge is at `top`, in points.
    #[must_use]
    pub fn new(ui: &'a Ui, painter: &'a Painter, area: &'a TextArea, left: f64, top: f32) -> Self {
        let (plain, faint) = (ui.visuals().text_color(), ui.visuals().weak_text_color());
        Self {
            ui,
            painter,
            font: &area.font,
            cell: area.cell,
            left,
            top,
            plain,
            faint,
            job: LayoutJob::default(),
            job_column: 0,
            piece: String::new(),
            piece_color: plain,
        }
    }

    /// Adds the next cluster of the row. Text is drawn in `color`, or in that of plain text.
    pub fn push(&mut self, cluster: &Cluster<'_>, color: Option<Color32>) {
        let color = color.unwrap_or(self.plain);
        match cluster.kind {
            ClusterKind::Text if self.fits_one_cell(cluster) => {
                if self.job.is_empty() && self.piece.is_empty() {
                    self.job_column = cluster.column;
                }
                if color != self.piece_color {
                    self.close_piece();
                    self.piece_color = color;
                }
                self.piece.push_str(cluster.text);
            }
            ClusterKind::Blank => self.flush(),
            ClusterKind::Text => self.draw_alone(cluster, color),
            ClusterKind::StandIn => self.draw_alone(cluster, self.faint),
        }
    }

    /// Moves what follows to the right by a number of points.
    pub fn shift(&mut self, by: f32) {
        self.flush();
        self.left += f64::from(by);
    }

    /// Draws the current run, if there is one. It must be called at the end of the row.
    pub fn flush(&mut self) {
        self.close_piece();
        let job = std::mem::take(&mut self.job);
        if !job.is_empty() {
            self.place(self.painter.layout_job(job), self.job_column);
        }
    }

    /// Returns `true` if the font draws the cluster exactly as wide as a cell.
    fn fits_one_cell(&self, cluster: &Cluster<'_>) -> bool {
        let mut chars = cluster.text.chars();
        match (chars.next(), chars.next()) {
            (Some(' '..='~'), None) => true,
            (Some(c), None) if cluster.columns == 1 => {
                let width = self.ui.fonts_mut(|fonts| fonts.glyph_width(self.font, c));
                (width - self.cell.x).abs() < 0.01
            }
            _ => false,
        }
    }

    fn close_piece(&mut self) {
        if !self.piece.is_empty() {
            self.job.append(&self.piece, 0.0, TextFormat::simple(self.font.clone(), self.piece_color));
            self.piece.clear();
        }
    }

    fn draw_alone(&mut self, cluster: &Cluster<'_>, color: Color32) {
        self.flush();
        let galley = self.painter.layout_no_wrap(cluster.text.to_owned(), self.font.clone(), color);
        self.place(galley, cluster.column);
    }

    fn place(&self, galley: Arc<Galley>, column: usize) {
        let x = self.left + column as f64 * f64::from(self.cell.x);
        self.painter.galley(pos2(x as f32, self.top), galley, self.plain);
    }
}
