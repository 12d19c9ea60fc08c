//! The store: the collection of all deferred references. Each copy of gilref in the process has
//! one.

use pyo3_ffi as ffi;

use super::blocks::Blocks;

/// Each entry owns a reference, in the interpreter of its generation.
pub(crate) static WAITING: Blocks<ffi::PyObject> = Blocks::new();

/// How many entries a thread's first block has room for.
pub(crate) const FIRST_BLOCK: usize = Blocks::<ffi::PyObject>::FIRST_BLOCK;

#[cfg(test)]
mod tests {
    use std::thread;

    use super::WAITING;
    use crate::{Python, attach_count};

    #[test]
    fn a_thread_that_never_drops_detached_claims_no_record() {
        let _alone = attach_count::tests::alone();
        Python::initialize();
        thread::spawn(|| {
            Python::attach(|py| {
                let object = py.none().unbind();
                let copy = object.clone_ref(py);
                py.detach(|| ());
                drop((object, copy));
            });
        })
        .join()
        .unwrap();
        assert_eq!(WAITING.records(), 0);
    }
}
