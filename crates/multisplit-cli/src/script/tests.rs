//! Tests of scripts and their answers, as an outside user would write them.

use serde_json::{Value, json};

/// Runs lines and returns their answers.
fn run(lines: &[Value]) -> Vec<Value> {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    answers(input.as_bytes())
}

fn answers(input: &[u8]) -> Vec<Value> {
    let mut output = vec![];
    super::run(&mut &input[..], &mut output).expect("memory can be written");
    let text = String::from_utf8(output).expect("answers are text");
    text.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect()
}

fn last(lines: &[Value]) -> Value {
    run(lines).pop().expect("an answer")
}

fn kind(answer: &Value) -> &str {
    assert_eq!(answer["ok"], json!(false), "{answer}");
    answer["error"]["kind"].as_str().expect("a kind")
}

#[test]
fn panes_are_opened_split_and_laid_out_to_the_pixel() {
    let answer = last(&[
        json!({"do":"open","widget":"a"}),
        json!({"do":"split","pane":1,"where":"right","widget":"b","ratio":0.25}),
        json!({"do":"layout","width":804,"height":600,"divider":4}),
    ]);
    assert_eq!(
        answer,
        json!({"ok":true,"content":[804,600],
            "dividers":[{"split":3,"index":0,"x":600,"y":0,"w":4,"h":600}],
            "panes":[{"pane":1,"widget":"a","x":0,"y":0,"w":600,"h":600,"visible":true},
                     {"pane":2,"widget":"b","x":604,"y":0,"w":200,"h":600,"visible":true}]})
    );
}

#[test]
fn a_drag_moves_exactly_and_escape_brings_it_back() {
    let steps = |cancel: bool| {
        run(&[
            json!({"do":"open","widget":"a"}),
            json!({"do":"split","pane":1,"where":"right","widget":"b"}),
            json!({"do":"layout","width":800,"height":600,"divider":4}),
            json!({"do":"drag","from":[400,300],"to":[500,300],"cancel":cancel}),
            json!({"do":"layout","width":800,"height":600,"divider":4}),
            json!({"do":"undo"}),
            json!({"do":"layout","width":800,"height":600,"divider":4}),
        ])
    };
    let moved = steps(false);
    assert_eq!((&moved[3]["moved"], &moved[4]["panes"][0]["w"]), (&json!(true), &json!(498)));
    assert_eq!(moved[6]["panes"][0]["w"], json!(398));
    let cancelled = steps(true);
    assert_eq!((&cancelled[3]["moved"], &cancelled[4]["panes"][0]["w"]), (&json!(false), &json!(398)));
}

#[test]
fn what_is_no_line_is_answered_and_the_script_goes_on() {
    let input = b"garbage\n\n[1]\n{\"do\":\"fly\"}\n{\"do\":\"open\"}\n{\"do\":\"open\",\"widget\":\"a\",\"x\":1}\n\xff\xfe\n\
        {\"do\":\"open\",\"widget\":1}\n{\"do\":\"tree\"}\n{\"do\":\"split\",\"pane\":1,\"where\":\"up\",\"widget\":\"b\"}\n\
        {\"do\":\"open\",\"widget\":\"a\"}";
    let answers = answers(input);
    let kinds: Vec<&str> = answers.iter().filter(|a| a["ok"] == json!(false)).map(kind).collect();
    let want =
        ["NotJson", "BadValue", "UnknownVerb", "MissingField", "UnknownField", "NotJson", "BadValue", "BadValue"];
    assert_eq!(kinds, want);
    assert_eq!(answers.last(), Some(&json!({"ok":true,"pane":1})));
}

#[test]
fn refused_lines_change_nothing() {
    let start = [
        json!({"do":"open","widget":"a"}),
        json!({"do":"split","pane":1,"where":"bottom","widget":"b"}),
        json!({"do":"lock","pane":2}),
    ];
    let refused = [
        (json!({"do":"close","pane":2}), "Locked"),
        (json!({"do":"close","pane":0}), "NoSuchPane"),
        (json!({"do":"close","pane":u64::MAX}), "NoSuchPane"),
        (json!({"do":"replace","pane":2,"widget":"x"}), "Locked"),
        (json!({"do":"split","pane":1,"where":"left","widget":"b"}), "WidgetOpen"),
        (json!({"do":"split","pane":1,"where":"left","widget":"c","ratio":0.96}), "RatioOutOfRange"),
        (json!({"do":"split","pane":1,"where":"left","widget":""}), "WidgetIdEmpty"),
        (json!({"do":"split","pane":1,"where":"left","widget":"x".repeat(10_000_000)}), "WidgetIdTooLong"),
        (json!({"do":"move","pane":1,"to":1,"where":"left"}), "IntoItself"),
        (json!({"do":"move","pane":1,"to":2}), "BadValue"),
        (json!({"do":"shares","split":3,"shares":[1,2,3]}), "ShareCount"),
        (json!({"do":"shares","split":3,"shares":[0,1]}), "ZeroShare"),
        (json!({"do":"shares","split":1,"shares":[1]}), "NoSuchSplit"),
        (json!({"do":"bounds","pane":1,"min":[100,0],"max":[50,9]}), "BoundsCrossed"),
        (json!({"do":"bounds","pane":1,"min":[-1,0]}), "BadLength"),
        (json!({"do":"template","name":"rows","widgets":["q"]}), "NotEmpty"),
        (json!({"do":"commit"}), "NoTransaction"),
        (json!({"do":"redo"}), "NothingToRedo"),
        (json!({"do":"load","file":{"format":"multisplit-layout","version":99}}), "TooNew"),
        (json!({"do":"load","file":{}}), "WrongFormat"),
        (json!({"do":"drag","from":[1,1],"to":[2,2]}), "NoLayout"),
        (json!({"do":"layout","width":-1,"height":5}), "BadArea"),
    ];
    let before = last(&[&start[..], &[json!({"do":"save"})]].concat());
    for (line, want) in refused {
        let answers = run(&[&start[..], &[line.clone(), json!({"do":"save"})]].concat());
        assert_eq!(kind(&answers[3]), want, "{line:.200}");
        assert_eq!(answers[4], before, "{line:.200}");
    }
}

#[test]
fn loads_end_when_the_clock_says_so_and_failures_can_be_seen() {
    let answers = run(&[
        json!({"do":"provider","kind":"slow","load_ms":200,"bytes":4096}),
        json!({"do":"provider","kind":"bad","fail":"panic"}),
        json!({"do":"open","widget":"slow:1"}),
        json!({"do":"split","pane":1,"where":"right","widget":"bad:1"}),
        json!({"do":"layout","width":800,"height":600}),
        json!({"do":"slots"}),
        json!({"do":"tick","ms":199}),
        json!({"do":"slots"}),
        json!({"do":"tick","ms":1}),
        json!({"do":"slots"}),
        json!({"do":"close","pane":1}),
        json!({"do":"layout","width":800,"height":600}),
        json!({"do":"slots"}),
    ]);
    let states = |at: usize| -> Vec<&str> {
        answers[at]["slots"].as_array().expect("slots").iter().filter_map(|s| s["state"].as_str()).collect()
    };
    assert_eq!(states(5), ["loading", "failed"]);
    assert_eq!(states(7), ["loading", "failed"]);
    assert_eq!(states(9), ["live", "failed"]);
    assert_eq!(answers[9]["slots"][0]["bytes"], json!(4096));
    assert_eq!(states(12), ["failed", "parked"]);
}

/// Returns the state of each widget in the answer to `slots`.
fn states(answer: &Value) -> Vec<(&str, &str)> {
    let slots = answer["slots"].as_array().expect("slots");
    slots.iter().filter_map(|slot| Some((slot["widget"].as_str()?, slot["state"].as_str()?))).collect()
}

#[test]
fn memory_that_is_short_lets_parked_widgets_go_and_undo_makes_them_anew() {
    let frame = json!({"do":"layout","width":800,"height":600});
    let answers = run(&[
        json!({"do":"open","widget":"a"}),
        json!({"do":"split","pane":1,"where":"right","widget":"b"}),
        frame.clone(),
        json!({"do":"close","pane":2}),
        frame.clone(),
        json!({"do":"slots"}),
        json!({"do":"memory","rss_mb":400}),
        json!({"do":"memory","rss_mb":900}),
        json!({"do":"slots"}),
        json!({"do":"undo"}),
        frame.clone(),
        json!({"do":"slots"}),
        json!({"do":"stats"}),
        json!({"do":"memory","rss_mb":-1}),
    ]);
    assert_eq!(states(&answers[5]), [("a", "live"), ("b", "parked")]);
    assert_eq!((&answers[6]["level"], &answers[7]["level"]), (&json!("normal"), &json!("hard")));
    assert_eq!(states(&answers[8]), [("a", "live"), ("b", "saved")]);
    assert_eq!(states(&answers[11]), [("a", "live"), ("b", "live")]);
    let stats = &answers[12];
    assert_eq!((&stats["memory"]["level"], &stats["counters"]["runtime"]["evicted"]), (&json!("hard"), &json!(1)));
    assert_eq!(stats["timings"]["provide"]["count"], json!(3));
    assert_eq!(kind(&answers[13]), "BadValue");
}

#[test]
fn a_kind_fails_once_or_always_costs_what_it_says_and_is_virtual_until_it_is_seen() {
    let frame = json!({"do":"layout","width":800,"height":600});
    let answers = run(&[
        json!({"do":"provider","kind":"once","fail":"once"}),
        json!({"do":"provider","kind":"always","fail":"always"}),
        json!({"do":"provider","kind":"dear","bytes":1000,"rebuild_us":5000}),
        json!({"do":"open","widget":"once:1"}),
        json!({"do":"split","pane":1,"where":"right","widget":"always:1"}),
        json!({"do":"split","pane":1,"where":"tab","widget":"dear:1"}),
        json!({"do":"activate","pane":1}),
        frame.clone(),
        json!({"do":"slots"}),
        json!({"do":"close","pane":1}),
        frame.clone(),
        json!({"do":"undo"}),
        frame.clone(),
        json!({"do":"slots"}),
        json!({"do":"activate","pane":4}),
        frame.clone(),
        json!({"do":"close","pane":4}),
        frame.clone(),
        json!({"do":"undo"}),
        frame,
        json!({"do":"slots"}),
        json!({"do":"stats"}),
    ]);
    let state = |at: usize, widget: &str| {
        let answer: &Value = &answers[at];
        states(answer).into_iter().find(|(name, _)| *name == widget).map(|(_, state)| state.to_owned())
    };
    let all = |at: usize| ["once:1", "always:1", "dear:1"].map(|widget| state(at, widget).unwrap_or_default());
    assert_eq!(all(8), ["failed", "failed", "virtual"]);
    assert_eq!(all(13), ["live", "failed", "live"], "asked for anew, it comes; the other one never does");
    assert_eq!(all(20), ["live", "failed", "live"]);
    let runtime = &answers[21]["counters"]["runtime"];
    assert_eq!((&runtime["hits_parked"], &runtime["rebuild_saved_micros"]), (&json!(1), &json!(5_000)));
}

#[test]
fn four_loads_are_run_at_a_time_and_those_in_view_first() {
    let frame = json!({"do":"layout","width":4000,"height":600});
    let mut lines = vec![json!({"do":"provider","kind":"slow","load_ms":100}), frame.clone()];
    lines.extend((0..6).map(|i| json!({"do":"open","widget":format!("slow:{i}")})));
    lines.extend([
        frame,
        json!({"do":"tick","ms":100}),
        json!({"do":"slots"}),
        json!({"do":"tick","ms":100}),
        json!({"do":"slots"}),
    ]);
    let answers = run(&lines);
    let live = |at: usize| states(&answers[at]).iter().filter(|(_, state)| *state == "live").count();
    assert_eq!((live(10), live(12)), (4, 6));
}

#[test]
fn groups_are_filled_saved_closed_and_put_back_beside_the_rest() {
    let frame = json!({"do":"layout","width":800,"height":600});
    let first = run(&[
        json!({"do":"template","name":"columns","widgets":["a","b","c","d"]}),
        json!({"do":"group","name":"g","add":[1,3]}),
        json!({"do":"group","name":"g","save":true}),
        json!({"do":"group","name":"g","remove":[2]}),
        json!({"do":"group","name":"g","close":true}),
        json!({"do":"tree"}),
        json!({"do":"undo"}),
        json!({"do":"group","name":"g"}),
        json!({"do":"group","name":"h","close":true}),
    ]);
    assert_eq!(first[1]["panes"], json!([1, 3]));
    let file = first[2]["file"].clone();
    assert_eq!(file["nodes"].as_array().map(Vec::len), Some(3), "a row of two");
    assert_eq!((kind(&first[3]), kind(&first[8])), ("NotInGroup", "NoSuchGroup"));
    assert_eq!(first[4]["panes"], json!([1, 3]));
    assert_eq!(first[5]["count"], json!(2));
    assert_eq!(first[7]["panes"], json!([1, 3]), "undo brings panes and group back");
    let second = run(&[
        json!({"do":"open","widget":"x"}),
        json!({"do":"split","pane":1,"where":"bottom","widget":"c"}),
        frame.clone(),
        json!({"do":"slots"}),
        json!({"do":"group","name":"g","restore":file}),
        frame,
        json!({"do":"slots"}),
        json!({"do":"tree"}),
        json!({"do":"undo"}),
        json!({"do":"tree"}),
        json!({"do":"group","name":"g","add":[1],"close":true}),
        json!({"do":"group","name":"g","restore":{"format":"odd"}}),
    ]);
    assert_eq!(second[4]["panes"].as_array().map(Vec::len), Some(2));
    assert_eq!(second[7]["count"], json!(3), "c has moved, a is new: {}", second[7]);
    assert_eq!(states(&second[6]).len(), 3);
    assert_eq!(second[9]["count"], json!(2));
    assert_eq!((kind(&second[10]), kind(&second[11])), ("BadValue", "WrongFormat"));
}

#[test]
fn a_clock_turned_by_ages_ends() {
    let answers = run(&[
        json!({"do":"open","widget":"a"}),
        json!({"do":"split","pane":1,"where":"right","widget":"b"}),
        json!({"do":"layout","width":800,"height":600}),
        json!({"do":"close","pane":2}),
        json!({"do":"layout","width":800,"height":600}),
        json!({"do":"tick","ms":u64::MAX}),
        json!({"do":"slots"}),
    ]);
    assert_eq!(states(&answers[6]), [("a", "live"), ("b", "parked")], "age alone evicts nothing");
}

#[test]
fn a_saved_file_loads_as_it_was_and_a_broken_one_is_repaired() {
    let build = [
        json!({"do":"template","name":"grid","rows":2,"cols":2,"widgets":["a","b","c","d"]}),
        json!({"do":"split","pane":1,"where":"tab","widget":"e"}),
        json!({"do":"save"}),
    ];
    let file = last(&build)["file"].clone();
    let loaded = run(&[json!({"do":"load","file":file}), json!({"do":"save"}), json!({"do":"validate"})]);
    assert_eq!(loaded[1]["file"], file);
    assert_eq!(loaded[2], json!({"ok":true,"valid":true,"problems":[]}));
    let mut broken = file.clone();
    broken["nodes"].as_array_mut().expect("nodes").remove(0);
    let answers = run(&[json!({"do":"load","file":broken}), json!({"do":"repair","file":broken})]);
    assert_eq!(kind(&answers[0]), "InvalidFile");
    let mended = &answers[1]["file"];
    assert!(!answers[1]["report"].as_array().expect("a report").is_empty());
    let tree = run(&[json!({"do":"load","file":mended}), json!({"do":"tree"})]);
    assert_eq!(tree[1]["count"], json!(5));
}

#[test]
fn events_tell_what_happened_once() {
    let answers = run(&[
        json!({"do":"open","widget":"a"}),
        json!({"do":"split","pane":1,"where":"right","widget":"b"}),
        json!({"do":"events"}),
        json!({"do":"swap","a":1,"b":2}),
        json!({"do":"close","pane":9}),
        json!({"do":"events"}),
        json!({"do":"events"}),
    ]);
    let names = |at: usize| -> Vec<&str> {
        answers[at]["events"].as_array().expect("events").iter().filter_map(|e| e["event"].as_str()).collect()
    };
    assert_eq!(names(2).iter().filter(|n| **n == "pane_added").count(), 2);
    assert_eq!(names(5), ["panes_swapped", "layout_changed", "command_done", "command_refused"]);
    assert!(names(6).is_empty());
}

#[test]
fn a_point_is_asked_about_at_any_time() {
    let hit = json!({"do":"hit","at":[1,1]});
    let answers = run(&[
        hit.clone(),
        json!({"do":"open","widget":"a"}),
        hit.clone(),
        json!({"do":"layout","width":800,"height":600,"divider":4}),
        json!({"do":"split","pane":1,"where":"right","widget":"b"}),
        json!({"do":"drag","from":[400,300],"to":[500,300]}),
        json!({"do":"split","pane":2,"where":"tab","widget":"c"}),
        hit,
    ]);
    assert!(answers.iter().all(|a| a["ok"] == json!(true)), "{answers:?}");
    assert_eq!((&answers[2]["target"], &answers[5]["moved"]), (&json!({"pane":1}), &json!(true)));
}

#[test]
fn what_was_found_from_outside_stays_mended() {
    let two = [json!({"do":"open","widget":"a"}), json!({"do":"split","pane":1,"where":"tab","widget":"b"})];
    let swapped = run(&[&two[..], &[json!({"do":"swap","a":1,"b":2}), json!({"do":"tree"})]].concat());
    let (front, focused) = (&swapped[3]["root"]["active"], &swapped[3]["focused"]);
    assert_eq!(swapped[3]["root"]["children"][front.as_u64().expect("an index") as usize]["pane"], *focused);

    let shares = run(&[
        json!({"do":"open","widget":"a"}),
        json!({"do":"split","pane":1,"where":"right","widget":"b"}),
        json!({"do":"split","pane":2,"where":"right","widget":"c"}),
        json!({"do":"shares","split":3,"shares":[1,2_147_483_600u64,1]}),
        json!({"do":"split","pane":1,"where":"after","widget":"d","ratio":0.95}),
        json!({"do":"save"}),
    ]);
    assert_eq!(last(&[json!({"do":"load","file":shares[5]["file"]})]), json!({"ok":true}));

    let ids = run(&[
        json!({"do":"load","file":{"format":"multisplit-layout","version":2,"next_id":1u64 << 62,"root":null,"nodes":[]}}),
        json!({"do":"open","widget":"a"}),
        json!({"do":"split","pane":1u64 << 62,"where":"right","widget":"b"}),
        json!({"do":"save"}),
    ]);
    assert_eq!((&ids[1]["pane"], kind(&ids[2])), (&json!(1u64 << 62), "OutOfIds"));
    assert_eq!(last(&[json!({"do":"load","file":ids[3]["file"]})]), json!({"ok":true}));
    let bounded = last(&[&shares_of_two()[..], &[json!({"do":"bounds","pane":3,"min":[9,9]})]].concat());
    assert_eq!(kind(&bounded), "NoSuchPane");
}

fn shares_of_two() -> [Value; 2] {
    [json!({"do":"open","widget":"a"}), json!({"do":"split","pane":1,"where":"right","widget":"b"})]
}

#[test]
fn ten_thousand_deep_fits_a_small_stack() {
    let work = || {
        let mut lines = vec![json!({"do":"open","widget":"w"})];
        for i in 0..10_000u64 {
            let pane = if i == 0 { 1 } else { 2 * i };
            let place = if i % 2 == 0 { "right" } else { "bottom" };
            lines.push(json!({"do":"split","pane":pane,"where":place,"widget":format!("w{i}")}));
        }
        lines.extend([json!({"do":"layout","width":1600,"height":900}), json!({"do":"save"}), json!({"do":"undo"})]);
        let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let mut output = vec![];
        super::run(&mut (input + "{\"do\":\"tree\"}\n").as_bytes(), &mut output).expect("memory can be written");
        let text = String::from_utf8(output).expect("answers are text");
        assert!(text.lines().all(|line| line.contains("\"ok\":true")));
        let tree = text.lines().last().expect("an answer");
        assert_eq!(tree.matches("\"split\"").count(), 9_999);
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}
