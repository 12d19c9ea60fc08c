//! Entries that count themselves, in the place of Python references: what a container does with its elements shows without an
//! interpreter.

use std::cell::Cell;
use std::hash::Hasher;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use gilref::{GilClone, GilToken, Python};

/// A token for values that hold nothing of Python's.
#[derive(Clone, Copy)]
pub(crate) struct NoInterpreter;

impl<'py> GilToken<'py> for NoInterpreter {
    fn python(self) -> Python<'py> {
        unreachable!("nothing here asks for a proof")
    }
}

/// Counts what is alive and what was cloned, and makes one clone fail if asked.
#[derive(Default)]
pub(crate) struct Ledger {
    made: Cell<usize>,
    pub(crate) alive: Cell<usize>,
    pub(crate) clones: Cell<usize>,
    fails_at: Cell<Option<usize>>,
}

/// An entry in a ledger, in the place of a Python reference.
pub(crate) struct Entry {
    ledger: Rc<Ledger>,
    id: usize,
}

impl Entry {
    pub(crate) fn new(ledger: &Rc<Ledger>) -> Self {
        let id = ledger.made.replace(ledger.made.get() + 1);
        ledger.alive.set(ledger.alive.get() + 1);
        Entry {
            ledger: Rc::clone(ledger),
            id,
        }
    }
}

impl GilClone for Entry {
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        let nth = self.ledger.clones.replace(self.ledger.clones.get() + 1);
        assert_ne!(Some(nth), self.ledger.fails_at.get(), "asked to fail");
        self.ledger.alive.set(self.ledger.alive.get() + 1);
        Entry {
            ledger: Rc::clone(&self.ledger),
            id: self.id,
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.ledger.alive.set(self.ledger.alive.get() - 1);
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(&other.id)
    }
}

impl std::hash::Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// The whole promise for a container of `n` entries: each is cloned once, the copy owns its own, and wherever a clone
/// panics, exactly the clones so far are dropped.
#[track_caller]
pub(crate) fn clones_each_entry_once<C: GilClone>(
    n: usize,
    make: impl FnOnce(&mut dyn FnMut() -> Entry) -> C,
) {
    let ledger = Rc::new(Ledger::default());
    let original = make(&mut || Entry::new(&ledger));
    assert_eq!(ledger.alive.get(), n, "the case itself is wrong");

    let copy = original.clone_ref(NoInterpreter);
    assert_eq!(ledger.clones.get(), n);
    assert_eq!(ledger.alive.get(), 2 * n);
    drop(copy);
    assert_eq!(ledger.alive.get(), n);

    for nth in 0..n {
        ledger.clones.set(0);
        ledger.fails_at.set(Some(nth));
        let result = catch_unwind(AssertUnwindSafe(|| original.clone_ref(NoInterpreter)));
        assert!(result.is_err(), "clone {nth} was to fail");
        assert_eq!(ledger.alive.get(), n, "after clone {nth} failed");
    }

    drop(original);
    assert_eq!(ledger.alive.get(), 0);
}
