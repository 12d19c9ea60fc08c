//! Cloning with a token.

use crate::GilToken;

/// `Clone` for values that hold Python references.
pub trait GilClone: Sized {
    /// A copy of `self`; Python references inside are new owned references.
    #[must_use]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self;
}
