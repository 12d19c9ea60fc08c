//! Rows of the table, by subject; `benches/versus.rs` says what its arguments are.

mod attach;
mod growth;
mod pool;
mod references;

use gilref::Python;

use crate::libraries::Column;
use crate::table::{Ratio, Table};

const TO_RAW: Ratio = Ratio(Column::Gilref, Column::Raw);
const TO_PYO3: Ratio = Ratio(Column::Gilref, Column::PyO3);
const FOR_PYO3: Ratio = Ratio(Column::ForPyO3, Column::PyO3);

/// Measures, on a thread that is detached. Whether all bounds hold that were asked for.
///
/// # Panics
///
/// When Python raises where it never does.
pub fn run(arguments: impl Iterator<Item = String>) -> bool {
    let mut filter = None;
    let mut margin = None;
    let mut growth = false;
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // Given by Cargo.
            "--bench" => {}
            "--growth" => growth = true,
            "--check" => {
                let given = arguments.next_if(|next| next.parse::<f64>().is_ok());
                margin = Some(given.and_then(|given| given.parse().ok()).unwrap_or(1.0));
            }
            _ => filter = Some(argument),
        }
    }

    let python = Python::attach(|py| {
        let version = py.import("sys")?.getattr("version")?;
        version.extract::<String>()
    });
    let python = python.expect("`sys.version` is a string");
    println!("CPython {python}\n");

    let mut table = Table::new(filter, margin.unwrap_or(1.0));
    let file = if growth {
        growth::rows(&mut table);
        "growth"
    } else {
        references::rows(&mut table);
        attach::rows(&mut table);
        pool::rows(&mut table);
        "versus"
    };
    let broken = match table.finish(&python, file) {
        Ok(broken) => broken,
        Err(error) => vec![format!("the table can't be written: {error}")],
    };
    if margin.is_none() {
        return true;
    }
    broken.iter().for_each(|line| eprintln!("{line}"));
    broken.is_empty()
}

/// The timers of a row: the same function for each library.
macro_rules! each_library {
    ($timer:ident $(($($argument:expr),*))?) => {
        [
            Some($timer::<crate::libraries::Raw>($($($argument),*)?)),
            Some($timer::<crate::libraries::Gilref>($($($argument),*)?)),
            Some($timer::<crate::libraries::ForPyO3>($($($argument),*)?)),
            Some($timer::<crate::libraries::PyO3>($($($argument),*)?)),
        ]
    };
}
use each_library;
