//! Tokens: conversions between gilref's and PyO3's. Both prove the same: that the thread is
//! attached.

use crate::{GilToken, Python};

/// PyO3's token proves what gilref's does.
impl<'py> GilToken<'py> for ::pyo3::Python<'py> {
    #[inline]
    fn python(self) -> Python<'py> {
        // SAFETY: 1. PyO3 gives a token only to an attached thread, which stays attached for `'py`
        //         but for `detach`. No token of gilref enters PyO3's `detach`: it is not `Send`,
        //         and under PyO3's feature `nightly` it holds a token of PyO3's.
        //         2. `'py` is the lifetime of PyO3's token.
        unsafe { Python::assume_attached() }
    }
}

impl<'py> From<::pyo3::Python<'py>> for Python<'py> {
    #[inline]
    fn from(py: ::pyo3::Python<'py>) -> Self {
        py.python()
    }
}

/// PyO3's counter of attachments is not changed by this, which
/// [a page in the repository](https://github.com/OWNER/gilref/blob/main/docs/with-pyo3.md) explains.
impl<'py> From<Python<'py>> for ::pyo3::Python<'py> {
    #[inline]
    fn from(_py: Python<'py>) -> Self {
        // SAFETY: gilref's token proves that the thread is attached for `'py` but for `detach`,
        // which is PyO3's own (see `interpreter::run_detached`) and which no token of PyO3's enters: none is
        // `Ungil`.
        unsafe { ::pyo3::Python::assume_attached() }
    }
}
