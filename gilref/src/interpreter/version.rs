//! Version of the interpreter that runs. It may be newer than the one that an `abi3` module was
//! built against.

/// Whether it is 3.12 or later.
#[cfg(any(Py_LIMITED_API, not(Py_3_12)))]
pub(crate) fn runs_3_12_or_later() -> bool {
    cfg!(Py_3_12) || runs_or_later(12)
}

/// Whether it is 3.12.4 or later.
pub(super) fn runs_3_12_4_or_later() -> bool {
    cfg!(Py_3_13) || (cfg!(Py_3_12) || cfg!(Py_LIMITED_API)) && running() >= [12, 4]
}

/// Whether it is 3.15 or later.
pub(super) fn runs_3_15_or_later() -> bool {
    cfg!(Py_3_15) || runs_or_later(15)
}

/// Whether it is 3.`minor` or later, which is known when gilref is built unless it is for the limited
/// API.
fn runs_or_later(minor: u32) -> bool {
    cfg!(Py_LIMITED_API) && running() >= [minor, 0]
}

/// 12 and 1 of 3.12.1.
fn running() -> [u32; 2] {
    // SAFETY: "3.12.1 (main, ...": a static C string, available before initialization.
    let version = unsafe { pyo3_ffi::Py_GetVersion() };
    // SAFETY: as above.
    let version = unsafe { std::ffi::CStr::from_ptr(version) }.to_bytes();
    let mut numbers = version.split(|&byte| byte == b'.').skip(1);
    [(); 2].map(|()| {
        let digits = numbers.next().unwrap_or_default().iter();
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    })
}
