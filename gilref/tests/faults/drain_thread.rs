//! The drain thread, in programs where nobody else drains: each with one long attach.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use gilref::types::PyAny;
use gilref::{Py, Python, pool};

use crate::common::{deaths, finalize, object, settle, witness};
use crate::ends_well;
#[cfg(unix)]
use crate::fork::{Exit, fork};
use crate::native::with_destructor;

/// Starts an interpreter in which nobody drains but the thread, with this threshold.
fn start(threshold: usize) {
    pool::set_nudge(false);
    pool::set_drain_thread(NonZeroUsize::new(threshold));
    Python::initialize();
}

/// Lets other threads have the GIL until it is so.
fn give_way_until(py: Python<'_>, condition: impl Fn() -> bool) {
    let sleep = py.import("time").unwrap().getattr("sleep").unwrap();
    while !condition() {
        sleep.call1((0.001,)).unwrap();
        // A call from Rust into C runs no bytecode, and the condition may be the death of an object that this
        // thread has made.
        settle(py);
    }
    settle(py);
}

fn drop_on_another_thread<T: Send + 'static>(value: T) {
    thread::spawn(|| drop(value)).join().unwrap();
}

fn pending() -> u64 {
    pool::stats().pending
}

/// The threads of this process that have the drain thread's name.
#[cfg(target_os = "linux")]
fn drain_threads() -> usize {
    let names = std::fs::read_dir("/proc/self/task").unwrap().map(|task| {
        let name = task.unwrap().path().join("comm");
        std::fs::read_to_string(name).unwrap_or_default()
    });
    names.filter(|name| name.trim() == "gilref-drain").count()
}

/// No thread was started: none is there, and none comes when others may have the GIL.
fn assert_no_drain_thread(py: Python<'_>) {
    #[cfg(target_os = "linux")]
    assert_eq!(drain_threads(), 0);
    py.run("import time; time.sleep(0.05)", None, None).unwrap();
}

#[test]
fn what_waits_is_bounded_while_one_attach_lasts() {
    ends_well(
        "drain_thread::what_waits_is_bounded_while_one_attach_lasts",
        || {
            // The default.
            pool::set_nudge(false);
            Python::initialize();
            let (send, receive) = mpsc::channel::<Py<PyAny>>();
            let dropper = thread::spawn(move || receive.into_iter().for_each(drop));
            Python::attach(|py| {
                let before = pool::stats().released;
                for number in 0..20_000 {
                    send.send(object(py)).unwrap();
                    if number % 100 == 0 {
                        give_way_until(py, || pending() < 3_000);
                    }
                }
                assert!(pool::stats().released > before + 10_000);
                drop(send);
                // It never waits for the GIL.
                dropper.join().unwrap();
            });
        },
    );
}

#[test]
fn without_a_drain_thread_everything_waits() {
    ends_well(
        "drain_thread::without_a_drain_thread_everything_waits",
        || {
            static THREADS: AtomicUsize = AtomicUsize::new(0);
            fn count(_: Python<'_>) {
                THREADS.fetch_add(1, Ordering::Relaxed);
            }
            start(0);
            Python::attach(|py| {
                let objects: Vec<_> = (0..10_000).map(|_| object(py)).collect();
                drop_on_another_thread((with_destructor(py, count), objects));
                assert_no_drain_thread(py);
                assert_eq!(pending(), 10_001);
                // Whoever has turned it on again needs no further drop.
                pool::set_drain_thread(NonZeroUsize::new(10_001));
                give_way_until(py, || pending() == 0);
                assert_eq!(THREADS.load(Ordering::Relaxed), 1);
            });
        },
    );
}

#[test]
fn what_is_below_the_threshold_waits() {
    ends_well("drain_thread::what_is_below_the_threshold_waits", || {
        start(1_001);
        Python::attach(|py| {
            let objects: Vec<_> = (0..1_000).map(|_| object(py)).collect();
            drop_on_another_thread(objects);
            assert_no_drain_thread(py);
            assert_eq!(pending(), 1_000);
        });
    });
}

#[test]
fn with_a_threshold_of_one_nothing_waits() {
    ends_well(
        "drain_thread::with_a_threshold_of_one_nothing_waits",
        || {
            start(1);
            Python::attach(|py| {
                for _ in 0..20 {
                    let (reference, count) = witness(py);
                    drop_on_another_thread(reference);
                    give_way_until(py, || deaths(py, &count) == 1);
                }
            });
        },
    );
}

#[test]
fn a_drain_limit_holds_for_the_drain_thread_too() {
    ends_well(
        "drain_thread::a_drain_limit_holds_for_the_drain_thread_too",
        || {
            static RELEASED_BEFORE: AtomicU64 = AtomicU64::new(u64::MAX);
            /// Counted at the end of a drain: whatever is released in the turn of this destructor, it sees
            /// what earlier turns have released.
            fn look(_: Python<'_>) {
                RELEASED_BEFORE.store(pool::stats().released, Ordering::Relaxed);
            }
            pool::set_drain_limit(NonZeroUsize::new(10));
            start(1);
            Python::attach(|py| {
                let before = pool::stats().released;
                let mut objects: Vec<_> = (0..55).map(|_| object(py)).collect();
                objects.push(with_destructor(py, look));
                drop_on_another_thread(objects);
                give_way_until(py, || pending() == 0);
                // At most nine others were released in the same turn.
                assert!(RELEASED_BEFORE.load(Ordering::Relaxed) >= before + 46);
            });
        },
    );
}

#[cfg(target_os = "linux")]
#[test]
fn the_drain_thread_ends_when_little_waits_and_starts_again() {
    ends_well(
        "drain_thread::the_drain_thread_ends_when_little_waits_and_starts_again",
        || {
            start(1);
            assert_eq!(drain_threads(), 0);
            for _ in 0..2 {
                Python::attach(|py| {
                    drop_on_another_thread(object(py));
                    give_way_until(py, || pending() == 0);
                    assert_eq!(drain_threads(), 1);
                });
                crate::until(|| drain_threads() == 0);
            }
            // At once, where it is turned off.
            Python::attach(|py| {
                drop_on_another_thread(object(py));
                give_way_until(py, || drain_threads() == 1);
            });
            pool::set_drain_thread(None);
            crate::until(|| drain_threads() == 0);
        },
    );
}

#[cfg(unix)]
#[test]
fn a_forked_child_has_a_drain_thread_of_its_own() {
    ends_well(
        "drain_thread::a_forked_child_has_a_drain_thread_of_its_own",
        || {
            start(1);
            Python::attach(|py| {
                for turn in 0..20 {
                    // So that the parent's thread is there.
                    drop_on_another_thread(object(py));
                    give_way_until(py, || pending() == 0);
                    let exit = if turn % 2 == 0 {
                        Exit::AtOnce
                    } else {
                        Exit::Normal
                    };
                    fork(py, exit, |py| {
                        let (reference, count) = witness(py);
                        drop_on_another_thread(reference);
                        give_way_until(py, || deaths(py, &count) == 1);
                    });
                }
            });
        },
    );
}

#[test]
fn the_next_interpreter_has_a_drain_thread_too() {
    ends_well(
        "drain_thread::the_next_interpreter_has_a_drain_thread_too",
        || {
            for _ in 0..3 {
                start(1);
                Python::attach(|py| {
                    let (reference, count) = witness(py);
                    drop_on_another_thread(reference);
                    give_way_until(py, || deaths(py, &count) == 1);
                });
                finalize();
            }
            // The threads of earlier interpreters end in the last one, in which they have no thread state.
            start(1);
            #[cfg(target_os = "linux")]
            crate::until(|| drain_threads() == 0);
        },
    );
}

/// How many destructors compute.
static COMPUTING: AtomicUsize = AtomicUsize::new(0);

/// An object whose destructor says so and then computes for ever, in Python. A second one is destroyed with
/// `__main__`, in the middle of the finalization, and lets go of the GIL there: that is when CPython finds that the first
/// one's thread has to end. Made by a thread that has ended: a free-threaded build leaves the destruction to the thread that
/// has made the object, as long as that has a thread state.
fn endless() -> Py<PyAny> {
    fn computes(_: Python<'_>) {
        COMPUTING.fetch_add(1, Ordering::Relaxed);
    }
    let code = "
def endless(function):
    class Endless:
        def __del__(self):
            function()
            while True: pass
    return Endless()
class Late:
    def __del__(self, sleep=__import__('time').sleep):
        sleep(0.1)
late = Late()
";
    let make = move |py: Python<'_>| {
        py.run(code, None, None).unwrap();
        let make = py.import("__main__").unwrap().getattr("endless").unwrap();
        let object = make.call1((crate::native::function(py, computes),));
        object.unwrap().unbind()
    };
    thread::spawn(move || Python::attach(make)).join().unwrap()
}

#[test]
fn the_interpreter_ends_while_the_drain_thread_sits_in_a_destructor() {
    ends_well(
        "drain_thread::the_interpreter_ends_while_the_drain_thread_sits_in_a_destructor",
        || {
            start(1);
            drop((endless(), Python::attach(object)));
            crate::until(|| COMPUTING.load(Ordering::Relaxed) == 1);
            finalize();
        },
    );
}

/// As above, with the drains of attaches. What they have put aside, a pending exception or that there is none, must not be
/// put back by a thread that CPython has ended: from 3.12 on that is a crash.
#[test]
fn the_interpreter_ends_while_an_attachs_drain_sits_in_a_destructor() {
    ends_well(
        "drain_thread::the_interpreter_ends_while_an_attachs_drain_sits_in_a_destructor",
        || {
            start(0);
            // Several, since not each of them may get the GIL in time to be ended.
            for number in 1..=8 {
                drop(endless());
                thread::spawn(|| Python::attach(|_| ()));
                crate::until(|| COMPUTING.load(Ordering::Relaxed) == number);
            }
            finalize();
        },
    );
}

#[test]
fn the_interpreter_ends_while_the_end_of_a_detach_sits_in_a_destructor() {
    ends_well(
        "drain_thread::the_interpreter_ends_while_the_end_of_a_detach_sits_in_a_destructor",
        || {
            start(0);
            let reference = endless();
            thread::spawn(|| Python::attach(|py| py.detach(|| drop(reference))));
            crate::until(|| COMPUTING.load(Ordering::Relaxed) == 1);
            finalize();
        },
    );
}
