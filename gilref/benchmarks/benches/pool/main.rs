//! Open blocks against the other structures that a pool could be:
//! `cargo bench -p gilref --bench pool`.
//!
//! For each scenario the candidates take turns, round by round, so that whatever slows the machine
//! slows all of them; what counts are the ratios of the medians. Nothing of Python is in here.
//!
//! A harness of its own: neither criterion nor divan takes turns, and on a machine that does other
//! things too, that matters more than what they offer.

// Compiled from its source: it is not public, and it needs nothing else of gilref.
#[allow(dead_code, unused_imports)]
#[path = "../../../src/deferred/blocks/mod.rs"]
mod blocks;
mod candidates;
mod scenarios;
#[allow(dead_code, unused_imports)]
#[path = "../../../src/sync.rs"]
mod sync;

use candidates::{Flagged, OpenBlocks, Pool, Segments, Treiber, Unbounded};
use scenarios::{Check, Drain, Push, PushAndDrain, Scenario};

const ROUNDS: usize = 101;

fn main() {
    println!(
        "nanoseconds of a core per operation, median of {ROUNDS} rounds; ratio to the mutex\n"
    );
    print!("{:26}", "");
    for name in [
        OpenBlocks::NAME,
        Flagged::NAME,
        Treiber::NAME,
        Segments::NAME,
        Unbounded::NAME,
    ] {
        print!("{name:>21}");
    }
    println!();
    compare("push 1000 x 1 thread", &Push::new(1, 1_000));
    for threads in [1, 2, 4, 8] {
        let name = format!("push 100000 x {threads} threads");
        compare(&name, &Push::new(threads, 100_000));
    }
    compare("drain 1000", &Drain { entries: 1_000 });
    compare("drain 100000", &Drain { entries: 100_000 });
    compare("check when empty", &Check);
    compare("push one, drain one", &PushAndDrain);
}

/// A line of the table.
fn compare(name: &str, scenario: &impl Scenario) {
    let mut times: [Vec<f64>; 5] = Default::default();
    for _ in 0..ROUNDS {
        let round = [
            scenario.round::<OpenBlocks>(),
            scenario.round::<Flagged>(),
            scenario.round::<Treiber>(),
            scenario.round::<Segments>(),
            scenario.round::<Unbounded>(),
        ];
        times
            .iter_mut()
            .zip(round)
            .for_each(|(times, time)| times.push(time));
    }
    let medians = times.map(|mut times| {
        times.sort_unstable_by(f64::total_cmp);
        times[times.len() / 2]
    });
    print!("{name:26}");
    for median in medians {
        print!("{median:12.2} {:7.2}x", median / medians[1]);
    }
    println!();
}
