//! Assertions about types, checked when this file is compiled: which traits they have and which they don't.

use std::mem::size_of;

use gilref::types::{PyAny, PyList};
use gilref::{AttachError, Borrowed, Bound, Py, PyErr, PyResult, Python, ThreadStateGuard, Ungil};

/// Compiles only if the type does not have the trait. If it had it, two impls would apply.
macro_rules! assert_not {
    ($type:ty: $($trait:tt)+) => {
        const _: fn() = || {
            trait Ambiguous<A> {
                fn some() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            #[allow(dead_code)]
            struct HasTheTrait;
            impl<T: ?Sized + $($trait)+> Ambiguous<HasTheTrait> for T {}
            let _ = <$type as Ambiguous<_>>::some;
        };
    };
}

const fn assert_send_and_sync<T: Send + Sync>() {}
const fn assert_ungil<T: Ungil>() {}
const fn assert_copy<T: Copy>() {}
const fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}

const _: () = assert_send_and_sync::<Py<PyAny>>();
const _: () = assert_send_and_sync::<Py<PyList>>();
const _: () = assert_send_and_sync::<PyErr>();
const _: () = assert_send_and_sync::<PyResult<()>>();
const _: () = assert_ungil::<Py<PyAny>>();
const _: () = assert_copy::<Python<'_>>();
const _: () = assert_copy::<Borrowed<'_, '_, PyAny>>();
const _: () = assert_error::<PyErr>();
const _: () = assert_error::<AttachError>();

#[cfg(not(feature = "py-clone"))]
assert_not!(Py<PyAny>: Clone);
assert_not!(Py<PyAny>: Copy);
assert_not!(Py<PyAny>: std::fmt::Display);
assert_not!(PyErr: Clone);
assert_not!(Bound<'static, PyAny>: Copy);

assert_not!(Python<'static>: Send);
assert_not!(Python<'static>: Sync);
assert_not!(Bound<'static, PyAny>: Send);
assert_not!(Bound<'static, PyAny>: Sync);
assert_not!(Borrowed<'static, 'static, PyAny>: Send);
assert_not!(Borrowed<'static, 'static, PyAny>: Sync);
assert_not!(ThreadStateGuard: Send);
assert_not!(ThreadStateGuard: Sync);

assert_not!(Python<'static>: Ungil);
assert_not!(Bound<'static, PyAny>: Ungil);
assert_not!(&'static Bound<'static, PyAny>: Ungil);
assert_not!(Borrowed<'static, 'static, PyAny>: Ungil);
assert_not!(std::fmt::Arguments<'static>: Ungil);

const _: () = assert!(size_of::<Python<'_>>() == 0);
const _: () = assert!(size_of::<Py<PyAny>>() == size_of::<usize>());
const _: () = assert!(size_of::<Option<Py<PyAny>>>() == size_of::<usize>());
const _: () = assert!(size_of::<Bound<'_, PyAny>>() == size_of::<usize>());
const _: () = assert!(size_of::<Option<Bound<'_, PyAny>>>() == size_of::<usize>());
const _: () = assert!(size_of::<Borrowed<'_, '_, PyAny>>() == size_of::<usize>());

#[test]
fn sizes_and_traits_are_as_documented() {
    // Compiling this file is the test.
}
