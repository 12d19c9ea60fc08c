//! Derives in a crate that has no `gilref`: an expansion that names it, instead of what
//! `#[gil_clone(crate = "..")]` says, does not compile here.
#![no_implicit_prelude]
#![forbid(unsafe_code)]

/// As a library does that re-exports what its own macros need.
pub mod reexported {
    pub use ::other as inner;
}

/// Each way to clone a field, in a struct.
#[derive(::other::GilClone)]
#[gil_clone(crate = "::other")]
pub struct Renamed<T> {
    /// By `GilClone`.
    pub reference: ::other::Py<::other::types::PyAny>,
    /// By `GilClone`, of a parameter.
    pub parameter: T,
    /// By `Clone`.
    #[gil_clone(clone)]
    pub plain: ::std::string::String,
    /// By a function.
    #[gil_clone(with = ::other::with::plain_keys)]
    pub keys: ::std::collections::BTreeMap<u8, ::other::Py<::other::types::PyAny>>,
    /// Anew.
    #[gil_clone(default)]
    pub cache: ::std::vec::Vec<u8>,
}

/// The same in an enum, by a path through another module.
#[derive(::other::GilClone)]
#[gil_clone(crate = "crate::reexported::inner")]
pub enum Reexported {
    /// Nothing.
    Unit,
    /// By `GilClone`.
    Tuple(::other::Py<::other::types::PyAny>, u64),
    /// By `GilClone` and a function.
    Named {
        /// By `GilClone`.
        reference: ::other::Py<::other::types::PyAny>,
        /// By a function.
        #[gil_clone(with = ::other::with::plain_keys)]
        keys: ::std::collections::BTreeMap<u8, ::other::Py<::other::types::PyAny>>,
    },
}

#[cfg(test)]
mod tests {
    use ::std::prelude::rust_2024::*;
    use ::std::{assert_eq, vec};

    use super::{Reexported, Renamed};
    use ::other::{GilClone, Python};

    #[test]
    fn a_type_that_names_gilref_otherwise_clones_as_others_do() {
        Python::initialize();
        Python::attach(|py| {
            let reference = py.eval("object()", None, None).unwrap().unbind();
            let keys = [(1, reference.clone_ref(py))].into();
            let renamed = Renamed {
                reference: reference.clone_ref(py),
                parameter: vec![reference.clone_ref(py)],
                plain: String::from("plain"),
                keys,
                cache: vec![1],
            };
            let copy = GilClone::clone_ref(&renamed, py);
            assert_eq!(reference.refcnt(py), 1 + 3 + 3);
            assert_eq!((copy.plain.as_str(), copy.cache.len()), ("plain", 0));
            let reexported = [
                Reexported::Unit,
                Reexported::Tuple(copy.reference, 7),
                Reexported::Named {
                    reference: reference.clone_ref(py),
                    keys: copy.keys,
                },
            ];
            let before = reference.refcnt(py);
            let copies = reexported.clone_ref(py);
            assert_eq!(reference.refcnt(py), before + 3);
            drop((copies, reexported, renamed));
        });
    }
}
