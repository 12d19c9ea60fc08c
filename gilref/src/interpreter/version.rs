//! Version of the interpreter that runs. It may be newer than the one that an `abi3` module was
//! built against.

/// Whether it is 3.12 or later.
#[cfg(any(Py_LIMITED_API, not(Py_3_12)))]
pub(crate) fn runs_3_12_or_later() -> bool {
    cfg!(Py_3_12) || runs_or_later(12)
}

/// Whether it is 3.15 or later.
pub(super) fn runs_3_15_or_later() -> bool {
    cfg!(Py_3_15) || runs_or_later(15)
}

/// Whether it is 3.`minor` or later, which is known when gilref is built unless it is for the limited
/// API.
fn runs_or_later(minor: u32) -> bool {
    cfg!(Py_LIMITED_API) && running_minor() >= minor
}

/// 12 of 3.12.1.
fn running_minor() -> u32 {
    // SAFETY: "3.12.1 (main, ...": a static C string, available before initialization.
    let version = unsafe { pyo3_ffi::Py_GetVersion() };
    // SAFETY: as above.
    let version = unsafe { std::ffi::CStr::from_ptr(version) }.to_bytes();
    let minor = version.split(|&byte| byte == b'.').nth(1);
    let digits = minor.unwrap_or_default().iter();
    digits.fold(0, |number, digit| {
        number * 10 + u32::from(digit.wrapping_sub(b'0'))
    })
}
