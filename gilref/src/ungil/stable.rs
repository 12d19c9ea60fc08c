//! `Ungil` with a stable compiler: every `Send` type.

/// Values that may enter and leave [`Python::detach`](crate::Python::detach).
///
/// What must stay outside are tokens and everything that carries one: `Python`, `Bound`,
/// `Borrowed`.
///
/// On a stable compiler this is every `Send` type, because tokens are not `Send`. That is stricter
/// than needed (an `Rc` is refused, although it is harmless), and it has known holes, which no
/// library on stable Rust can close:
///
/// - wrappers that claim `Send` and check the thread at run time (`send_wrapper::SendWrapper`): the
///   closure of `detach` runs on the same thread, so that the check passes and a token gets in;
/// - thread locals that lend their content for a scope (`scoped-tls`): a token put there before
///   `detach` can be got inside.
///
/// With the feature `nightly` this is an auto trait of its own, which closes the first hole and
/// lets `Rc` in; the second stays open.
///
/// # Safety
///
/// Implemented for every `Send` type, so that there is hardly a reason to implement it by hand. Who
/// does it promises that the type holds no token, and no reference to a Python object that can be
/// used without one.
///
/// # Example
///
/// ```
/// # use gilref::{Py, Ungil, types::PyAny};
/// fn may_enter_detach<T: Ungil>() {}
/// may_enter_detach::<Vec<Py<PyAny>>>();
/// ```
pub unsafe trait Ungil {}

// Not hidden from error messages (`do_not_recommend`): they say which value of the closure is not
// `Send`, which words of our own on `Ungil` could not. SAFETY: tokens are not `Send`, so that a
// `Send` type holds none, but for the holes named above.
unsafe impl<T: Send> Ungil for T {}
