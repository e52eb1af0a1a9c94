//! The arguments of the command line. Invariant: every number is within its limits once it is parsed.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The command line.
#[derive(Parser)]
#[command(name = "multisplit", version, about, long_about = None, args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:\n  \
    multisplit                              open the folder you are in\n  \
    multisplit ~/project                    open a folder\n  \
    multisplit notes.txt                    open the file's folder, and the file\n  \
    multisplit stress --panes 1000          a minute of random work, in numbers\n  \
    multisplit script < steps.jsonl         drive the engine with JSON lines\n  \
    multisplit check layout.json --repair   say what is wrong with a layout file, and repair it\n  \
    multisplit session ~/project            print what is kept of a window, as JSON\n  \
    multisplit shot --out picture.png .     draw the workbench without a display\n\n\
    Set RUST_LOG=debug (or multisplit=debug) to see what goes on.")]
pub(crate) struct Cli {
    /// The folder, or a file in it [default: the current folder]
    pub(crate) path: Option<PathBuf>,
    /// Evict hidden panes once they take more than this many megabytes [default: 500]
    #[arg(long, value_name = "MB")]
    pub(crate) memory: Option<u64>,
    /// Record which panes are looked at, as JSON lines, to be replayed by `cargo xtask peers`
    #[arg(long, value_name = "FILE")]
    pub(crate) trace: Option<PathBuf>,
    /// Open the session of another window on the folder, by its number [default: the first that no window has open]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=i64::from(crate::session::MAX_WINDOWS)))]
    pub(crate) session: Option<u32>,
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
}

/// A task, instead of a window.
#[derive(Subcommand)]
pub(crate) enum Task {
    #[command(flatten)]
    Engine(multisplit_cli::Task),
    /// Print the session of a folder as JSON: its layout and all unsaved text
    Session(SessionArgs),
    /// Draw the workbench into a picture; needs no display
    Shot(Shot),
    /// Open a workspace of thousands of panes: the files of a folder, grouped by folder, and notes
    Demo(Demo),
    /// Work at random on many panes for a while, and print a report; needs no display
    Stress(Stress),
}

#[derive(Args)]
pub(crate) struct Shot {
    /// The picture to write (PNG)
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// The size of the picture in points
    #[arg(long, default_value = "1280x800", value_parser = size)]
    pub(crate) size: [u16; 2],
    /// A layout file instead of the default layout
    #[arg(long)]
    pub(crate) layout: Option<PathBuf>,
    /// Light instead of dark
    #[arg(long)]
    pub(crate) light: bool,
    /// The folder [default: the current one]
    pub(crate) path: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct SessionArgs {
    /// The number of the window
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(crate::session::MAX_WINDOWS)))]
    pub(crate) number: u32,
    /// The folder [default: the current one]
    pub(crate) path: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Panes to show
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) panes: u32,
    /// The folder [default: the current one]
    pub(crate) path: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Stress {
    /// The number of panes to work on
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) panes: u32,
    /// The duration in seconds
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub(crate) seconds: u32,
    /// The memory above which hidden panes are evicted, in megabytes
    #[arg(long, default_value_t = 300)]
    pub(crate) memory: u64,
    /// The seed of the random work: the same seed gives the same work
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Pan, split, close, undo and drag on a canvas of notes instead of opening files
    #[arg(long)]
    pub(crate) canvas: bool,
    /// Read so many web pages instead, scroll and fill them in, and look at each once more at the end
    #[arg(long, value_name = "PAGES", conflicts_with = "canvas", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) web: Option<u32>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Do not do the work again to look at long frames twice
    #[arg(long, hide = true)]
    pub(crate) once: bool,
}

fn size(text: &str) -> Result<[u16; 2], String> {
    let sides = text.split_once('x').and_then(|(w, h)| Some([w.parse().ok()?, h.parse().ok()?]));
    sides
        .filter(|s: &[u16; 2]| s.iter().all(|v| (1..=8192).contains(v)))
        .ok_or_else(|| format!("{text:?} is not a size as 1280x800, each side from 1 to 8192"))
}

/// The result of a task; the error is shown to the user.
pub(crate) type JobResult = Result<ExitCode, Box<dyn std::error::Error>>;
