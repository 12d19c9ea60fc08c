//! gilref beside CPython's own functions and PyO3: `cargo bench --bench versus`.
//!
//! Prints a table, and writes it as Markdown and JSON into `target/versus`. Arguments after `--`:
//!
//! - a word: only the rows whose names contain it;
//! - `--growth`: how costs grow with the number of references, threads and pending drops instead;
//! - `--check`: exits with 1 if a ratio is above its bound, `--check 1.2` if it is above 1.2 times
//!   its bound, for machines that have other things to do.

use std::env;
use std::process::ExitCode;

use gilref_benchmarks::versus;

fn main() -> ExitCode {
    gilref::Python::initialize();
    if versus::run(env::args().skip(1)) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
