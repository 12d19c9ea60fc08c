//! Checks orders by rules that are written in Python.
//!
//!     rules SCRIPT ORDERS
//!
//! The script has a dict `RULES` from names to functions, each of which takes an order and returns whether it passes.

use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, thread};

use gilref::types::PyAny;
use gilref::{GilClone, Py, PyErr, PyResult, Python};

/// What a worker needs: a copy of it is one call.
#[derive(GilClone)]
struct Rules {
    by_name: HashMap<String, Py<PyAny>>,
}

impl Rules {
    /// Runs a script and takes the dict that it leaves behind.
    fn load(py: Python<'_>, script: &Path) -> PyResult<Self> {
        let script = script.to_string_lossy();
        // As `python SCRIPT` does, with the file's name in tracebacks.
        let namespace = py.import("runpy")?.call_method1("run_path", (&*script,))?;
        let by_name = namespace.get_item("RULES")?.extract()?;
        Ok(Self { by_name })
    }

    /// The names of the rules that an order breaks.
    fn broken(&self, py: Python<'_>, order: &str) -> PyResult<Vec<&str>> {
        let mut broken = Vec::new();
        for (name, rule) in &self.by_name {
            if !rule.bind(py).call1((order,))?.is_truthy()? {
                broken.push(&**name);
            }
        }
        broken.sort_unstable();
        Ok(broken)
    }
}

/// Two threads take half of the orders each, with rules of their own.
fn check(rules: Rules, orders: &[&str]) -> PyResult<()> {
    let copy = Python::attach(|py| rules.clone_ref(py));
    let (left, right) = orders.split_at(orders.len() / 2);
    let work = |rules: Rules, orders: &[&str]| -> PyResult<()> {
        let checked = orders.iter().try_for_each(|order| {
            // Attached only as long as Python is needed.
            let broken = Python::attach(|py| {
                let broken = rules.broken(py, order)?;
                Ok::<_, PyErr>(broken.join(", "))
            })?;
            if !broken.is_empty() {
                println!("{order}: breaks {broken}");
            }
            Ok(())
        });
        // With `move`: the rules are dropped attached, and released at once.
        Python::attach(move |_py| drop(rules));
        checked
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| work(copy, right));
        let this = work(rules, left);
        this.and(other.join().expect("the thread does not panic"))
    })
}

fn run(script: &Path, orders: &Path) -> PyResult<()> {
    let orders = fs::read_to_string(orders)?; // `io::Error` becomes Python's own `FileNotFoundError`
    let orders: Vec<&str> = orders.lines().collect();
    let rules = Python::attach(|py| Rules::load(py, script))?;
    check(rules, &orders)
}

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [script, orders] = &*arguments else {
        eprintln!("usage: rules SCRIPT ORDERS");
        return ExitCode::from(2);
    };
    Python::embed(|| match run(script.as_ref(), orders.as_ref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With its traceback, as `python` prints it.
            Python::attach(move |py| error.print(py));
            ExitCode::FAILURE
        }
    })
}
