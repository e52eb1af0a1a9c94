//! What pages cost: frames a second, from a click to its picture, hidden pages, and the thread that draws.
//!
//! `cargo run --release -p multisplit-web --example measure`. Root has to say that pages are not locked in: `-- --no-sandbox`.
#![allow(clippy::print_stdout, reason = "a program on the command line prints")]

use egui::Color32;
use multisplit_web::engine::{Button, Pointer, PointerAct};
use multisplit_web::{Chromium, Kept, Options, Order, PageId, PageView, WebEngine, WebPane};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

const ANIMATED: &str = "data:text/html,<title>a</title><body style='margin:0'><canvas id=c width=1280 height=720></canvas><script>
let t=0,x=c.getContext('2d');(function f(){x.fillStyle=`hsl(${t%2B%2B%25360} 50%25 50%25)`;x.fillRect(0,0,1280,720);
x.fillStyle='white';x.font='40px sans-serif';x.fillText('frame '%2Bt,20,(t*3)%25720);requestAnimationFrame(f)})()</script>";
const CLICKED: &str = "data:text/html,<title>c</title><body style='margin:0;background:red;height:100vh'
 onmousedown=\"document.body.style.background=document.body.style.background=='red'?'blue':'red'\">";
const SIZE: [u32; 2] = [1280, 720];

fn open(engine: &Chromium, url: &str) -> (PageId, Arc<PageView>) {
    let view = PageView::new(Kept::new(url), || {});
    let page = engine.open(Arc::clone(&view));
    engine.order(page, Order::Show { size: SIZE });
    wait(|| view.frame().is_some() && !view.state().kept.title.is_empty());
    (page, view)
}

fn wait(is: impl Fn() -> bool) {
    while !is() {
        sleep(Duration::from_micros(200));
    }
}

/// Returns the processor time that a process and its descendants have used, in seconds.
fn processor_seconds(root: u32) -> f64 {
    let stat = |folder: &Path| {
        let text = fs::read_to_string(folder.join("stat")).ok()?;
        let fields: Vec<u64> =
            text.rsplit_once(')')?.1.split_whitespace().map(|field| field.parse().unwrap_or(0)).collect();
        let number: u32 = folder.file_name()?.to_str()?.parse().ok()?;
        Some((number, *fields.get(1)?, fields.get(11)? + fields.get(12)?))
    };
    let all: Vec<(u32, u64, u64)> =
        fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| stat(&entry.path())).collect();
    let mut family = vec![u64::from(root)];
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        at += 1;
        family.extend(all.iter().filter(|(_, of, _)| *of == parent).map(|(number, ..)| u64::from(*number)));
    }
    let ticks: u64 =
        all.iter().filter(|(number, ..)| family.contains(&u64::from(*number))).map(|(.., used)| used).sum();
    // Linux counts in hundredths of a second.
    ticks as f64 / 100.0
}

/// Returns the processor time that this thread has used, in milliseconds.
fn thread_millis() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|number| number.parse::<f64>().ok());
    nanos.unwrap_or_default() / 1e6
}

fn parts(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    format!("p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms", at(0.5), at(0.99), at(1.0))
}

/// Draws four animated pages for some seconds. Returns how long the frames took that had new pictures, and what they took of a processor, in
/// milliseconds.
fn drawing(engine: &Arc<Chromium>) -> [Vec<f64>; 2] {
    let ctx = egui::Context::default();
    let shared: Arc<dyn WebEngine> = Arc::<Chromium>::clone(engine);
    let mut panes: Vec<WebPane> =
        (0..4).map(|_| WebPane::new(&ctx, Arc::clone(&shared), Kept::new(ANIMATED))).collect();
    let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 720.0));
    let (mut times, mut used) = (vec![], vec![]);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(10) {
        let input = egui::RawInput { screen_rect: Some(screen), ..Default::default() };
        let (before, used_before) = (Instant::now(), thread_millis());
        let mut output = ctx.run_ui(input, |ui| {
            for (at, pane) in panes.iter_mut().enumerate() {
                let min = egui::pos2((at % 2) as f32 * 640.0, (at / 2) as f32 * 360.0);
                let rect = egui::Rect::from_min_size(min, egui::vec2(640.0, 360.0));
                ui.push_id(at, |ui| pane.ui(&mut ui.new_child(egui::UiBuilder::new().max_rect(rect))));
            }
        });
        if !output.textures_delta.set.is_empty() && begun.elapsed() > Duration::from_secs(3) {
            times.push(before.elapsed().as_secs_f64() * 1e3);
            used.push(thread_millis() - used_before);
        }
        // There is no window that would take them.
        output.textures_delta.clear();
        sleep(Duration::from_millis(8));
    }
    [times, used]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let profile = tempfile::tempdir()?;
    let frozen_after = Duration::from_secs(1);
    let engine = Arc::new(Chromium::new(Options { frozen_after, ..Options::new(profile.path()).even_as_root() }));

    let begun = Instant::now();
    let (animated, view) = open(&engine, ANIMATED);
    println!("from nothing to the first picture: {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let first = view.frame().map_or(0, |frame| frame.number);
    let end = Instant::now() + Duration::from_secs(5);
    // A page whose pictures nobody takes is stopped.
    wait(|| view.frame().is_some() && Instant::now() > end);
    let frames = view.frame().map_or(0, |frame| frame.number) - first;
    println!("an animation of 1280 x 720: {:.0} frames a second", frames as f64 / 5.0);
    engine.close(animated);

    let further = (0..10).map(|_| {
        sleep(Duration::from_millis(300));
        let begun = Instant::now();
        let (page, _) = open(&engine, CLICKED);
        let time = begun.elapsed().as_secs_f64() * 1e3;
        engine.close(page);
        time
    });
    println!("from a further page to its first picture: {}", parts(further.collect()));

    let (clicked, view) = open(&engine, CLICKED);
    let color = || view.frame().and_then(|frame| frame.image.pixels.get(640).copied()).unwrap_or_default();
    let times = (0..200).map(|number| {
        let at = [640.0, 360.0];
        let is_red = color().r() > 128;
        let begun = Instant::now();
        for act in [PointerAct::Down(Button::Primary, 1), PointerAct::Up(Button::Primary, 1)] {
            engine.order(clicked, Order::Pointer(Pointer { at, act, buttons: 0, modifiers: 0 }));
        }
        wait(|| color() != Color32::default() && (color().r() > 128) != is_red);
        let time = begun.elapsed().as_secs_f64() * 1e3;
        sleep(Duration::from_millis(20 + number % 17));
        time
    });
    println!("from a click to its picture: {}", parts(times.collect()));
    engine.close(clicked);

    let pages: Vec<_> = (0..4).map(|_| open(&engine, ANIMATED)).collect();
    let process = engine.process().ok_or("it runs")?;
    let used = |seconds: u64| {
        let before = processor_seconds(process);
        let end = Instant::now() + Duration::from_secs(seconds);
        wait(|| pages.iter().all(|(_, view)| view.frame().is_some()) && Instant::now() > end);
        (processor_seconds(process) - before) / seconds as f64 * 100.0
    };
    println!("the browser, with four of them visible: {:.0} % of a core", used(3));
    pages.iter().for_each(|(page, _)| engine.order(*page, Order::Hide));
    sleep(Duration::from_secs(4));
    println!("the browser, with all four hidden: {:.1} % of a core", used(10));
    pages.iter().for_each(|(page, _)| engine.close(*page));

    let [times, used] = drawing(&engine);
    println!("the thread that draws, a frame with four animated pages: {}", parts(times));
    println!("the processor time of it, without what waits for a core: {}", parts(used));
    Ok(())
}
