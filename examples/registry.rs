//! An event registry: Python handlers, kept in Rust structs, called by four Rust threads.
//!
//! Reads `handlers.py` and `events.jsonl` from the directory that it is given, or from `registry` beside this file. Ends
//! with exit code 1 where a handler has not as many references as at the beginning.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::{env, fs, mem, thread};

use gilref::pool::{self, PoolStats};
use gilref::types::PyAny;
use gilref::{Bound, GilClone, Py, PyResult, Python};

const WORKERS: usize = 4;

/// Which handlers get which type of event.
#[derive(GilClone)]
struct Registry {
    /// Makes an event of a line: Python's `json.loads`.
    decode: Py<PyAny>,
    routes: BTreeMap<String, Vec<Handler>>,
}

#[derive(GilClone)]
struct Handler {
    name: String,
    call: Py<PyAny>,
    condition: Condition,
}

#[derive(GilClone)]
enum Condition {
    Always,
    /// Only where the event has this key.
    Has(String),
    /// Only when this is true of the event.
    When(Py<PyAny>),
}

/// What became of the events.
#[derive(Default)]
struct Tally {
    handled: u64,
    unrouted: u64,
    /// By Python's message, how often.
    errors: BTreeMap<String, u64>,
}

/// The table at the end.
struct Report {
    tally: Tally,
    summary: String,
    pool: PoolStats,
    /// Each handler's name and reference count.
    before: Counts,
    after: Counts,
}

type Counts = Vec<(String, isize)>;

fn main() -> ExitCode {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("registry");
    let directory = env::args_os().nth(1).map_or(beside, PathBuf::from);
    match run(&directory) {
        Ok(report) => {
            report.print();
            ExitCode::from(u8::from(report.before != report.after))
        }
        Err(error) => {
            eprintln!("{}: {error}", directory.display());
            ExitCode::from(2)
        }
    }
}

fn run(directory: &Path) -> Result<Report, Box<dyn Error>> {
    let events = fs::read_to_string(directory.join("events.jsonl"))?;
    let events: Vec<&str> = events.lines().collect();

    Python::initialize();
    let (registry, before, copies) = Python::attach(|py| -> PyResult<_> {
        let registry = Registry::load(py, directory)?;
        let before = registry.counts(py);
        // The point of it all: with `py` a copy is one call, without it there is none.
        let copies: Vec<Registry> = (0..WORKERS).map(|_| registry.clone_ref(py)).collect();
        Ok((registry, before, copies))
    })?;

    let tally = work(copies, &events);

    // This attach releases what the workers dropped.
    Ok(Python::attach(|py| registry.report(py, tally, before))?)
}

/// Every worker takes the next event until there are no more.
fn work(copies: Vec<Registry>, events: &[&str]) -> Tally {
    let next = &AtomicUsize::new(0);
    let tally = &Mutex::new(Tally::default());
    // So that all of them drop when nobody attaches any more, and all of it waits in the pool.
    let finished = &Barrier::new(copies.len());
    thread::scope(|scope| {
        for registry in copies {
            scope.spawn(move || {
                while let Some(event) = events.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = Python::attach(|py| {
                        let outcome = registry.dispatch(py, event);
                        // The text needs no token, and the error itself is dropped attached.
                        outcome.map_err(|error| error.to_string())
                    });
                    tally.lock().unwrap().count(outcome);
                }
                finished.wait();
                // `registry` is dropped here, on a thread that is not attached.
            });
        }
    });
    mem::take(&mut tally.lock().unwrap())
}

impl Registry {
    fn load(py: Python<'_>, directory: &Path) -> PyResult<Self> {
        let path = py.import("sys")?.getattr("path")?;
        path.call_method1("insert", (0, &*directory.to_string_lossy()))?;
        let routes = py.import("handlers")?.getattr("ROUTES")?;
        let routes = routes.iter()?.map(|kind| {
            let kind = kind?;
            let handlers = routes.get_item(&kind)?;
            let handlers = handlers.iter()?.map(|handler| Handler::load(&handler?));
            Ok((kind.extract()?, handlers.collect::<PyResult<_>>()?))
        });
        Ok(Self {
            decode: py.import("json")?.getattr("loads")?.unbind(),
            routes: routes.collect::<PyResult<_>>()?,
        })
    }

    /// Whether there are handlers for the event.
    fn dispatch(&self, py: Python<'_>, event: &str) -> PyResult<bool> {
        let event = self.decode.bind(py).call1((event,))?;
        let kind: String = event.get_item("type")?.extract()?;
        let Some(handlers) = self.routes.get(&kind) else {
            return Ok(false);
        };
        for handler in handlers {
            handler.handle(&event)?;
        }
        Ok(true)
    }

    /// Every reference to a Python object that is in here, with a name.
    fn references(&self) -> Vec<(String, &Py<PyAny>)> {
        let mut all = vec![("json.loads".to_owned(), &self.decode)];
        for (kind, handlers) in &self.routes {
            for handler in handlers {
                all.push((format!("{kind}: {}", handler.name), &handler.call));
                if let Condition::When(condition) = &handler.condition {
                    all.push((format!("{kind}: {}, when", handler.name), condition));
                }
            }
        }
        all
    }

    fn counts(&self, py: Python<'_>) -> Counts {
        let count = |(name, object): (_, &Py<PyAny>)| (name, object.refcnt(py));
        self.references().into_iter().map(count).collect()
    }

    fn report(self, py: Python<'_>, tally: Tally, before: Counts) -> PyResult<Report> {
        let summary = py.import("handlers")?.getattr("summary")?.call0()?;
        Ok(Report {
            tally,
            summary: summary.extract()?,
            pool: pool::stats(),
            before,
            after: self.counts(py),
        })
    }
}

impl Handler {
    fn load(entry: &Bound<'_, PyAny>) -> PyResult<Self> {
        let condition = entry.get_item(2)?;
        Ok(Self {
            name: entry.get_item(0)?.extract()?,
            call: entry.get_item(1)?.unbind(),
            condition: match condition.extract() {
                Ok(None) => Condition::Always,
                Ok(Some(key)) => Condition::Has(key),
                Err(_) => Condition::When(condition.unbind()),
            },
        })
    }

    fn handle(&self, event: &Bound<'_, PyAny>) -> PyResult<()> {
        let wanted = match &self.condition {
            Condition::Always => true,
            Condition::Has(key) => event.contains(&**key)?,
            Condition::When(condition) => {
                condition.bind(event.py()).call1((event,))?.is_truthy()?
            }
        };
        if wanted {
            self.call.bind(event.py()).call1((event,))?;
        }
        Ok(())
    }
}

impl Tally {
    fn count(&mut self, outcome: Result<bool, String>) {
        match outcome {
            Ok(true) => self.handled += 1,
            Ok(false) => self.unrouted += 1,
            Err(message) => *self.errors.entry(message).or_default() += 1,
        }
    }
}

impl Report {
    fn print(&self) {
        let Self { tally, pool, .. } = self;
        println!("{}\n", self.summary);
        for (message, times) in &tally.errors {
            println!("{times:>4} x {message}");
        }
        println!();
        for (what, count) in [
            ("events handled", tally.handled),
            ("events without a handler", tally.unrouted),
            ("errors raised", tally.errors.values().sum()),
            ("clones made", WORKERS as u64),
            ("references in each", self.before.len() as u64),
            ("drops deferred", pool.deferred),
            ("drops released", pool.released),
            ("pool: pending", pool.pending),
            ("pool: high water", pool.high_water),
        ] {
            println!("{what:<32}{count:>8}");
        }
        println!("\n{:<32}{:>8}{:>8}", "reference counts", "before", "after");
        for ((name, before), (_, after)) in self.before.iter().zip(&self.after) {
            let mark = if before == after { "" } else { "  differs" };
            println!("{name:<32}{before:>8}{after:>8}{mark}");
        }
    }
}
