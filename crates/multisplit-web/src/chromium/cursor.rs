//! Shapes of the pointer.

use egui::CursorIcon;

/// Returns the shape of the pointer that a page asks for.
pub(super) fn cursor_of(name: &str) -> CursorIcon {
    match name {
        "pointer" => CursorIcon::PointingHand,
        "text" => CursorIcon::Text,
        "vertical-text" => CursorIcon::VerticalText,
        "crosshair" => CursorIcon::Crosshair,
        "move" | "all-scroll" => CursorIcon::AllScroll,
        "grab" => CursorIcon::Grab,
        "grabbing" => CursorIcon::Grabbing,
        "help" => CursorIcon::Help,
        "wait" => CursorIcon::Wait,
        "progress" => CursorIcon::Progress,
        "not-allowed" => CursorIcon::NotAllowed,
        "no-drop" => CursorIcon::NoDrop,
        "copy" => CursorIcon::Copy,
        "alias" => CursorIcon::Alias,
        "cell" => CursorIcon::Cell,
        "zoom-in" => CursorIcon::ZoomIn,
        "zoom-out" => CursorIcon::ZoomOut,
        "none" => CursorIcon::None,
        "context-menu" => CursorIcon::ContextMenu,
        "col-resize" => CursorIcon::ResizeColumn,
        "row-resize" => CursorIcon::ResizeRow,
        "ew-resize" | "e-resize" | "w-resize" => CursorIcon::ResizeHorizontal,
        "ns-resize" | "n-resize" | "s-resize" => CursorIcon::ResizeVertical,
        "nesw-resize" | "ne-resize" | "sw-resize" => CursorIcon::ResizeNeSw,
        "nwse-resize" | "nw-resize" | "se-resize" => CursorIcon::ResizeNwSe,
        _ => CursorIcon::Default,
    }
}
