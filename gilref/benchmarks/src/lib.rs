//! Benchmarks of gilref beside CPython's own functions and PyO3.
//!
//! - [`turns`]: times several contestants in turns, which is how a ratio is taken here;
//! - [`libraries`]: the contestants, behind one trait;
//! - [`subjects`]: what is cloned and dropped, from one reference to a million;
//! - [`versus`]: the rows;
//! - [`table`]: the result, as text, Markdown and JSON.
//!
//! The programs are in `benches/`; `.ci/performance` makes `docs/performance.md` from them.

mod extension;
pub mod libraries;
pub mod subjects;
pub mod table;
pub mod turns;
pub mod versus;
