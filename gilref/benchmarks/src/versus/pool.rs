//! Rows about drops on detached threads, and about the drains that release them.

use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use crate::libraries::{ForPyO3, Gilref, Library, PyO3, Raw};
use crate::subjects::{One, Shape, Subject};
use crate::table::{Row, Table};
use crate::turns::{Timer, each};
use gilref::{Python, pool};
use pyo3_ffi as ffi;

use super::{FOR_PYO3, TO_PYO3};

pub(super) fn rows(table: &mut Table) {
    // What is timed is the drop and the drain at a known place, not a thread that drains meanwhile.
    pool::set_drain_thread(None);
    for (threads, bound) in [(1, 0.6), (2, 0.35), (4, 0.35)] {
        let name = format!("drop, detached, {threads} thread(s)");
        table.row(&name, |name| Row {
            name,
            timers: [
                None, // There is no raw function that may be called.
                Some(push::<Gilref>(threads)),
                Some(push::<ForPyO3>(threads)),
                Some(push::<PyO3>(threads)),
            ],
            bounds: vec![(TO_PYO3, bound), (FOR_PYO3, bound)],
        });
    }
    for count in [1_000, 100_000, 1_000_000] {
        table.row(&format!("drain, each of {count} to one object"), |name| {
            Row {
                name,
                timers: drain(count, false),
                bounds: vec![(TO_PYO3, 1.3)],
            }
        });
        table.row(
            &format!("drain, each of {count} that is destroyed"),
            |name| Row {
                name,
                timers: drain(count, true),
                bounds: vec![(TO_PYO3, 1.3)],
            },
        );
    }
    table.row("drop one detached, attach: nudged", |name| Row {
        name,
        timers: [None, Some(nudge(true)), None, None],
        bounds: Vec::new(),
    });
    table.row("drop one detached, attach: not nudged", |name| Row {
        name,
        timers: [None, Some(nudge(false)), None, None],
        bounds: Vec::new(),
    });
}

/// References to as many objects, or all to one.
fn references<L: Library>(count: usize, of_their_own: bool) -> Vec<L::Py>
where
    One<L::Py>: Subject<L> + Shape<L::Py>,
{
    L::attach(|token| {
        if of_their_own {
            return iter::repeat_with(|| L::new(token)).take(count).collect();
        }
        let one = One::build(&mut || L::new(token));
        let copies = iter::repeat_with(|| one.copy(token)).take(count);
        copies.map(One::into_inner).collect()
    })
}

/// Threads that were never attached drop references at the same time. Until the last has finished.
pub(super) fn push<L: Library>(threads: usize) -> Timer
where
    One<L::Py>: Subject<L> + Shape<L::Py>,
{
    const COUNT: usize = 300_000;
    Box::new(move || {
        let ready = AtomicUsize::new(0);
        let times = thread::scope(|scope| {
            let spawn = |_| {
                let references = references::<L>(COUNT, false);
                let ready = &ready;
                scope.spawn(move || {
                    ready.fetch_add(1, Ordering::AcqRel);
                    while ready.load(Ordering::Acquire) < threads {
                        thread::yield_now();
                    }
                    let start = Instant::now();
                    drop(references);
                    (start, Instant::now())
                })
            };
            let threads: Vec<_> = (0..threads).map(spawn).collect();
            let times = threads.into_iter().map(|thread| thread.join().unwrap());
            times.collect::<Vec<_>>()
        });
        // Drained by its own.
        L::attach(|_| ());
        let start = times.iter().map(|time| time.0).min().unwrap();
        let end = times.iter().map(|time| time.1).max().unwrap();
        each(end - start, COUNT)
    })
}

/// An attach finds references to release. The raw functions release them in a loop.
pub(super) fn drain(count: usize, of_their_own: bool) -> [Option<Timer>; 4] {
    fn of<L: Library>(count: usize, of_their_own: bool) -> Option<Timer>
    where
        One<L::Py>: Subject<L> + Shape<L::Py>,
    {
        Some(Box::new(move || {
            drop(references::<L>(count, of_their_own));
            let start = Instant::now();
            L::attach(|_| ());
            each(start.elapsed(), count)
        }))
    }
    let raw = move || {
        let references = references::<Raw>(count, of_their_own);
        let start = Instant::now();
        Raw::attach(|token| {
            let each = references.into_iter();
            each.for_each(|reference| reference.release(token));
        });
        each(start.elapsed(), count)
    };
    [
        Some(Box::new(raw)),
        of::<Gilref>(count, of_their_own),
        of::<ForPyO3>(count, of_their_own),
        of::<PyO3>(count, of_their_own),
    ]
}

/// What asking the main thread's interpreter loop costs, and its answer: this is that thread.
fn nudge(on: bool) -> Timer {
    const COUNT: usize = 1_000;
    Box::new(move || {
        pool::set_nudge(on);
        let references = references::<Gilref>(COUNT, false);
        let start = Instant::now();
        for reference in references {
            drop(reference);
            Python::attach(|_| {
                // SAFETY: attached. Makes the call that was asked for, if it was.
                unsafe { ffi::Py_MakePendingCalls() };
            });
        }
        let time = start.elapsed();
        pool::set_nudge(true);
        each(time, COUNT)
    })
}
