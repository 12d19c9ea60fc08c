//! Clone needs a token: the compiler's error for `.clone()` on a `Py`.

#[cfg(not(feature = "py-clone"))]
use crate::py::Py;

#[cfg(not(feature = "py-clone"))]
impl<T> Py<T> {
    /// Can't be called. It stands where `clone` would be and says what to call instead: without it,
    /// `.clone()` on a `&Py` would find the `Clone` of references, and the compiler speak of
    /// mismatched types.
    #[doc(hidden)]
    #[allow(clippy::should_implement_trait)]
    pub fn clone(&self) -> Self
    where
        Self: CloneWithoutToken,
    {
        unreachable!("nothing implements `CloneWithoutToken`")
    }
}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be cloned without a token",
    label = "a new reference needs a proof that this thread is attached: `.clone_ref(py)`"
)]
pub trait CloneWithoutToken {}
