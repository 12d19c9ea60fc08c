//! Models of the exit: no registration outlives it, and it waits for whoever a gate has let in.
//!
//! As on a free-threaded build, where the exit callback runs while other threads are attached.

use loom::cell::UnsafeCell;
use loom::thread;

use super::gate::Gate;
use super::generation::Word;
use super::registration::Registration;

/// What the threads of a model have in common. Never freed, as a static.
struct Interpreter {
    word: Word,
    attaching: Gate,
    asking: Gate,
    /// Used inside a gate, and gone after the exit.
    objects: UnsafeCell<Option<()>>,
}

// SAFETY: `objects` is what the gates protect, and loom reports where they do not.
unsafe impl Sync for Interpreter {}

impl Interpreter {
    /// What an attached thread does that finds no callback.
    fn register(&self) {
        if !self.word.is_registered() && self.registration().begin() {
            self.registration().finish();
        }
    }

    /// What the callback does.
    fn exit(&self) {
        self.registration().exit(true);
        self.attaching.wait();
    }

    /// What CPython does after it, with no thread attached.
    fn end(&self) {
        // SAFETY: loom's pointer, and loom reports any other use at the same time.
        self.objects.with_mut(|objects| unsafe { *objects = None });
    }

    /// What a thread does that is let in.
    fn enter(&'static self, gate: &'static Gate) {
        let _inside = gate.enter().inspect(|_| {
            // SAFETY: as above.
            let objects = self.objects.with(|objects| unsafe { *objects });
            assert!(objects.is_some(), "used after the end");
        });
    }

    fn registration(&self) -> Registration<'_> {
        Registration {
            word: &self.word,
            attaching: &self.attaching,
            asking: &self.asking,
        }
    }
}

fn explore(model: impl Fn(&'static Interpreter) + Send + Sync + 'static) {
    loom::model(move || {
        model(Box::leak(Box::new(Interpreter {
            word: Word::new(),
            attaching: Gate::new(),
            asking: Gate::new(),
            objects: UnsafeCell::new(Some(())),
        })));
    });
}

fn assert_nothing_is_left(interpreter: &Interpreter) {
    assert!(!interpreter.word.is_registered(), "counts as registered");
    assert!(interpreter.asking.is_closed(), "lets requests in");
}

#[test]
fn a_first_registration_beside_the_exit_is_taken_back() {
    explore(|interpreter| {
        let other = thread::spawn(|| interpreter.register());
        interpreter.exit();
        other.join().unwrap();
        assert_nothing_is_left(interpreter);
    });
}

/// A thread sees that the exit has taken its registration back, before it sees that the gate is closed.
#[test]
fn a_second_registration_beside_the_exit_is_taken_back() {
    explore(|interpreter| {
        interpreter.register();
        let other = thread::spawn(|| interpreter.register());
        interpreter.exit();
        other.join().unwrap();
        assert_nothing_is_left(interpreter);
    });
}

/// The gate for requests is open for a moment after the exit has closed it. Who comes in then is out
/// before the thread that has opened it detaches.
#[test]
fn a_request_beside_the_exit_and_a_registration_is_waited_for() {
    explore(|interpreter| {
        let other = thread::spawn(|| interpreter.register());
        interpreter.exit();
        // After the exit's own wait: loom does not end where two threads wait for a third.
        let third = thread::spawn(|| interpreter.enter(&interpreter.asking));
        other.join().unwrap();
        interpreter.end();
        third.join().unwrap();
        assert_nothing_is_left(interpreter);
    });
}

#[test]
fn an_attach_beside_the_exit_is_waited_for() {
    explore(|interpreter| {
        let other = thread::spawn(|| {
            interpreter.enter(&interpreter.attaching);
            interpreter.enter(&interpreter.attaching);
        });
        interpreter.exit();
        interpreter.end();
        other.join().unwrap();
    });
}
