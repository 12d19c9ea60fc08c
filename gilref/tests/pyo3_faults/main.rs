//! Faults of PyO3's references and attachments, one after the other: that PyO3 has them, and that
//! gilref's `Py` and `attach` for PyO3's types have not. The table of `docs/with-pyo3.md`.
//!
//! Each case is a function over a [`Side`] and runs in a process of its own with a deadline. Where
//! PyO3's fault is undefined behaviour or a race, its side is `ignore`d: `cargo test --features
//! pyo3 --test pyo3_faults -- --ignored` shows them.
#![cfg(not(gilref_disable_reference_pool))]

#[path = "../common/mod.rs"]
mod common;

mod end;
#[cfg(unix)]
mod fork;
#[path = "../faults/native.rs"]
mod native;
mod pool;
mod side;

use std::time::Duration;

use common::{assert_success, in_child, in_child_within, text};

/// Demands that `case` ends well in a process of its own. `name` is that of the test.
#[track_caller]
fn ends_well(name: &str, case: fn()) {
    assert_success(&in_child(name, case));
}

/// Demands that `case` does not end well: that PyO3 still has the fault.
#[track_caller]
fn ends_badly(name: &str, case: fn()) {
    // One that hangs is no better than one that crashes.
    if let Ok(output) = in_child_within(Duration::from_secs(30), name, case) {
        assert!(
            !output.status.success(),
            "PyO3 no longer has this fault? See docs/with-pyo3.md. {}",
            text(&output)
        );
    }
}

/// Three tests of a case: PyO3 as it is, gilref's `Py` under PyO3's attach, and gilref's `Py` and
/// attach.
macro_rules! sides {
    ($(#[$pyo3:meta])* $name:ident in $module:ident) => {
        mod $name {
            use crate::side::{Both, Plain, PyOnly};
            use crate::{ends_badly, ends_well};

            const NAME: &str = concat!(stringify!($module), "::", stringify!($name), "::");

            #[test]
            $(#[$pyo3])*
            fn pyo3_has_it() {
                ends_badly(&format!("{NAME}pyo3_has_it"), super::$name::<Plain>);
            }

            #[test]
            fn gilrefs_py_has_not() {
                ends_well(&format!("{NAME}gilrefs_py_has_not"), super::$name::<PyOnly>);
            }

            #[test]
            fn gilrefs_py_and_attach_have_not() {
                ends_well(&format!("{NAME}gilrefs_py_and_attach_have_not"), super::$name::<Both>);
            }
        }
    };
}
use sides;
