//! Rows about attaching and detaching.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use crate::libraries::{ForPyO3, Gilref, Library, PyO3};
use crate::table::{Row, Table};
use crate::turns::{Timer, each};
use gilref::Python;
use pyo3_ffi as ffi;

use super::{FOR_PYO3, TO_PYO3, TO_RAW, each_library};

const COUNT: usize = 2_000;

pub(super) fn rows(table: &mut Table) {
    table.row("attach, nested", |name| Row {
        name,
        timers: each_library!(nested),
        bounds: vec![(TO_RAW, 1.0)],
    });
    table.row("attach, outermost, main thread", |name| Row {
        name,
        timers: each_library!(on_this_thread),
        bounds: vec![(TO_PYO3, 1.1), (FOR_PYO3, 1.4)],
    });
    table.row("attach, outermost, a Rust thread", |name| Row {
        name,
        timers: each_library!(on_a_new_thread),
        bounds: vec![(TO_PYO3, 1.1), (FOR_PYO3, 1.1)],
    });
    // PyO3 can't keep a thread state, and CPython's way to keep one is to restore it.
    table.row("attach, outermost, a Rust thread, state kept", |name| Row {
        name,
        timers: [
            Some(Box::new(restore_and_save)),
            Some(with_state_kept::<Gilref>()),
            Some(with_state_kept::<ForPyO3>()),
            Some(on_a_new_thread::<PyO3>()),
        ],
        bounds: vec![(TO_RAW, 1.25), (TO_PYO3, 0.33)],
    });
    table.row(
        "attach with an empty pool, another thread attaches",
        |name| Row {
            name,
            timers: each_library!(while_another_attaches),
            bounds: vec![(TO_PYO3, 1.1)],
        },
    );
    table.row("detach", |name| Row {
        name,
        timers: each_library!(detach),
        bounds: vec![(TO_RAW, 1.25)],
    });
}

fn attach_often<L: Library>() -> f64 {
    let start = Instant::now();
    for _ in 0..COUNT {
        L::attach(|token| {
            black_box(token);
        });
    }
    each(start.elapsed(), COUNT)
}

fn nested<L: Library>() -> Timer {
    Box::new(|| L::attach(|_| attach_often::<L>()))
}

fn on_this_thread<L: Library>() -> Timer {
    Box::new(attach_often::<L>)
}

fn on_another_thread(run: impl FnOnce() -> f64 + Send) -> f64 {
    thread::scope(|scope| scope.spawn(run).join().unwrap())
}

fn on_a_new_thread<L: Library>() -> Timer {
    Box::new(|| on_another_thread(attach_often::<L>))
}

fn with_state_kept<L: Library>() -> Timer {
    Box::new(|| {
        on_another_thread(|| {
            let _kept = Python::keep_thread_state();
            attach_often::<L>()
        })
    })
}

/// What a kept thread state costs at the least.
fn restore_and_save() -> f64 {
    on_another_thread(|| {
        let _kept = Python::keep_thread_state();
        // SAFETY: the interpreter is initialized, and ends with the process only.
        let state = unsafe { ffi::PyGILState_Ensure() };
        // SAFETY: attached by the line above.
        let own = unsafe { ffi::PyEval_SaveThread() };
        let start = Instant::now();
        for _ in 0..COUNT {
            // SAFETY: this thread's own state, and the thread is detached.
            unsafe { ffi::PyEval_RestoreThread(own) };
            // SAFETY: attached by the line above.
            black_box(unsafe { ffi::PyEval_SaveThread() });
        }
        let time = start.elapsed();
        // SAFETY: as above.
        unsafe { ffi::PyEval_RestoreThread(own) };
        // SAFETY: takes back the `PyGILState_Ensure` above.
        unsafe { ffi::PyGILState_Release(state) };
        each(time, COUNT)
    })
}

fn while_another_attaches<L: Library>() -> Timer {
    Box::new(|| {
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    L::attach(|token| {
                        black_box(token);
                    });
                }
            });
            let time = scope.spawn(attach_often::<L>).join().unwrap();
            stop.store(true, Ordering::Relaxed);
            time
        })
    })
}

fn detach<L: Library>() -> Timer {
    Box::new(|| {
        L::attach(|token| {
            let start = Instant::now();
            for _ in 0..COUNT {
                L::detach(token, || {
                    black_box(());
                });
            }
            each(start.elapsed(), COUNT)
        })
    })
}
