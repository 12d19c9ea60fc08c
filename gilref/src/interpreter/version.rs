//! The version of the interpreter that runs: an `abi3` module is built against an older one.

/// Whether it is 3.12 or later.
#[cfg(not(Py_3_12))]
pub(super) fn runs_3_12_or_later() -> bool {
    if cfg!(not(Py_LIMITED_API)) {
        return false;
    }
    // SAFETY: "3.12.1 (main, ...": a static C string, available before initialization.
    let version = unsafe { pyo3_ffi::Py_GetVersion() };
    // SAFETY: as above.
    let version = unsafe { std::ffi::CStr::from_ptr(version) }.to_bytes();
    let minor = version
        .split(|&byte| byte == b'.')
        .nth(1)
        .unwrap_or_default();
    // "9" is less than "12" as a number, not as text.
    minor.len() > 1 && minor >= b"12".as_slice()
}

/// Whether it is 3.12 or later.
#[cfg(all(Py_3_12, Py_LIMITED_API))]
pub(super) fn runs_3_12_or_later() -> bool {
    true
}
