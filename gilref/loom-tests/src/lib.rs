//! Loom's models of the pool's core, which is compiled into this crate from gilref's own sources.
//!
//! A crate of its own, since `--cfg loom` reaches every crate of a build: gilref itself needs a
//! pool that can be a `static`, and loom's atomics can't be in one. Without the flag there is
//! nothing in here. `.ci/loom` runs it all.
#![cfg(all(loom, test))]

#[path = "../../src/deferred/blocks/mod.rs"]
mod blocks;
mod models;
mod mutex;
