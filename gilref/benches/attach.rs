//! Attaching, detached drops and drains, against PyO3's: `cargo bench -p gilref --bench attach`.
//!
//! Both are timed one after the other, in changing order, and each pair gives a ratio: what slows
//! the machine for a while slows both halves of a pair. The quickest quarter of the pairs, which
//! others disturbed least, has the say: on a busy machine threads that are meant to meet often run
//! one after the other. The median of its ratios counts. With
//! `-- --check` the program exits with 1 if a ratio is above its bound, with `-- --check 1.2` if it
//! is above 1.2 times its bound, for machines that have other things to do.

use std::env;
use std::ffi::CString;
use std::hint;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gilref::pool;
use pyo3::types::PyAnyMethods;
use pyo3_ffi as ffi;

const ROUNDS: usize = 61;

/// What both libraries can do.
trait Library {
    type Py: Send;

    fn attach(during: impl FnOnce());

    /// The references that a list holds, and no list.
    fn references(list: &str) -> Vec<Self::Py>;
}

/// A list of references to one object.
fn one_object(count: usize) -> String {
    format!("[object()] * {count}")
}

/// A list of objects that nobody else holds.
fn objects(count: usize) -> String {
    format!("[object() for _ in range({count})]")
}

struct Gilref;

impl Library for Gilref {
    type Py = gilref::Py<gilref::types::PyAny>;

    fn attach(during: impl FnOnce()) {
        gilref::Python::attach(|_| during());
    }

    fn references(list: &str) -> Vec<Self::Py> {
        gilref::Python::attach(|py| py.eval(list, None, None)?.extract()).unwrap()
    }
}

struct PyO3;

impl Library for PyO3 {
    type Py = pyo3::Py<pyo3::PyAny>;

    fn attach(during: impl FnOnce()) {
        pyo3::Python::attach(|_| during());
    }

    fn references(list: &str) -> Vec<Self::Py> {
        let list = CString::new(list).unwrap();
        pyo3::Python::attach(|py| py.eval(&list, None, None)?.extract()).unwrap()
    }
}

/// Something that is timed with each library. The answer is the time of one operation, in nanoseconds.
trait Scenario {
    fn time<L: Library>(&self) -> f64;
}

/// The nanoseconds of one of so many operations.
fn each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e9 / count as f64
}

/// Threads that were never attached drop references.
struct Push {
    threads: usize,
}

impl Push {
    /// Of each thread.
    const COUNT: usize = 300_000;
}

impl Scenario for Push {
    fn time<L: Library>(&self) -> f64 {
        let ready = AtomicUsize::new(0);
        let times = thread::scope(|scope| {
            let spawn = |_| {
                let references = L::references(&one_object(Self::COUNT));
                let ready = &ready;
                scope.spawn(move || {
                    ready.fetch_add(1, Ordering::AcqRel);
                    while ready.load(Ordering::Acquire) < self.threads {
                        thread::yield_now();
                    }
                    let start = Instant::now();
                    drop(references);
                    (start, Instant::now())
                })
            };
            let threads: Vec<_> = (0..self.threads).map(spawn).collect();
            let join = |thread: thread::ScopedJoinHandle<'_, _>| thread.join().unwrap();
            threads.into_iter().map(join).collect::<Vec<_>>()
        });
        // Drained by its own.
        L::attach(|| ());
        let start = times.iter().map(|time| time.0).min().unwrap();
        let end = times.iter().map(|time| time.1).max().unwrap();
        each(end - start, Self::COUNT)
    }
}

/// An attach finds references to release.
struct Drain {
    list: fn(usize) -> String,
}

impl Drain {
    const COUNT: usize = 100_000;
}

impl Scenario for Drain {
    fn time<L: Library>(&self) -> f64 {
        drop(L::references(&(self.list)(Self::COUNT)));
        let start = Instant::now();
        L::attach(|| ());
        each(start.elapsed(), Self::COUNT)
    }
}

/// Attaches on a thread that nobody else started, with nothing to drain.
struct Attach {
    keeps_its_state: bool,
    others_attach: bool,
}

impl Attach {
    const COUNT: usize = 2_000;
}

impl Scenario for Attach {
    fn time<L: Library>(&self) -> f64 {
        let stop = AtomicBool::new(false);
        // For PyO3, too: it has nothing of that kind, and takes what is there.
        let keep = || self.keeps_its_state.then(gilref::Python::keep_thread_state);
        thread::scope(|scope| {
            if self.others_attach {
                scope.spawn(|| {
                    let _kept = keep();
                    while !stop.load(Ordering::Relaxed) {
                        L::attach(|| ());
                    }
                });
            }
            let timed = scope.spawn(|| {
                let _kept = keep();
                let start = Instant::now();
                for _ in 0..Self::COUNT {
                    L::attach(|| {
                        hint::black_box(());
                    });
                }
                each(start.elapsed(), Self::COUNT)
            });
            let time = timed.join().unwrap();
            stop.store(true, Ordering::Relaxed);
            time
        })
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Times two things in turns: the medians of both, in nanoseconds, and of the ratios.
fn in_turns(mut one: impl FnMut() -> f64, mut other: impl FnMut() -> f64) -> (f64, f64, f64) {
    // One round for warming up.
    let mut pairs: Vec<_> = (0..=ROUNDS)
        .map(|round| {
            if round % 2 == 0 {
                (one(), other())
            } else {
                let other = other();
                (one(), other)
            }
        })
        .skip(1)
        .collect();
    pairs.sort_unstable_by(|one, other| f64::total_cmp(&(one.0 + one.1), &(other.0 + other.1)));
    let pairs = &pairs[..ROUNDS / 4];
    let of = |value: fn(&(f64, f64)) -> f64| median(pairs.iter().map(value).collect());
    (
        of(|pair| pair.0),
        of(|pair| pair.1),
        of(|pair| pair.1 / pair.0),
    )
}

/// Prints a line; whether the ratio is within its bound.
fn compare(name: &str, scenario: &impl Scenario, bound: f64, margin: f64) -> bool {
    let (pyo3, gilref, ratio) = in_turns(|| scenario.time::<PyO3>(), || scenario.time::<Gilref>());
    let well = ratio <= bound * margin;
    println!(
        "{name:<42} {pyo3:>9.1} ns {gilref:>9.1} ns {ratio:>7.2} {bound:>7.2}{}",
        if well { "" } else { "  above" }
    );
    well
}

/// What asking the main thread's interpreter loop costs, and what its answer: this is that thread.
fn nudge() {
    const COUNT: usize = 1_000;
    let time = |on| {
        pool::set_nudge(on);
        let references = Gilref::references(&one_object(COUNT));
        let start = Instant::now();
        for reference in references {
            drop(reference);
            gilref::Python::attach(|_| {
                // SAFETY: attached. Makes the call that was asked for, if it was.
                unsafe { ffi::Py_MakePendingCalls() };
            });
        }
        each(start.elapsed(), COUNT)
    };
    let (off, on, _) = in_turns(|| time(false), || time(true));
    println!(
        "\ndrop one, attach: {off:.1} ns without a nudge, {on:.1} ns with it: {:.1} ns for asking and the answer",
        on - off
    );
}

fn main() -> ExitCode {
    let mut arguments = env::args().skip_while(|argument| argument != "--check");
    let check = arguments.next().is_some();
    let margin = arguments.next().and_then(|margin| margin.parse().ok());
    let margin = margin.unwrap_or(1.0);

    gilref::Python::initialize();
    println!(
        "{:<42} {:>12} {:>12} {:>7} {:>7}",
        "", "PyO3", "gilref", "ratio", "bound"
    );
    let mut well = true;
    for (threads, bound) in [(1, 0.6), (2, 0.35), (4, 0.35)] {
        let name = format!("detached drop, {threads} thread(s)");
        well &= compare(&name, &Push { threads }, bound, margin);
    }
    let drain = Drain { list: one_object };
    well &= compare("drain, for each of many to one object", &drain, 1.3, margin);
    let drain = Drain { list: objects };
    well &= compare("drain, for each that destroys", &drain, 1.3, margin);
    for keeps_its_state in [false, true] {
        for others_attach in [false, true] {
            let name = format!(
                "attach{}{}",
                if keeps_its_state { ", state kept" } else { "" },
                if others_attach { ", others attach" } else { "" },
            );
            let scenario = Attach {
                keeps_its_state,
                others_attach,
            };
            well &= compare(&name, &scenario, 1.1, margin);
        }
    }
    nudge();
    if check && !well {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
