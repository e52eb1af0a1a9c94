//! What the browser says, as far as it matters here. What is missing in a message has its default.

use crate::engine::Menu;
use serde::Deserialize;
use std::borrow::Cow;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Created {
    pub(super) target_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Attached {
    pub(super) session_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Window {
    pub(super) window_id: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ContextOf {
    pub(super) context: ScriptContext,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ScriptContext {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) aux_data: AuxData,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct AuxData {
    pub(super) frame_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Navigated {
    pub(super) error_text: String,
    pub(super) is_download: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct History {
    pub(super) current_index: usize,
    pub(super) entries: Vec<HistoryEntry>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct HistoryEntry {
    pub(super) id: i64,
    pub(super) url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Script {
    pub(super) identifier: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Evaluated {
    pub(super) result: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Value {
    pub(super) value: serde_json::Value,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct HeapUsage {
    pub(super) total_size: f64,
    /// What documents and styles take, and what lies in buffers.
    pub(super) embedder_heap_used_size: f64,
    pub(super) backing_storage_size: f64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Processes {
    pub(super) process_info: Vec<ProcessInfo>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct ProcessInfo {
    pub(super) id: u32,
    pub(super) r#type: String,
}

/// A request that waits for an answer.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Paused {
    pub(super) request_id: String,
    pub(super) request: Request,
    pub(super) resource_type: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Request {
    pub(super) url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Resolved {
    pub(super) object: Object,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Object {
    pub(super) object_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fault {
    pub(super) message: String,
}

/// A frame of the screencast. Its data is not copied out of the message.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ScreencastFrame<'a> {
    #[serde(borrow)]
    pub(super) data: Cow<'a, str>,
    #[serde(rename = "sessionId")]
    pub(super) number: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct FrameNavigated {
    pub(super) frame: NavigatedFrame,
    pub(super) r#type: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct NavigatedFrame {
    pub(super) id: String,
    pub(super) parent_id: Option<String>,
    pub(super) url: String,
    pub(super) url_fragment: String,
    pub(super) unreachable_url: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct InFrame {
    pub(super) frame_id: String,
    pub(super) url: String,
    pub(super) disposition: String,
    pub(super) reason: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LoadingFailed {
    pub(super) r#type: String,
    pub(super) error_text: String,
    pub(super) canceled: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Dialog {
    pub(super) message: String,
    pub(super) r#type: String,
    pub(super) default_prompt: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct WindowOpen {
    pub(super) url: String,
    pub(super) user_gesture: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct FileChooser {
    pub(super) mode: String,
    pub(super) backend_node_id: i64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DownloadBegins {
    pub(super) frame_id: String,
    pub(super) guid: String,
    pub(super) url: String,
    pub(super) suggested_filename: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DownloadGoesOn {
    pub(super) guid: String,
    pub(super) total_bytes: f64,
    pub(super) received_bytes: f64,
    pub(super) state: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TargetInfoOf {
    pub(super) target_info: TargetInfo,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TargetInfo {
    pub(super) target_id: String,
    pub(super) r#type: String,
    pub(super) opener_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Gone {
    pub(super) session_id: String,
    pub(super) target_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct BindingCalled {
    pub(super) name: String,
    pub(super) payload: String,
}

/// What the script in the page says; one of these at a time.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    pub(super) scroll: Option<[f64; 2]>,
    /// What was entered; empty if nothing is.
    pub(super) form: Option<String>,
    /// The sides of the field with the focus; empty if there is none.
    pub(super) caret: Option<Vec<f32>>,
    pub(super) cursor: Option<String>,
    pub(super) title: Option<String>,
    /// The line of the source that is shown first.
    pub(super) line: Option<f32>,
    /// The icon, drawn; empty if there is none.
    pub(super) icon: Option<String>,
    pub(super) menu: Option<Menu>,
    /// Whether what is in the page has changed.
    pub(super) changed: bool,
}
