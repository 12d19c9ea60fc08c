//! Locks, atomics and boxed trait objects have no `GilClone`, and the error says what to write.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};
use std::sync::{Mutex, RwLock, atomic::AtomicUsize};

trait Stage {}

#[derive(GilClone)]
struct Handler {
    lock: Mutex<Py<PyAny>>,
    cache: RwLock<Vec<Py<PyAny>>>,
    count: AtomicUsize,
    locks: Vec<Mutex<u8>>,
    stage: Box<dyn Stage>,
    filters: Vec<Box<dyn Fn() + Send>>,
}

fn main() {}
