//! Clones that attach, in a process that never starts an interpreter.
#![cfg(all(feature = "derive", not(feature = "auto-initialize")))]

use std::panic::{self, Location};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

use gilref::types::PyAny;
use gilref::{AttachClone, GilClone, GilToken, Py};

/// A value as a library has it that rarely meets Python.
#[derive(Clone, GilClone, Debug, PartialEq)]
enum Operand {
    Number(f64),
    Name(String),
    Object(AttachClone<Rarely>),
    Many(Vec<AttachClone<Option<Rarely>>>),
}

/// Stands for a reference, which can't be had here: it asks for a token.
#[derive(Debug, PartialEq)]
struct Rarely;

impl GilClone for Rarely {
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        py.python();
        Rarely
    }
}

#[test]
fn attach_clone_needs_no_interpreter_where_there_is_no_reference() {
    assert_eq!(AttachClone(1).clone(), AttachClone(1));
    let none = AttachClone(None::<Py<PyAny>>);
    assert!(none.clone().is_none());
    assert!(AttachClone(Vec::<Py<PyAny>>::new()).clone().is_empty());
    let operands = [
        Operand::Number(0.5),
        Operand::Name(String::from("x")),
        Operand::Many(vec![AttachClone(None), AttachClone(None)]),
    ];
    assert_eq!(operands.clone(), operands);
}

#[test]
#[should_panic(expected = "the Python interpreter is not initialized")]
fn attach_clone_panics_without_an_interpreter_where_there_is_a_reference() {
    let _ = Operand::Object(AttachClone(Rarely)).clone();
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
