//! Performs what a line says.

use super::group::GroupLine;
use super::line::{Layouts, Line, ScriptPlace, Towards};
use super::provider::Behavior;
use super::session::{ScriptSession, pane_id};
use super::text::{number, rect, tree};
use super::{Refusal, Said};
use multisplit::file::{ReadLimits, encode, examine, repair};
use multisplit::geometry::{Bounds, Direction, Length, Point, Ratio, Rect, Share};
use multisplit::placement::{Area, Hit, Metrics, Snap};
use multisplit::{
    Command, CommandError, Event, FocusTo, Intent, MoveTarget, NodeId, PaneId, Placement, SurfaceId, Template, WidgetId,
};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// How far from a divider's edge a drag may start, in logical units.
const GRAB_PADDING: f64 = 3.0;

impl ScriptSession {
    pub(super) fn run(&mut self, line: Line) -> Result<Said, Refusal> {
        self.lines += 1;
        let said = self.dispatch(line);
        self.fetch();
        said
    }

    fn dispatch(&mut self, line: Line) -> Result<Said, Refusal> {
        match line {
            Line::Drag { from, to, cancel } => self.drag(from, to, cancel),
            Line::Focus { pane, direction } => self.focus(pane, direction),
            Line::Begin { name } => self.step(Intent::Begin(name)),
            Line::Commit {} => self.step(Intent::Commit),
            Line::Rollback {} => self.step(Intent::Rollback),
            Line::Undo {} => self.step(Intent::Undo),
            Line::Redo {} => self.step(Intent::Redo),
            Line::Layout { width, height, divider, scroll, scale, tab_bar } => {
                let area = Area::new(width, height)?.with_scale(scale.unwrap_or(1.0))?;
                let scroll = scroll.unwrap_or_default();
                self.layout(area.with_scroll(Point::new(scroll[0], scroll[1]))?, divider, tab_bar)
            }
            Line::Tree {} => Ok(Said::Text(tree(self.workspace.layout()))),
            Line::Hit { at } => Ok(self.hit(at)),
            Line::Save {} => {
                let text = self.workspace.save_layout_text();
                Ok(Said::Text(format!("\"file\":{}", text.replace('\n', ""))))
            }
            Line::Load { file } => {
                self.workspace.load(&file.to_string(), ReadLimits::default())?;
                Ok(Said::nothing())
            }
            Line::Repair { file } => repaired(&file),
            Line::Validate { file } => Ok(self.validate(file.as_ref())),
            Line::Events {} => {
                let events: Vec<Event> = self.events.drain(..).collect();
                Ok(Said::fields(json!({ "events": events })))
            }
            Line::Tick { ms } => self.tick(ms),
            Line::Stats {} => Ok(self.stats()),
            Line::Slots {} => Ok(self.slots()),
            Line::Memory { rss_mb } => self.memory(rss_mb),
            Line::Group { name, add, remove, close, save, restore } => {
                self.group(GroupLine { name, add, remove, close, save, restore })
            }
            Line::Provider { kind, load_ms, bytes, rebuild_us, fail } => {
                let base = Behavior::default();
                Ok(self.set_kind(
                    kind,
                    Behavior {
                        load_ms: load_ms.unwrap_or(base.load_ms),
                        bytes: bytes.unwrap_or(base.bytes),
                        rebuild_us: rebuild_us.unwrap_or(base.rebuild_us),
                        fail: fail.unwrap_or_default(),
                    },
                ))
            }
            Line::Extract { pane } => {
                let (widget, _) = self.workspace.extract(self.now, pane_id(pane)?)?;
                Ok(Said::fields(json!({ "widget": widget })))
            }
            other => self.command(other),
        }
    }

    /// Performs the lines that are one command each.
    fn command(&mut self, line: Line) -> Result<Said, Refusal> {
        let answers_panes = matches!(line, Line::Template { .. });
        let answers_surface = matches!(line, Line::Float { .. } | Line::Dock { .. });
        let answers_pane = matches!(line, Line::Open { .. } | Line::Split { .. });
        let focused = self.workspace.layout().focused_pane();
        let command = to_command(line, focused)?;
        self.want_pane_for_bounds(&command)?;
        let outcome = self.workspace.run(self.now, &command)?;
        let mut fields = Map::new();
        if answers_pane {
            fields.insert("pane".to_owned(), json!(outcome.pane));
        }
        if answers_surface {
            fields.insert("surface".to_owned(), json!(outcome.surface.map(SurfaceId::raw)));
        }
        if answers_panes {
            fields.insert("panes".to_owned(), json!(outcome.panes));
        }
        Ok(Said::Fields(fields))
    }

    /// Refuses bounds of anything but a pane. The engine can bound any node, but the script only knows panes.
    fn want_pane_for_bounds(&self, command: &Command) -> Result<(), CommandError> {
        match command {
            Command::SetBounds { node, .. } if self.workspace.layout().tree().widget(PaneId::new(*node)).is_none() => {
                Err(CommandError::NoSuchPane(PaneId::new(*node)))
            }
            _ => Ok(()),
        }
    }

    fn step(&mut self, intent: Intent) -> Result<Said, Refusal> {
        self.workspace.apply(self.now, intent)?;
        let history = self.workspace.layout().history();
        Ok(Said::fields(json!({"can_undo": history.can_undo(), "can_redo": history.can_redo()})))
    }

    fn focus(&mut self, pane: Option<u64>, direction: Option<Towards>) -> Result<Said, Refusal> {
        let to = match (pane, direction) {
            (Some(pane), None) => FocusTo::Pane(pane_id(pane)?),
            (None, Some(direction)) => match direction {
                Towards::Left => FocusTo::Neighbor(Direction::Left),
                Towards::Right => FocusTo::Neighbor(Direction::Right),
                Towards::Up => FocusTo::Neighbor(Direction::Up),
                Towards::Down => FocusTo::Neighbor(Direction::Down),
                Towards::Next => FocusTo::Next,
                Towards::Previous => FocusTo::Previous,
                Towards::Last => FocusTo::Last,
            },
            _ => return Err(Refusal::new("BadValue", "`focus` takes either `pane` or `direction`")),
        };
        let outcome = self.workspace.apply(self.now, Intent::Focus(to))?;
        Ok(Said::fields(json!({ "focused": outcome.pane })))
    }

    fn drag(&mut self, from: [f64; 2], to: [f64; 2], cancel: bool) -> Result<Said, Refusal> {
        if self.frames == 0 {
            return Err(Refusal::new("NoLayout", "a drag needs a `layout` before it"));
        }
        let at = |p: [f64; 2]| Point::new(p[0], p[1]);
        // A divider exactly under the pointer takes precedence over one nearby.
        self.workspace.layout_mut().update_placement();
        let layout = self.workspace.layout();
        let divider = [0.0, GRAB_PADDING].into_iter().find_map(|padding| match layout.hit_content(at(from), padding) {
            Some(Hit::Divider(divider)) => {
                Some(Intent::Grab { split: divider.split, index: divider.index, at: at(from) })
            }
            _ => None,
        });
        let grabbed = match divider {
            Some(grab) => self.workspace.apply(self.now, grab)?.moved,
            None => false,
        };
        if !grabbed {
            return Ok(Said::fields(json!({"moved": false})));
        }
        self.workspace.apply(self.now, Intent::Drag { at: at(to), snap: Snap::Free })?;
        let end = if cancel { Intent::Cancel } else { Intent::Release };
        let moved = self.workspace.apply(self.now, end)?.moved;
        Ok(Said::fields(json!({ "moved": moved })))
    }

    fn layout(&mut self, area: Area, divider: Option<f64>, tab_bar: Option<f64>) -> Result<Said, Refusal> {
        let mut metrics = Metrics::default();
        let length = |units: f64| Length::new(units).map_err(CommandError::from);
        if let Some(units) = divider {
            metrics.divider = length(units)?;
        }
        if let Some(units) = tab_bar {
            metrics.tab_bar = length(units)?;
        }
        self.workspace.layout_mut().set_metrics(metrics);
        self.frames += 1;
        self.workspace.frame(self.now, area);
        let layout = self.workspace.layout();
        let scene = layout.scene();
        let visible: HashSet<PaneId> = scene.panes(layout.tree()).map(|(pane, _)| pane).collect();
        let mut panes = vec![];
        for pane in layout.tree().panes() {
            let mut fields = Map::new();
            fields.insert("pane".to_owned(), json!(pane));
            fields.insert("widget".to_owned(), json!(layout.tree().widget(pane)));
            for (name, value) in rect(layout.rect(pane).unwrap_or_default()) {
                fields.insert(name.to_owned(), value);
            }
            fields.insert("visible".to_owned(), json!(visible.contains(&pane)));
            panes.push(Value::Object(fields));
        }
        let dividers: Vec<Value> = layout
            .dividers()
            .map(|(divider, place)| {
                let mut fields = Map::new();
                fields.insert("split".to_owned(), json!(divider.split));
                fields.insert("index".to_owned(), json!(divider.index));
                fields.extend(rect(place).map(|(name, value)| (name.to_owned(), value)));
                Value::Object(fields)
            })
            .collect();
        let content = layout.placer().scale().rect(layout.placer().content());
        let content = [number(content.w), number(content.h)];
        Ok(Said::fields(json!({"panes": panes, "dividers": dividers, "content": content})))
    }

    fn hit(&mut self, at: [f64; 2]) -> Said {
        self.workspace.layout_mut().update_placement();
        let layout = self.workspace.layout();
        let target = match layout.hit_content(Point::new(at[0], at[1]), 0.0) {
            None | Some(Hit::Title(_) | Hit::Edge { .. }) => Value::Null,
            Some(Hit::Pane(pane)) => json!({ "pane": pane }),
            Some(Hit::Divider(d)) => json!({"divider": {"split": d.split, "index": d.index}}),
            Some(Hit::TabBar(tabs)) => json!({"tab": {"tabs": tabs}}),
            Some(Hit::Folded(node)) => json!({"pane": layout.first_pane(node)}),
        };
        Said::fields(json!({ "target": target }))
    }

    fn validate(&self, file: Option<&Value>) -> Said {
        let problems: Vec<String> = match file {
            Some(file) => {
                let found = examine(&file.to_string(), ReadLimits::default());
                found.into_iter().map(|p| format!("{}: {}", p.path, p.what)).collect()
            }
            None => self.workspace.layout().tree().problems(),
        };
        Said::fields(json!({"valid": problems.is_empty(), "problems": problems}))
    }
}

fn repaired(file: &Value) -> Result<Said, Refusal> {
    let (loaded, problems) = repair(&file.to_string(), ReadLimits::default())?;
    let report: Vec<Value> = problems.iter().map(|p| json!({"path": p.path, "what": p.what})).collect();
    let text = encode(&loaded.tree, &loaded.recent, &loaded.extras).to_text().replace('\n', "");
    Ok(Said::Text(format!("\"file\":{text},\"report\":{}", Value::Array(report))))
}

fn to_command(line: Line, focused: Option<PaneId>) -> Result<Command, Refusal> {
    Ok(match line {
        Line::Open { widget } => Command::Open { widget: widget_id(&widget)? },
        Line::Split { pane, r#where, widget, ratio } => {
            let ratio = Ratio::new(ratio.unwrap_or(0.5)).map_err(CommandError::from)?;
            Command::Split { pane: pane_id(pane)?, place: place(r#where), widget: widget_id(&widget)?, ratio }
        }
        Line::Close { pane } => Command::Close { pane: pane_id(pane)? },
        Line::CloseOthers { pane } => {
            let pane = pane.map(pane_id).transpose()?.or(focused).ok_or(CommandError::NothingToFocus)?;
            Command::CloseOthers { pane }
        }
        Line::Replace { pane, widget } => Command::Replace { pane: pane_id(pane)?, widget: widget_id(&widget)? },
        Line::Swap { a, b } => Command::Swap { a: pane_id(a)?, b: pane_id(b)? },
        Line::Move { pane, to, r#where, edge } => {
            Command::Move { pane: pane_id(pane)?, to: move_target(to, r#where, edge)? }
        }
        Line::Shares { split, shares } => {
            let shares: Option<Vec<Share>> = shares.into_iter().map(Share::new).collect();
            let shares = shares.ok_or_else(|| Refusal::new("ZeroShare", "a share is a whole number from 1 on"))?;
            Command::SetShares { split: split_id(split)?, shares }
        }
        Line::Equalize { split } => Command::Equalize { split: split.map(split_id).transpose()? },
        Line::Rotate { split } => Command::Rotate { split: split_id(split)? },
        Line::Bounds { pane, min, max } => {
            let bounds = bounds(min, max)?;

            Command::SetBounds { node: pane_id(pane)?.node(), bounds }
        }
        Line::Lock { pane } => Command::Lock { pane: pane_id(pane)?, locked: true },
        Line::Unlock { pane } => Command::Lock { pane: pane_id(pane)?, locked: false },
        Line::Zoom { pane } => Command::Zoom { pane: pane_id(pane)? },
        Line::Unzoom {} => Command::Unzoom,
        Line::Collapse { pane } => Command::Collapse { pane: pane_id(pane)?, collapsed: true },
        Line::Expand { pane } => Command::Collapse { pane: pane_id(pane)?, collapsed: false },
        Line::Activate { pane } => Command::Activate { pane: pane_id(pane)? },
        Line::Float { pane, area: [x, y, w, h] } => {
            Command::Float { pane: pane_id(pane)?, area: Rect::new(x, y, w, h) }
        }
        Line::Dock { surface } => Command::Dock { surface: SurfaceId::from_raw(surface) },
        Line::Template { name, widgets, rows, cols } => {
            let widgets = widgets.iter().map(|w| widget_id(w)).collect::<Result<_, _>>()?;
            Command::Template { template: template(name, rows, cols)?, widgets }
        }
        _ => return Err(Refusal::new("UnknownVerb", "no such verb")),
    })
}

fn move_target(to: Option<u64>, at: Option<ScriptPlace>, edge: Option<ScriptPlace>) -> Result<MoveTarget, Refusal> {
    match (to, at, edge) {
        (Some(to), Some(at), None) => Ok(MoveTarget::Pane { pane: pane_id(to)?, place: place(at) }),
        (None, None, Some(edge)) => Ok(MoveTarget::Edge(match edge {
            ScriptPlace::Left => Direction::Left,
            ScriptPlace::Right => Direction::Right,
            ScriptPlace::Top => Direction::Up,
            ScriptPlace::Bottom => Direction::Down,
            _ => return Err(Refusal::new("BadValue", "an `edge` is left, right, top or bottom")),
        })),
        _ => Err(Refusal::new("BadValue", "`move` takes either `to` and `where`, or `edge`")),
    }
}

fn template(name: Layouts, rows: Option<usize>, cols: Option<usize>) -> Result<Template, Refusal> {
    let grid = matches!(name, Layouts::Grid);
    if grid != rows.is_some() || grid != cols.is_some() {
        return Err(Refusal::new("BadValue", "`rows` and `cols` belong to `grid`, and to no other template"));
    }
    Ok(match name {
        Layouts::Columns => Template::Columns,
        Layouts::Rows => Template::Rows,
        Layouts::Grid => Template::Grid { rows: rows.unwrap_or(0), cols: cols.unwrap_or(0) },
        Layouts::Golden => Template::Golden,
        Layouts::MainStack => Template::MainStack,
        Layouts::Ide => Template::Ide,
        Layouts::Dashboard => Template::Dashboard,
    })
}

fn bounds(min: Option<[Option<f64>; 2]>, max: Option<[Option<f64>; 2]>) -> Result<Bounds, CommandError> {
    let pair = |p: Option<[Option<f64>; 2]>| -> Result<[Option<Length>; 2], CommandError> {
        let [w, h] = p.unwrap_or_default();
        Ok([w.map(Length::new).transpose()?, h.map(Length::new).transpose()?])
    };
    Ok(Bounds::new(pair(min)?, pair(max)?)?)
}

fn split_id(raw: u64) -> Result<NodeId, Refusal> {
    NodeId::from_raw(raw).ok_or_else(|| Refusal::new("NoSuchSplit", format!("node {raw} is not a split")))
}

fn widget_id(text: &str) -> Result<WidgetId, CommandError> {
    Ok(WidgetId::new(text)?)
}

const fn place(place: ScriptPlace) -> Placement {
    match place {
        ScriptPlace::Left => Placement::Left,
        ScriptPlace::Right => Placement::Right,
        ScriptPlace::Top => Placement::Top,
        ScriptPlace::Bottom => Placement::Bottom,
        ScriptPlace::Tab => Placement::Tab,
        ScriptPlace::Before => Placement::Before,
        ScriptPlace::After => Placement::After,
    }
}
