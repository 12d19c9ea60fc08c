//! Detaches this thread for the length of a call, by PyO3's own `detach`, so that PyO3's count of
//! attachments is right.

use crate::token::Python;

/// Runs `f` detached, by PyO3's own `detach`.
///
/// PyO3 counts attachments and believes its count. If CPython were told alone, PyO3 would take the
/// thread for attached inside `f`: it would release references and hand out tokens there.
///
/// The caller has checked that `f` and its result are [`Ungil`](crate::Ungil).
pub(crate) fn run_detached<T, F>(py: Python<'_>, f: F) -> T
where
    F: FnOnce() -> T,
{
    let mut call = Call {
        function: Some(f),
        result: None,
    };
    let erased = Erased {
        run: Call::<F, T>::run,
        call: (&raw mut call).cast(),
    };
    ::pyo3::Python::from(py).detach(move || erased.run());
    match call.result {
        Some(result) => result,
        None => unreachable!("PyO3 calls what it is given"),
    }
}

struct Call<F, T> {
    function: Option<F>,
    result: Option<T>,
}

impl<F: FnOnce() -> T, T> Call<F, T> {
    /// # Safety
    ///
    /// `call` points to a `Self` that nobody else uses meanwhile.
    unsafe fn run(call: *mut ()) {
        // SAFETY: the caller's promise.
        let call = unsafe { &mut *call.cast::<Self>() };
        call.result = call.function.take().map(|function| function());
    }
}

/// A call without its types: PyO3 has an `Ungil` of its own, and gilref's does not imply it.
struct Erased {
    run: unsafe fn(*mut ()),
    call: *mut (),
}

// SAFETY: never leaves its thread. PyO3 asks for `Send` to keep tokens out, as gilref's `Ungil` has
// done for what the pointer points to.
unsafe impl Send for Erased {}

impl Erased {
    fn run(self) {
        // SAFETY: made in `run_detached`, which waits for this call and meanwhile does not touch
        // what the pointer points to.
        unsafe { (self.run)(self.call) };
    }
}
