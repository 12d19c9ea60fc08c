//! `clone_ref` of a vector of a million references, against the loop one would write by hand over `Py_INCREF`.
//!
//! Both are timed one after the other, in changing order, and each pair gives a ratio: what slows the machine for a while slows
//! both halves of a pair. The median of the ratios counts. Exits with 1 if it is above the bound:
//! `cargo bench -p gilref --bench clone`.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gilref::types::PyAny;
use gilref::{GilClone, Py, Python};
use pyo3_ffi as ffi;

const REFERENCES: usize = 1_000_000;
const ROUNDS: usize = 101;
const BOUND: f64 = 1.1;

/// The loop by hand, over a vector that is allocated at its size.
fn by_hand(references: &[Py<PyAny>], _attached: Python<'_>) -> Vec<*mut ffi::PyObject> {
    let mut copies = Vec::with_capacity(references.len());
    for reference in references {
        let object = reference.as_ptr();
        // SAFETY: attached, as the token proves, and the object is alive, as the reference does.
        unsafe { ffi::Py_INCREF(object) };
        copies.push(object);
    }
    copies
}

fn release(copies: Vec<*mut ffi::PyObject>, _attached: Python<'_>) {
    for object in copies {
        // SAFETY: attached, and `by_hand` took this reference for us.
        unsafe { ffi::Py_DECREF(object) };
    }
}

fn time<R>(run: impl FnOnce() -> R, drop: impl FnOnce(R)) -> Duration {
    let start = Instant::now();
    let result = black_box(run());
    let elapsed = start.elapsed();
    drop(result);
    elapsed
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

fn ratio(name: &str, references: &Vec<Py<PyAny>>, py: Python<'_>) -> f64 {
    let hand = || {
        time(
            || by_hand(black_box(references), py),
            |copies| release(copies, py),
        )
    };
    let gilref = || time(|| GilClone::clone_ref(black_box(references), py), drop);
    let pairs: Vec<_> = (0..ROUNDS)
        .map(|round| {
            if round % 2 == 0 {
                (hand(), gilref())
            } else {
                let gilref = gilref();
                (hand(), gilref)
            }
        })
        .collect();
    let seconds = |of: fn(&(Duration, Duration)) -> Duration| {
        median(pairs.iter().map(|pair| of(pair).as_secs_f64()).collect())
    };
    let ratio = median(
        pairs
            .iter()
            .map(|(hand, gilref)| gilref.as_secs_f64() / hand.as_secs_f64())
            .collect(),
    );
    println!(
        "{name:<20} Py_INCREF loop {:>6.2} ms   clone_ref {:>6.2} ms   ratio {ratio:.3}",
        seconds(|pair| pair.0) * 1e3,
        seconds(|pair| pair.1) * 1e3,
    );
    ratio
}

fn main() -> ExitCode {
    Python::initialize();
    let worst = Python::attach(|py| {
        let object = || {
            py.eval("object()", None, None)
                .expect("`object()` never raises")
                .unbind()
        };
        let one = object();
        let same: Vec<_> = (0..REFERENCES).map(|_| one.clone_ref(py)).collect();
        let distinct: Vec<_> = (0..REFERENCES).map(|_| object()).collect();
        f64::max(
            ratio("one object", &same, py),
            ratio("a million objects", &distinct, py),
        )
    });
    println!("worst ratio {worst:.3}, bound {BOUND}");
    if worst <= BOUND {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
