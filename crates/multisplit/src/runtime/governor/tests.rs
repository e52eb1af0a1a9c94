//! Tests of what the governor promises.

use super::{DWELL, Governor, LEAVE_AFTER, MemoryLevel, MemoryLimits, Plan, Probe};
use crate::base::Moment;
use crate::base::limits::MEMORY_SAMPLES;
use multisplit_testing::Random;

const MB: u64 = 1 << 20;

fn governor() -> Governor {
    Governor::new(MemoryLimits { soft: 500 * MB, hard: 800 * MB })
}

fn resident(mb: u64) -> Probe {
    Probe { resident: Some(mb * MB), ..Probe::default() }
}

/// Checks the levels after probes of (second, accounted, resident), in MB.
fn check(probes: &[(u64, u64, u64)], expect: &[MemoryLevel]) {
    let mut governor = governor();
    let levels: Vec<MemoryLevel> = probes
        .iter()
        .map(|(second, accounted, rss)| {
            governor.measured(Moment::from_millis(second * 1_000), accounted * MB, 1, resident(*rss));
            governor.level()
        })
        .collect();
    assert_eq!(levels, expect);
}

#[test]
fn a_level_is_entered_at_once_and_left_late() {
    use MemoryLevel::{Critical, Hard, Normal, Soft};
    check(&[(0, 100, 200), (5, 100, 600), (10, 100, 900), (15, 100, 1_300)], &[Normal, Soft, Hard, Critical]);
    check(&[(0, 600, 0), (5, 450, 0), (60, 450, 0)], &[Soft, Soft, Soft]);
    check(&[(0, 600, 0), (5, 390, 0), (10, 390, 0), (15, 390, 0)], &[Soft, Soft, Soft, Normal]);
    // A peak restarts the ten seconds.
    check(&[(0, 600, 0), (5, 390, 0), (10, 450, 0), (15, 390, 0), (20, 390, 0)], &[Soft; 5]);
    // From critical directly to what the numbers say.
    check(&[(0, 0, 1_300), (5, 0, 100), (15, 0, 100)], &[Critical, Critical, Normal]);
}

#[test]
fn a_level_stays_for_a_while_however_the_numbers_jump() {
    let mut governor = governor();
    governor.accounted(Moment::from_millis(0), 600 * MB);
    assert_eq!(governor.level(), MemoryLevel::Soft);
    let plan = governor.accounted(Moment::from_millis(4_999), 900 * MB);
    assert_eq!(
        (governor.level(), plan.force),
        (MemoryLevel::Soft, MemoryLevel::Hard),
        "what is to be done does not wait"
    );
    let plan = governor.accounted(Moment::from_millis(5_000), 900 * MB);
    assert_eq!((plan.left, governor.level()), (Some(MemoryLevel::Soft), MemoryLevel::Hard));
}

#[test]
fn each_limit_trims_to_its_own_target() {
    let target = |mb: u64| governor().accounted(Moment::ZERO, mb * MB).target.map(|t| t / MB);
    assert_eq!(target(500), None);
    assert!(matches!(target(501), Some(449..=450)));
    assert_eq!(target(800), target(501), "the hard limit itself is not over it");
    assert!(matches!(target(801), Some(559..=560)));
}

#[test]
fn the_alarm_asks_for_what_nobody_accounts_for() {
    let plan = governor().measured(Moment::ZERO, 300 * MB, 1, resident(600));
    // 600 are resident, 450 are the goal, 300 are accounted: 150 of them must go.
    assert!(matches!(plan.target.map(|t| t / MB), Some(149..=150)), "{plan:?}");
    assert!(!plan.hidden, "the alarm alone does not touch hidden widgets while it is soft");
    let plan = governor().measured(Moment::ZERO, 300 * MB, 1, resident(900));
    assert_eq!((plan.target.map(|t| t / MB), plan.force), (Some(0), MemoryLevel::Hard));
    assert!(plan.hidden);
}

#[test]
fn letting_go_stops_when_it_gains_nothing_and_begins_when_it_may_again() {
    let mut governor = governor();
    let mut at = 0;
    let mut probe = |governor: &mut Governor, accounted: u64, rss: u64| -> Plan {
        at += 5_000;
        governor.measured(Moment::from_millis(at), accounted * MB, 1, resident(rss))
    };
    assert!(probe(&mut governor, 200, 900).target.is_some());
    assert!(probe(&mut governor, 100, 899).target.is_some(), "once may be chance");
    assert!(probe(&mut governor, 50, 898).target.is_none(), "twice is not");
    assert!(governor.is_futile());
    assert!(probe(&mut governor, 60, 898).target.is_none());
    assert!(probe(&mut governor, 120, 950).target.is_some(), "there is something to let go of again");
    for _ in 0..3 {
        probe(&mut governor, 50, 949);
    }
    assert!(governor.is_futile());
    probe(&mut governor, 50, 400);
    assert!(!governor.is_futile(), "memory came back");
    assert!(probe(&mut governor, 600, 400).target.is_some(), "the accounted bytes decide at any time");
}

#[test]
fn a_group_and_a_stalled_system_count_too() {
    let level = |probe: Probe| {
        let mut governor = governor();
        governor.measured(Moment::ZERO, 0, 0, probe);
        governor.level()
    };
    let group = |used: u64| Probe { group_limit: Some(100 * MB), group_used: Some(used * MB), ..Probe::default() };
    assert_eq!(
        [70, 80, 90, 99].map(|used| level(group(used))),
        [MemoryLevel::Normal, MemoryLevel::Soft, MemoryLevel::Hard, MemoryLevel::Critical]
    );
    let stalled = |percent: f32| Probe { stalled_percent: Some(percent), ..Probe::default() };
    assert_eq!(
        [0.5, 2.0, 10.0, 50.0, f32::NAN].map(|percent| level(stalled(percent))),
        [MemoryLevel::Normal, MemoryLevel::Soft, MemoryLevel::Hard, MemoryLevel::Critical, MemoryLevel::Normal]
    );
}

#[test]
fn an_alarm_from_outside_that_letting_go_does_not_end_is_switched_off_too() {
    let group = |used: u64, rss: u64| Probe {
        resident: Some(rss * MB),
        group_limit: Some(100 * MB),
        group_used: Some(used * MB),
        ..Probe::default()
    };
    let stalled = |percent: f32| Probe { stalled_percent: Some(percent), ..resident(40) };
    let ends = |probes: &[Probe], accounted: u64| -> Vec<bool> {
        let mut governor = governor();
        let at = (1..).map(|i| Moment::from_millis(i * 5_000));
        probes.iter().zip(at).map(|(p, at)| governor.measured(at, accounted, 1, *p).target.is_some()).collect()
    };
    assert_eq!(ends(&[group(99, 40); 5], 30 * MB), [true, true, false, false, false]);
    assert_eq!(ends(&[stalled(50.0); 4], 30 * MB), [true, true, false, false]);
    // The memory of the group falls, so it goes on.
    let falls = [99, 98, 97, 96].map(|used| group(used, 40));
    assert_eq!(ends(&falls, 30 * MB), [true; 4]);
    // The cause goes away and comes back.
    let again = [group(99, 40), group(99, 40), group(99, 40), group(20, 40), group(99, 40)];
    assert_eq!(ends(&again, 30 * MB), [true, true, false, false, true]);
}

#[test]
fn only_what_may_change_the_level_matters() {
    let matters = |probe: Probe| probe.may_matter(1_000 * MB);
    assert_eq!([700, 900].map(|mb| matters(resident(mb))), [false, true]);
    let group = |used: u64| Probe { group_limit: Some(100 * MB), group_used: Some(used * MB), ..Probe::default() };
    assert_eq!([50, 70].map(|used| matters(group(used))), [false, true]);
    let stalled = |percent: f32| Probe { stalled_percent: Some(percent), ..Probe::default() };
    assert_eq!([0.5, 0.9, f32::NAN].map(|percent| matters(stalled(percent))), [false, true, false]);
}

#[test]
fn only_the_latest_samples_are_kept() {
    let mut governor = governor();
    for second in 0..MEMORY_SAMPLES as u64 + 5 {
        governor.measured(Moment::from_millis(second * 1_000), second, 1, resident(1));
    }
    assert_eq!(governor.samples().len(), MEMORY_SAMPLES);
    assert_eq!(governor.samples().next().map(|s| s.at_micros), Some(5_000_000));
}

/// Returns a number that is mostly around the limits, and now and then absurd.
fn bytes(random: &mut Random) -> u64 {
    match random.below(20) {
        0 => 0,
        1 => u64::MAX,
        _ => random.below(1_400) * MB,
    }
}

/// Runs a hundred thousand traces, some of them with limits of zero or of the largest number.
#[test]
fn no_level_changes_twice_within_the_dwell_and_none_stays_for_nothing() {
    let mut random = Random::new(0x9E37_79B9_7F4A_7C15);
    for trace in 0..100_000u64 {
        let limits = match trace % 10 {
            0 => MemoryLimits { soft: 0, hard: 0 },
            1 => MemoryLimits { soft: u64::MAX, hard: u64::MAX },
            _ => MemoryLimits { soft: 500 * MB, hard: 800 * MB },
        };
        let mut governor = Governor::new(limits);
        let (mut now, mut last): (Moment, Option<Moment>) = (Moment::ZERO, None);
        for _ in 0..1 + random.below(30) {
            now = now + core::time::Duration::from_millis(random.below(6_000));
            let accounted = bytes(&mut random);
            let plan = if random.below(2) == 0 {
                let probe = Probe { resident: Some(bytes(&mut random)), ..Probe::default() };
                governor.measured(now, accounted, 0, probe)
            } else {
                governor.accounted(now, accounted)
            };
            if let Some(left) = plan.left {
                assert_ne!(left, governor.level());
                assert!(last.is_none_or(|last| now.since(last) >= DWELL));
                last = Some(now);
            }
            assert!(plan.target.is_none_or(|target| target <= accounted));
            assert_eq!(plan.target.is_some(), plan.force > MemoryLevel::Normal);
            assert!(
                accounted <= limits.hard || plan.force >= MemoryLevel::Hard,
                "what is over hard is acted on at once"
            );
        }
        // When all is quiet, any level is left.
        for _ in 0..4 {
            now = now + LEAVE_AFTER;
            governor.measured(now, 0, 0, Probe { resident: Some(0), ..Probe::default() });
        }
        assert_eq!(governor.level(), MemoryLevel::Normal);
        assert!(!governor.is_futile());
    }
}
