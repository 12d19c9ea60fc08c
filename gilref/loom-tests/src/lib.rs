//! Loom's models of the pool's core, its blocks, its requests and its wish, and of the gates at the interpreter's
//! exit. All are compiled into this crate from gilref's own sources.
//!
//! A crate of its own, since `--cfg loom` reaches every crate of a build: gilref itself needs a
//! pool that can be a `static`, and loom's atomics can't be in one. Without the flag there is
//! nothing in here. `.ci/loom` runs it all.
#![cfg(all(loom, test))]

#[allow(dead_code, reason = "the models use a part of it")]
#[path = "../../src/deferred/blocks/mod.rs"]
mod blocks;
mod exits;
#[allow(dead_code, reason = "the models use a part of it")]
#[path = "../../src/gate.rs"]
mod gate;
#[allow(dead_code, reason = "the models use a part of it")]
#[path = "../../src/generation/word.rs"]
mod generation;
mod models;
mod mutex;
#[path = "../../src/lifecycle/registration.rs"]
mod registration;
#[allow(dead_code, reason = "the models use a part of it")]
#[path = "../../src/pool/request.rs"]
mod request;
mod requests;
#[path = "../../src/sync.rs"]
mod sync;
mod token;
#[allow(dead_code, reason = "the models use a part of it")]
#[path = "../../src/pool/wish.rs"]
mod wish;
