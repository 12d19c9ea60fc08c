//! Timers that take turns, so that their ratios can be believed on a busy machine.
//!
//! All contestants of a row run one after the other in each round, and the order changes from round
//! to round: what slows the machine for a while slows all of them. A ratio is taken within a round.
//! Only the quickest quarter of the rounds counts, which other programs disturbed least; of these
//! the median.

use std::time::{Duration, Instant};

/// Runs one contestant once, and answers the nanoseconds of one operation.
pub type Timer = Box<dyn FnMut() -> f64>;

/// How long all rounds of one row should take together.
const TIME_FOR_A_ROW: Duration = Duration::from_millis(800);
const LEAST_ROUNDS: usize = 8;
const MOST_ROUNDS: usize = 81;

/// The nanoseconds of one of so many operations.
pub fn each(time: Duration, operations: usize) -> f64 {
    time.as_secs_f64() * 1e9 / operations as f64
}

/// What a row's contestants took, in the rounds that count.
pub struct Times {
    /// A column per contestant; `None` where it has nothing of this kind.
    rounds: Vec<Vec<Option<f64>>>,
}

/// Times contestants in turns.
pub fn in_turns(contestants: &mut [Option<Timer>]) -> Times {
    // Warms up, and tells how many rounds there is time for.
    let start = Instant::now();
    round(contestants, 0);
    let possible = TIME_FOR_A_ROW.as_nanos() / start.elapsed().as_nanos().max(1);
    let rounds = usize::try_from(possible).unwrap_or(MOST_ROUNDS);
    let rounds = rounds.clamp(LEAST_ROUNDS, MOST_ROUNDS);

    let mut rounds: Vec<_> = (0..rounds).map(|turn| round(contestants, turn)).collect();
    let total = |round: &Vec<Option<f64>>| round.iter().flatten().sum::<f64>();
    rounds.sort_unstable_by(|one, other| total(one).total_cmp(&total(other)));
    rounds.truncate(rounds.len().div_ceil(4));
    Times { rounds }
}

/// Each contestant once, a different one first each time.
fn round(contestants: &mut [Option<Timer>], turn: usize) -> Vec<Option<f64>> {
    let mut times = vec![None; contestants.len()];
    for place in 0..contestants.len() {
        let number = (place + turn) % contestants.len();
        times[number] = contestants[number].as_mut().map(|timer| timer());
    }
    times
}

impl Times {
    /// The nanoseconds of one operation.
    pub fn nanoseconds(&self, contestant: usize) -> Option<f64> {
        median(self.rounds.iter().filter_map(|round| round[contestant]))
    }

    /// How many times as long as `other` takes `one`.
    pub fn ratio(&self, one: usize, other: usize) -> Option<f64> {
        let ratio = |round: &Vec<Option<f64>>| Some(round[one]? / round[other]?);
        median(self.rounds.iter().filter_map(ratio))
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
