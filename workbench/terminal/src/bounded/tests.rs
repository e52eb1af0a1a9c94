//! Compares the bounded emulator with the bare one: same screen, modes and events for every code within the limits.

use std::sync::{Arc, Mutex};

use alacritty_terminal::event::{Event, EventListener};
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line, Point};
use alacritty_terminal::term::{Config, Osc52, Term};
use alacritty_terminal::vte::ansi::{Processor, Rgb};

use super::{Bounded, Memory};
use crate::limits;
use crate::session::GridSize;

const SIZE: GridSize = GridSize { columns: 20, rows: 6, cell: (7, 14) };

/// Records the events of the emulator.
#[derive(Clone, Default)]
struct Ear(Arc<Mutex<Vec<String>>>);

impl EventListener for Ear {
    fn send_event(&self, event: Event) {
        let window =
            alacritty_terminal::event::WindowSize { num_lines: 6, num_cols: 20, cell_width: 7, cell_height: 14 };
        let words = match &event {
            Event::ColorRequest(index, format) => format!("{index} {}", format(Rgb { r: 1, g: 2, b: 3 })),
            Event::TextAreaSizeRequest(format) => format(window),
            Event::ClipboardLoad(kind, format) => format!("{kind:?} {}", format("x")),
            other => format!("{other:?}"),
        };
        self.0.lock().expect("no panic").push(words);
    }
}

struct Screen {
    term: Term<Ear>,
    ear: Ear,
    memory: Memory,
}

fn screen(config: &Config) -> Screen {
    let ear = Ear::default();
    Screen { term: Term::new(config.clone(), &SIZE, ear.clone()), ear, memory: Memory::default() }
}

fn bounded(bytes: &[u8], config: &Config) -> Screen {
    let mut screen = screen(config);
    let mut processor: Processor = Processor::new();
    screen.memory.allow_screen(&screen.term);
    processor.advance(&mut Bounded::new(&mut screen.term, &mut screen.memory, bytes.len(), 0), bytes);
    screen
}

fn bare(bytes: &[u8], config: &Config) -> Screen {
    let mut screen = screen(config);
    let mut processor: Processor = Processor::new();
    processor.advance(&mut screen.term, bytes);
    screen
}

/// Writes out everything that can be seen of an emulator.
fn look(screen: &Screen) -> String {
    let Screen { term, ear, .. } = screen;
    let grid = term.grid();
    let mut text = format!("{:?} {:?} offset {}\n", term.mode(), term.cursor_style(), grid.display_offset());
    text += &format!("cursor {:?}\n{:?}\n", grid.cursor, grid.saved_cursor);
    let top = -i32::try_from(grid.history_size()).expect("few lines");
    for line in top..i32::try_from(grid.screen_lines()).expect("few lines") {
        text += &format!("{line} {:?}\n", &grid[Line(line)][..]);
    }
    let colors: Vec<_> = (0..269).filter_map(|index| term.colors()[index].map(|color| (index, color))).collect();
    text + &format!("{colors:?}\n{:?}", ear.0.lock().expect("no panic"))
}

fn same(bytes: &[u8]) {
    let all = Config { osc52: Osc52::CopyPaste, ..Config::default() };
    for config in [Config::default(), all] {
        let name = String::from_utf8_lossy(bytes);
        assert_eq!(look(&bounded(bytes, &config)), look(&bare(bytes, &config)), "{name:?}");
    }
}

/// One sequence for every method of the parser's handler.
///
/// Each sequence leaves a trace in one of the compared things, except those that this emulator ignores, or ignores as it is
/// configured: SUB, new lines, tab stops at regular intervals, pointer shapes, keyboard protocols, and the direction of
/// writing.
const CODES: [&str; 96] = [
    "\x1b]0;title\x07",
    "\x1b]2;a;b\x1b\\",
    "\x1b[22t\x1b]2;x\x07\x1b[23t",
    "\x1b[3 q",
    "\x1b[0 q",
    "\x1b]50;CursorShape=1\x07",
    "x",
    "\u{4f60}\u{597d}",
    "e\u{301}\u{302}",
    "\u{4f60}\u{301}",
    "\x1b[3;4H",
    "\x1b[2d",
    "\x1b[5G",
    "\x1b[1;3H\x1b[2@",
    "\x1b[2A",
    "\x1b[2B",
    "\x1b[c",
    "\x1b[>c",
    "\x1bZ",
    "\x1b[5n",
    "\x1b[6n",
    "\x1b[4C",
    "abc\x1b[2D",
    "\x1b[2E",
    "\x1b[2F",
    "\t\tx",
    "ab\x08c",
    "ab\rc",
    "a\nb\x0bc\x0cd",
    "\x07",
    "\x1a",
    "\x1bE",
    "\x1b[20h\nx\x1b[20l",
    "\x1b[4G\x1bH\r\t|",
    "\x1b[2S",
    "\x1b[2T",
    "\x1b[2;1H\x1b[2L",
    "\x1b[1;1H\x1b[M",
    "\x1b[1G\x1b[3X",
    "\x1b[1G\x1b[2P",
    "\x1b[20G\x1b[2Z|",
    "\x1b[2I|",
    "\x1b[70Z|",
    "\x1b7\x1b[3;3H\x1b8|",
    "\x1b[s\x1b[H\x1b[u|",
    "\x1b[K",
    "\x1b[1K",
    "\x1b[2K",
    "\x1b[J",
    "\x1b[1J",
    "\x1b[2J",
    "\x1b[3J",
    "\x1b[3g\r\t|",
    "\x1b[g",
    "\x1b[?5W\r\t|",
    "\x1bc",
    "\x1b[H\x1bM",
    "\x1b[1;2;3;4;5;7;8;9;31;42;58;5;3mz",
    "\x1b[21;22;23;24;25;27;28;29;39;49;59mz",
    "\x1b[4:3;38;2;1;2;3mz",
    "\x1b[0m",
    "\x1b[4h",
    "inserted",
    "\x1b[4l",
    "\x1b[4$p",
    "\x1b[?25l",
    "\x1b[?25h",
    "\x1b[?1049h",
    "other screen",
    "\x1b[?1049l",
    "\x1b[?6h\x1b[2;4r\x1b[?6l\x1b[r",
    "\x1b[?7l",
    "\x1b[?7h",
    "\x1b[?1000h\x1b[?1002h\x1b[?1003h\x1b[?1006h",
    "\x1b[?1005h\x1b[?1004h\x1b[?2004h\x1b[?1007l\x1b[?1042h\x1b[?12h\x1b[?1h",
    "\x1b[?25$p\x1b[?2026$p\x1b[?77$p",
    "\x1b[?3h\x1b[?3l",
    "\x1b[2;5r\x1b[5;1H\n\n\nx\x1b[r",
    "\x1b=",
    "\x1b>",
    "\x1b(0lqk\x1b(B",
    "\x1b)0\x0eq\x0fq",
    "\x1b]4;1;rgb:11/22/33\x07\x1b]10;#010203\x07",
    "\x1b]4;1;?\x07\x1b]10;?;?\x1b\\",
    "\x1b]104;1\x07\x1b]110\x07",
    "\x1b]52;c;YWJj\x07",
    "\x1b]52;c;?\x07",
    "\x1b#8",
    "\x1b[14t",
    "\x1b[18t",
    "\x1b]22;pointer\x07",
    "\x1b[>1u\x1b[?u\x1b[=1;1u\x1b[<u",
    "\x1b[>4;1m\x1b[?4m",
    "\x1b[1 k",
    "x\x1b[30b",
    "\x1bD",
];

#[test]
fn every_code_does_what_it_did() {
    for code in CODES {
        same(format!("one two three\r\nfour \u{4f60} five\r\n{code}|end").as_bytes());
    }
    same(CODES.concat().as_bytes());
    same(CODES.iter().rev().copied().collect::<String>().as_bytes());
    // Each code runs in the states that other codes leave.
    for (place, code) in CODES.iter().enumerate() {
        let rest = CODES[place..].iter().step_by(7).copied().collect::<String>();
        same(format!("{code}{rest}").as_bytes());
    }
}

#[test]
fn the_longest_stack_of_titles_comes_back_in_order() {
    let put: String = (0..limits::MAX_TITLES).map(|number| format!("\x1b]2;{number}\x07\x1b[22t")).collect();
    same(format!("{put}{}", "\x1b[23t".repeat(limits::MAX_TITLES + 2)).as_bytes());
}

#[test]
fn more_titles_forget_the_oldest_and_none_is_long() {
    let many = limits::MAX_TITLES + 3;
    let put: String = (0..many).map(|number| format!("\x1b]2;{number}\x07\x1b[22t")).collect();
    let long = format!("\x1b]2;{}\x07", "x".repeat(4 * limits::MAX_TITLE_CHARS));
    let screen = bounded(format!("{put}{long}{}", "\x1b[23t".repeat(many)).as_bytes(), &Config::default());
    let events = screen.ear.0.lock().expect("no panic");
    let titles: Vec<&str> = events.iter().filter_map(|event| event.strip_prefix("Title(")).collect();
    assert_eq!(titles.last().copied(), Some("3)"));
    assert_eq!(titles.len(), many + 1 + limits::MAX_TITLES);
    assert!(titles.iter().all(|title| title.len() <= limits::MAX_TITLE_CHARS + 1));
}

fn most_marks(screen: &Screen) -> usize {
    let cells = screen.term.grid().display_iter();
    cells.map(|cell| cell.cell.zerowidth().map_or(0, <[char]>::len)).max().unwrap_or(0)
}

#[test]
fn marks_do_not_pile_up_wherever_the_cursor_comes_from() {
    let mark = "\u{301}";
    let pieces = [
        format!("a{}", mark.repeat(50)),
        format!("a{}", format!("{mark}\x1b[C\x1b[D").repeat(50)),
        format!("a{}", format!("\x1b[H\x1b[C{mark}").repeat(50)),
        format!("\u{4f60}{}", format!("{mark}\x08{mark}\x1b[C").repeat(50)),
        format!("{}{}", "x".repeat(20), mark.repeat(50)),
        format!("\x1b[H{}", mark.repeat(50)),
        format!("a\x1b[4h{}", format!("{mark}\x1b7\x1b8\u{200d}\u{fe0f}").repeat(50)),
        format!("\x1b[58;5;3m\x1b[4ma{}", mark.repeat(50)),
        format!("a{}\x1b[60000b", mark.repeat(2)),
    ];
    for piece in pieces {
        assert_eq!(most_marks(&bounded(piece.as_bytes(), &Config::default())), limits::MAX_MARKS, "{piece:?}");
    }
    same(format!("a{}b", mark.repeat(limits::MAX_MARKS)).as_bytes());
}

#[test]
fn no_cell_keeps_a_link() {
    let screen = bounded(b"\x1b]8;id=1;https://example.org/\x1b\\link\x1b[4;58;5;3mmore", &Config::default());
    assert!(screen.term.grid().display_iter().all(|cell| cell.cell.hyperlink().is_none()));
    assert_eq!(screen.term.grid()[Point::new(Line(0), Column(0))].c, 'l');
}

#[test]
fn cells_with_marks_are_counted() {
    assert_eq!(bounded(b"plain \x1b[31mtext", &Config::default()).memory.extras(), 0);
    let marked = bounded("e\u{301}e\u{302}\u{4f60}\x1b[58;5;1mx".as_bytes(), &Config::default());
    assert_eq!(marked.memory.extras(), 3);
}

#[test]
fn written_text_is_never_taken_for_a_repetition() {
    same(&b"x".repeat(5_000));
    same(&[&b"\x1b[4h"[..], &b"x".repeat(5_000)].concat());
    // A screen full of repetitions, as real programs write them.
    same("-\x1b[19b\r\n".repeat(500).as_bytes());
}
