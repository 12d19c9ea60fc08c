//! The structure that open blocks replace, a vector behind a mutex with a flag beside it, in its
//! right and in its wrong order.
//!
//! Here to show that loom finds the fault that this kind of pool invites: an entry that is there
//! while the flag says that none is.

use loom::sync::atomic::{AtomicBool, Ordering::Relaxed};
use loom::sync::{Arc, Mutex};
use loom::thread;

/// The flag is set by an exchange where a store would do: loom lets a plain store take effect
/// between the two halves of an exchange, which no machine does, and reports the right order as
/// wrong.
struct Flagged {
    dirty: AtomicBool,
    entries: Mutex<Vec<usize>>,
}

impl Flagged {
    fn drain(&self) -> usize {
        if !self.dirty.swap(false, Relaxed) {
            return 0;
        }
        std::mem::take(&mut *self.entries.lock().unwrap()).len()
    }
}

fn explore(push: fn(&Flagged)) {
    loom::model(move || {
        let pool = Arc::new(Flagged {
            dirty: AtomicBool::new(false),
            entries: Mutex::new(Vec::new()),
        });
        let producer = {
            let pool = pool.clone();
            thread::spawn(move || push(&pool))
        };
        let released = pool.drain();
        producer.join().unwrap();
        assert_eq!(released + pool.drain(), 1, "stranded");
    });
}

#[test]
fn flag_after_push_strands_nothing() {
    explore(|pool| {
        pool.entries.lock().unwrap().push(0);
        pool.dirty.swap(true, Relaxed);
    });
}

#[test]
#[should_panic(expected = "stranded")]
fn flag_before_push_strands_an_entry() {
    explore(|pool| {
        pool.dirty.swap(true, Relaxed);
        pool.entries.lock().unwrap().push(0);
    });
}
