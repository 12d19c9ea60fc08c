//! A reference that is dropped on a detached thread, deep inside a worker, and the hook that shows where.
//!
//! `cargo run --example find_the_drop` prints a backtrace for the first such drop, and the guilty function is named in it:
//! `forget_oldest`. How to go on from there is in `docs/finding-drops.md`.

use std::collections::VecDeque;
use std::thread;

use gilref::pool::{self, hooks};
use gilref::types::PyAny;
use gilref::{Py, PyResult, Python};

const USERS: [&str; 5] = ["ada", "brian", "grace", "ken", "margaret"];

struct Session {
    user: &'static str,
    state: Py<PyAny>,
}

/// The sessions of the users who were seen last.
struct Recent {
    sessions: VecDeque<Session>,
    capacity: usize,
}

impl Recent {
    fn remember(&mut self, session: Session) {
        if self.sessions.len() == self.capacity {
            self.forget_oldest();
        }
        self.sessions.push_back(session);
    }

    /// Nothing here looks like Python, and yet a reference to a Python object is dropped.
    fn forget_oldest(&mut self) {
        if let Some(oldest) = self.sessions.pop_front() {
            println!("{}'s session is forgotten", oldest.user);
        }
    }

    /// Drops what is left, attached: no hook, nothing deferred.
    fn close(self, py: Python<'_>) {
        for session in self.sessions {
            println!(
                "{}'s session is closed: {}",
                session.user,
                session.state.bind(py)
            );
        }
    }
}

fn main() -> thread::Result<()> {
    hooks::set_backtraces(1);
    pool::set_hook(Some(hooks::backtrace));

    Python::initialize();
    let worker = thread::Builder::new().name("sessions".to_owned());
    let worker = worker.spawn(serve).expect("a thread can be started");
    worker.join()?;

    println!("dropped detached: {}", pool::stats().deferred);
    Ok(())
}

fn serve() {
    let mut recent = Recent {
        sessions: VecDeque::new(),
        capacity: 2,
    };
    for user in USERS {
        let state = Python::attach(|py| open(py, user)).expect("a dict can be made");
        recent.remember(Session { user, state });
    }
    Python::attach(|py| recent.close(py));
}

fn open(py: Python<'_>, user: &str) -> PyResult<Py<PyAny>> {
    let state = py.eval("{'visits': 1}", None, None)?;
    state.set_item("user", user)?;
    Ok(state.unbind())
}
