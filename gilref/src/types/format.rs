//! `Debug` and `Display` of `Bound` and `Borrowed`: Python's `repr()` and `str()`.

use std::fmt;

use super::PyAny;
use crate::err::type_name;
use crate::{Borrowed, Bound, PyErr, PyResult};

/// Python's `repr()`.
impl<T> fmt::Debug for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = self.as_any();
        write_or_name(any, any.repr().and_then(|text| text.to_rust()), f)
    }
}

/// Python's `str()`.
impl<T> fmt::Display for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = self.as_any();
        write_or_name(any, any.str().and_then(|text| text.to_rust()), f)
    }
}

/// Python's `repr()`.
impl<T> fmt::Debug for Borrowed<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// Python's `str()`.
impl<T> fmt::Display for Borrowed<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

/// Writes the text. If `repr()` or `str()` has raised, writes the name of the type and passes the
/// exception to `sys.unraisablehook`, because `fmt` can't return it.
fn write_or_name(
    any: &Bound<'_, PyAny>,
    text: PyResult<String>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match text {
        Ok(text) => f.write_str(&text),
        Err(error) => {
            PyErr::write_unraisable(error, any.py(), Some(any));
            write!(f, "<unprintable {} object>", type_name(any))
        }
    }
}
