//! The icon of a file: a sheet of paper with a sign for its content. Only the name decides; no file is opened for its icon.
//!
//! Invariant: an icon stays inside its rectangle; kinds differ by shape, not only by color.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// The kind of a file, judged by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A program, to run or to compile.
    Code,
    /// A text, to read.
    Text,
    Picture,
    /// Tables and databases.
    Table,
    /// Settings and other data with names.
    Settings,
    Packed,
    Other,
}

impl FileKind {
    /// Returns the kind of the file with the given name.
    pub(crate) fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "rs" | "c" | "h" | "cc" | "cpp" | "hpp" | "cs" | "go" | "java" | "kt" | "swift" | "zig" | "hs" | "ml"
            | "ex" | "exs" | "erl" | "js" | "jsx" | "mjs" | "ts" | "tsx" | "vue" | "svelte" | "py" | "rb" | "pl"
            | "php" | "lua" | "r" | "jl" | "sh" | "bash" | "zsh" | "fish" | "ps1" | "bat" | "sql" | "html" | "css"
            | "scss" | "nix" | "asm" | "s" | "wgsl" | "glsl" | "proto" => Self::Code,
            "md" | "txt" | "rst" | "adoc" | "org" | "tex" | "log" | "pdf" | "doc" | "docx" | "odt" => Self::Text,
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "svg" | "ico" | "tif" | "tiff" | "avif" => Self::Picture,
            "csv" | "tsv" | "db" | "sqlite" | "sqlite3" | "xls" | "xlsx" | "ods" | "parquet" => Self::Table,
            "toml" | "json" | "jsonl" | "yaml" | "yml" | "ini" | "cfg" | "conf" | "xml" | "lock" | "env" | "ron" => {
                Self::Settings
            }
            "zip" | "gz" | "xz" | "zst" | "bz2" | "tar" | "7z" | "rar" | "deb" | "rpm" | "jar" => Self::Packed,
            _ => match name.as_str() {
                "makefile" | "dockerfile" | "justfile" => Self::Code,
                "readme" | "copying" | "changelog" | "authors" => Self::Text,
                name if name.starts_with("license") => Self::Text,
                name if name.starts_with(".git") || name.starts_with(".editor") => Self::Settings,
                _ => Self::Other,
            },
        }
    }

    /// Paints the sheet of this kind in the middle of `rect`.
    pub(crate) fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let side = rect.width().min(rect.height());
        let sheet = Rect::from_center_size(rect.center(), vec2(side * 0.54, side * 0.7));
        let cut = side * 0.2;
        let corner = pos2(sheet.right(), sheet.top() + cut);
        let points = [sheet.left_top(), pos2(sheet.right() - cut, sheet.top()), corner, sheet.right_bottom()];
        let outline: Vec<Pos2> = points.into_iter().chain([sheet.left_bottom()]).collect();
        painter.add(Shape::closed_line(outline, Stroke::new(1.0, color)));
        let stroke = Stroke::new(1.0, color);
        // The signs are in the lower part of the sheet, because the upper right corner is cut off.
        let (c, s) = (sheet.center() + vec2(0.0, side * 0.08), side * 0.11);
        let line = |points: Vec<Pos2>| painter.add(Shape::line(points, stroke));
        match self {
            Self::Code => {
                line(vec![c + vec2(-s * 0.4, -s), c + vec2(-s * 1.4, 0.0), c + vec2(-s * 0.4, s)]);
                line(vec![c + vec2(s * 0.4, -s), c + vec2(s * 1.4, 0.0), c + vec2(s * 0.4, s)]);
            }
            Self::Text => {
                for (y, x) in [(-1.0, 1.4), (0.0, 1.4), (1.0, 0.4)] {
                    line(vec![c + vec2(-s * 1.4, s * y), c + vec2(s * x, s * y)]);
                }
            }
            Self::Picture => {
                line(vec![
                    c + vec2(-s * 1.5, s),
                    c + vec2(-s * 0.3, -s * 0.8),
                    c + vec2(s * 0.5, s * 0.3),
                    c + vec2(s * 1.5, s),
                ]);
                painter.circle_filled(c + vec2(s * 0.9, -s * 0.8), s * 0.35, color);
            }
            Self::Table => {
                painter.rect_stroke(
                    Rect::from_center_size(c, vec2(s * 2.8, s * 2.2)),
                    0.0,
                    stroke,
                    egui::StrokeKind::Middle,
                );
                line(vec![c + vec2(-s * 1.4, 0.0), c + vec2(s * 1.4, 0.0)]);
                line(vec![c + vec2(0.0, -s * 1.1), c + vec2(0.0, s * 1.1)]);
            }
            Self::Settings => {
                painter.circle_stroke(c, s * 0.9, stroke);
                painter.circle_filled(c, s * 0.35, color);
            }
            Self::Packed => {
                for y in [-1.2, -0.4, 0.4, 1.2] {
                    line(vec![c + vec2(-s * 0.4, s * y), c + vec2(s * 0.4, s * y)]);
                }
            }
            Self::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    #[test]
    fn a_name_tells_what_a_file_holds() {
        for (name, expect) in [
            ("main.rs", FileKind::Code),
            ("Dockerfile", FileKind::Code),
            ("README.md", FileKind::Text),
            ("LICENSE-MIT", FileKind::Text),
            ("photo.JPG", FileKind::Picture),
            ("shop.db", FileKind::Table),
            ("Cargo.toml", FileKind::Settings),
            (".gitignore", FileKind::Settings),
            ("a.tar.gz", FileKind::Packed),
            ("core", FileKind::Other),
            ("", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(name), expect, "{name}");
        }
    }
}
