//! The lines that a script may contain. Unknown verbs and unknown fields are errors.

use super::Refusal;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Line {
    Open {
        widget: String,
    },
    Split {
        pane: u64,
        r#where: ScriptPlace,
        widget: String,
        ratio: Option<f64>,
    },
    Close {
        pane: u64,
    },
    CloseOthers {
        pane: Option<u64>,
    },
    Extract {
        pane: u64,
    },
    Replace {
        pane: u64,
        widget: String,
    },
    Swap {
        a: u64,
        b: u64,
    },
    Move {
        pane: u64,
        to: Option<u64>,
        r#where: Option<ScriptPlace>,
        edge: Option<ScriptPlace>,
    },
    Shares {
        split: u64,
        shares: Vec<u32>,
    },
    Equalize {
        split: Option<u64>,
    },
    Rotate {
        split: u64,
    },
    Drag {
        from: [f64; 2],
        to: [f64; 2],
        #[serde(default)]
        cancel: bool,
    },
    Bounds {
        pane: u64,
        min: Option<[Option<f64>; 2]>,
        max: Option<[Option<f64>; 2]>,
    },
    Focus {
        pane: Option<u64>,
        direction: Option<Towards>,
    },
    Lock {
        pane: u64,
    },
    Unlock {
        pane: u64,
    },
    Zoom {
        pane: u64,
    },
    Unzoom {},
    Collapse {
        pane: u64,
    },
    Expand {
        pane: u64,
    },
    Activate {
        pane: u64,
    },
    Float {
        pane: u64,
        area: [f64; 4],
    },
    Dock {
        surface: u32,
    },
    Template {
        name: Layouts,
        widgets: Vec<String>,
        rows: Option<usize>,
        cols: Option<usize>,
    },
    Begin {
        #[serde(default)]
        name: String,
    },
    Commit {},
    Rollback {},
    Undo {},
    Redo {},
    Layout {
        width: f64,
        height: f64,
        divider: Option<f64>,
        scroll: Option<[f64; 2]>,
        scale: Option<f64>,
        tab_bar: Option<f64>,
    },
    Tree {},
    Hit {
        at: [f64; 2],
    },
    Save {},
    Load {
        file: Value,
    },
    Repair {
        file: Value,
    },
    Validate {
        file: Option<Value>,
    },
    Events {},
    Tick {
        ms: u64,
    },
    Stats {},
    Provider {
        kind: String,
        load_ms: Option<u64>,
        bytes: Option<u64>,
        rebuild_us: Option<u64>,
        fail: Option<Fail>,
    },
    Slots {},
    Memory {
        rss_mb: f64,
    },
    Group {
        name: String,
        add: Option<Vec<u64>>,
        remove: Option<Vec<u64>>,
        #[serde(default)]
        close: bool,
        #[serde(default)]
        save: bool,
        restore: Option<Value>,
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ScriptPlace {
    Left,
    Right,
    Top,
    Bottom,
    Tab,
    Before,
    After,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Towards {
    Left,
    Right,
    Up,
    Down,
    Next,
    Previous,
    Last,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Layouts {
    Columns,
    Rows,
    Grid,
    Golden,
    MainStack,
    Ide,
    Dashboard,
}

/// How loading a widget of a kind fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fail {
    #[default]
    Never,
    Once,
    Always,
    Panic,
}

/// Parses a line.
///
/// # Errors
/// Returns a [`Refusal`] that says what is wrong with the line.
pub(super) fn parse(line: &[u8]) -> Result<Line, Refusal> {
    serde_json::from_slice(line).map_err(|error| {
        let words = error.to_string();
        let kind = match error.classify() {
            serde_json::error::Category::Data if words.starts_with("unknown variant") && verb_is_unknown(line) => {
                "UnknownVerb"
            }
            serde_json::error::Category::Data if words.starts_with("unknown field") => "UnknownField",
            serde_json::error::Category::Data if words.starts_with("missing field") => "MissingField",
            serde_json::error::Category::Data => "BadValue",
            _ => "NotJson",
        };
        Refusal::new(kind, words)
    })
}

/// Returns `true` if the verb of a line is unknown. The verb is parsed alone, because an unknown value of a field gives the same error.
fn verb_is_unknown(line: &[u8]) -> bool {
    let verb = serde_json::from_slice::<Value>(line).ok().and_then(|v| v.get("do").cloned());
    let alone = verb.map(|verb| serde_json::json!({ "do": verb }));
    let error = alone.and_then(|line| serde_json::from_value::<Line>(line).err());
    error.is_some_and(|e| e.to_string().starts_with("unknown variant"))
}
