//! Both stores on a simulated disk: power cuts at every moment, also within recovery; every operation failing, once and for good; and a
//! disk that lies, which must make the test fail.

use multisplit_store::simulated::{Failing, Fault, SimulatedDisk};
use multisplit_store::{Batch, Damage, Entries, LogStore, Pieces, RedbStore, Store, StoreError};

/// How many random power cuts are tried. `MULTISPLIT_POWER_CUTS` asks for more.
const POWER_CUTS: u64 = 20_000;
/// Of these, how many come with another one within recovery.
const CUTS_IN_RECOVERY: u64 = 10_000;

type Open = fn(SimulatedDisk) -> Result<(Box<dyn Store>, Entries, Damage), StoreError>;

fn log(disk: SimulatedDisk) -> Result<(Box<dyn Store>, Entries, Damage), StoreError> {
    let opened = LogStore::open(disk, "s")?;
    Ok((Box::new(opened.store), opened.entries, opened.damage))
}

/// The log with texts in pieces so small that most texts have several, and some are committed ahead.
fn pieces(disk: SimulatedDisk) -> Result<(Box<dyn Store>, Entries, Damage), StoreError> {
    let opened = Pieces::with_size(LogStore::open(disk, "s")?, 64);
    Ok((Box::new(opened.store), opened.entries, opened.damage))
}

fn redb(disk: SimulatedDisk) -> Result<(Box<dyn Store>, Entries, Damage), StoreError> {
    let opened = RedbStore::open(disk, "s")?;
    Ok((Box::new(opened.store), opened.entries, opened.damage))
}

/// Returns the batches of a workload. Texts are long enough to span sectors.
fn batches(seed: u64) -> Vec<Batch> {
    let batch = |n: u64| {
        let key = |n: u64| format!("key {}", n % 5);
        // Some are so long that their pieces are committed ahead of them.
        let bytes = if seed.is_multiple_of(50) && n == 1 { 40_000 } else { (seed + n * 397) % 1500 };
        let long: String =
            (0..bytes).map(|at| char::from(b'a' + u8::try_from(at * at / (n + 7) % 26).expect("small"))).collect();
        let batch = Batch::new().put(key(n), format!("{n} {long}")).put("last", n.to_string());
        if n % 3 == 2 { batch.remove(key(n + 1)) } else { batch }
    };
    (0..3 + seed % 5).map(batch).collect()
}

/// Returns the entries after each number of commits.
fn states(batches: &[Batch]) -> Vec<Entries> {
    let mut states = vec![Entries::new()];
    for batch in batches {
        let mut next = states.last().expect("one at least").clone();
        batch.apply(&mut next);
        states.push(next);
    }
    states
}

/// Runs a workload until the disk fails and returns how many commits were acknowledged.
fn run_until_failure(disk: &SimulatedDisk, open: Open, batches: &[Batch], renew_after: u64) -> usize {
    let Ok((mut store, _, _)) = open(disk.clone()) else { return 0 };
    for (done, batch) in batches.iter().enumerate() {
        if store.commit(batch).is_err() {
            return done;
        }
        if done as u64 + 1 == renew_after && store.renew().is_err() {
            return done + 1;
        }
    }
    batches.len()
}

/// Opens what a crash has left, and checks that nothing acknowledged is missing and nothing is half there.
fn check(disk: &SimulatedDisk, open: Open, states: &[Entries], acknowledged: usize, case: &str) -> Result<(), String> {
    let (_, entries, damage) = open(disk.clone()).map_err(|error| format!("{case}: {error}"))?;
    let allowed = &states[acknowledged..states.len().min(acknowledged + 2)];
    if !allowed.contains(&entries) {
        let found = states.iter().rposition(|state| *state == entries);
        return Err(format!("{case}: {acknowledged} commits were acknowledged, found {found:?}; {damage:?}"));
    }
    if damage.has_gap {
        return Err(format!("{case}: a crash was taken for damage: {damage:?}"));
    }
    Ok(())
}

/// Cuts the power at an operation of a workload and returns what is left with the number of acknowledged commits.
fn power_cut(open: Open, seed: u64, lies: bool) -> (SimulatedDisk, Vec<Entries>, usize) {
    let batches = batches(seed);
    let whole = SimulatedDisk::new();
    run_until_failure(&whole, open, &batches, 2);
    let at = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) % (whole.operations() + 1);
    let disk = SimulatedDisk::new();
    if lies {
        disk.lie();
    }
    disk.fail(Some(Failing {
        from: at,
        fault: [Fault::Error, Fault::Short][usize::from(seed % 2 == 1)],
        for_good: true,
    }));
    let acknowledged = run_until_failure(&disk, open, &batches, 2);
    (disk.after_power_cut(seed), states(&batches), acknowledged)
}

fn count(default: u64) -> u64 {
    let asked = std::env::var("MULTISPLIT_POWER_CUTS").ok().and_then(|n| n.parse().ok());
    // An unoptimized build tries fewer; CI and the long run are optimized, or ask for more.
    asked.unwrap_or(default)
}

fn power_cuts(open: Open, cuts: u64) {
    for seed in 0..cuts {
        let (disk, states, acknowledged) = power_cut(open, seed, false);
        check(&disk, open, &states, acknowledged, &format!("power cut {seed}")).expect("nothing acknowledged is lost");
    }
}

fn cuts_in_recovery(open: Open, cuts: u64) {
    for seed in 0..cuts {
        let (mut disk, states, acknowledged) = power_cut(open, seed, false);
        for again in 0..3 {
            disk.fail(Some(Failing { from: seed % 4 + again, fault: Fault::Error, for_good: true }));
            drop(open(disk.clone()));
            disk = disk.after_power_cut(seed + again);
        }
        check(&disk, open, &states, acknowledged, &format!("cut {seed} in recovery")).expect("nothing is lost");
    }
}

#[test]
fn no_power_cut_loses_what_the_log_has_acknowledged() {
    power_cuts(log, count(POWER_CUTS));
}

#[test]
fn no_power_cut_within_recovery_loses_what_the_log_has_acknowledged() {
    cuts_in_recovery(log, count(CUTS_IN_RECOVERY));
}

#[test]
fn no_power_cut_loses_what_is_kept_in_pieces() {
    power_cuts(pieces, count(POWER_CUTS) / 2);
    cuts_in_recovery(pieces, count(CUTS_IN_RECOVERY) / 2);
}

#[test]
fn no_power_cut_loses_what_the_database_has_acknowledged() {
    power_cuts(redb, count(POWER_CUTS) / 20);
}

#[test]
fn no_power_cut_within_recovery_loses_what_the_database_has_acknowledged() {
    cuts_in_recovery(redb, count(CUTS_IN_RECOVERY) / 20);
}

/// Every operation fails, once or for good, in every way. A store that failed goes on in a fresh file, as the writer does.
fn failures(open: Open) {
    let batches = batches(4);
    let states = states(&batches);
    let whole = SimulatedDisk::new();
    run_until_failure(&whole, open, &batches, 2);
    for from in 0..whole.operations() + 4 {
        for fault in [Fault::Error, Fault::Full, Fault::Short] {
            for for_good in [false, true] {
                let case = format!("operation {from} fails ({fault:?}, for good: {for_good})");
                let disk = SimulatedDisk::new();
                disk.fail(Some(Failing { from, fault, for_good }));
                let acknowledged = run_through(&disk, open, &batches);
                assert!(for_good || acknowledged == batches.len(), "{case}: one failure stops nothing");
                disk.fail(None);
                check(&disk, open, &states, acknowledged, &case).expect("it is there without a power cut");
                for seed in 0..5 {
                    check(&disk.after_power_cut(seed), open, &states, acknowledged, &case).expect("and after one");
                }
            }
        }
    }
}

/// Runs a workload as the writer does. Returns the number of acknowledged commits.
fn run_through(disk: &SimulatedDisk, open: Open, batches: &[Batch]) -> usize {
    let mut opened = open(disk.clone());
    if opened.is_err() {
        opened = open(disk.clone());
    }
    let Ok((mut store, _, _)) = opened else { return 0 };
    for (done, batch) in batches.iter().enumerate() {
        let committed = store.commit(batch).or_else(|_| store.renew().and_then(|()| store.commit(batch)));
        if committed.or_else(|_| store.renew().and_then(|()| store.commit(batch))).is_err() {
            return done;
        }
        if done == 1 {
            // A copy that fails changes nothing.
            drop(store.renew());
        }
    }
    batches.len()
}

#[test]
fn no_failing_operation_loses_what_the_log_has_acknowledged() {
    failures(log);
}

#[test]
fn no_failing_operation_loses_what_is_kept_in_pieces() {
    failures(pieces);
}

#[test]
fn no_failing_operation_loses_what_the_database_has_acknowledged() {
    failures(redb);
}

#[test]
fn a_disk_that_lies_about_syncs_is_found_by_these_tests() {
    for open in [log as Open, pieces, redb] {
        let found = (0..200).any(|seed| {
            let (disk, states, acknowledged) = power_cut(open, seed, true);
            check(&disk, open, &states, acknowledged, "").is_err()
        });
        assert!(found, "the tests would not notice a store that does not sync");
    }
}

#[test]
fn both_stores_hold_the_same() {
    for seed in 0..50 {
        let batches = batches(seed);
        let disk = SimulatedDisk::new();
        for open in [log as Open, redb] {
            run_until_failure(&disk, open, &batches, seed % 4);
        }
        let [one, other] = [log as Open, redb].map(|open| open(disk.clone()).expect("opened").1);
        assert_eq!(one, other);
        assert_eq!(Some(&one), states(&batches).last());
    }
}
