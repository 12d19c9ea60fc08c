//! Clones that attach, in a process that never starts an interpreter.
#![cfg(not(feature = "auto-initialize"))]

use std::panic::{self, Location};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

use gilref::{AttachClone, GilClone};

#[test]
#[should_panic(expected = "the Python interpreter is not initialized")]
fn attach_clone_panics_without_an_interpreter() {
    let _ = AttachClone(1).clone();
}

#[derive(GilClone)]
#[gil_clone(attach)]
struct Attaches(u8);

#[test]
#[should_panic(expected = "the Python interpreter is not initialized")]
fn a_type_that_attaches_panics_without_an_interpreter() {
    let _ = Attaches(1).clone();
}

#[test]
fn the_panic_points_at_the_call_of_clone() {
    static LINE: AtomicU32 = AtomicU32::new(0);
    let (hook, this) = (panic::take_hook(), thread::current().id());
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == this {
            LINE.store(info.location().map_or(0, Location::line), Relaxed);
        }
    }));

    let here = line!() + 1;
    let panicked = panic::catch_unwind(|| Attaches(1).clone().0);

    panic::set_hook(hook);
    assert!(panicked.is_err());
    assert_eq!(LINE.load(Relaxed), here);
}
