//! The proof that a thread is attached.

use std::marker::PhantomData;

/// A proof that this thread is attached to the Python interpreter.
#[derive(Clone, Copy)]
pub struct Python<'py> {
    /// `'py` ends where the attachment ends; a raw pointer is neither `Send` nor `Sync`.
    attached: PhantomData<(&'py (), *const ())>,
}

/// What every function that needs a proof takes.
pub trait GilToken<'py>: Copy {
    /// The proof as gilref's own token.
    fn python(self) -> Python<'py>;
}

impl<'py> GilToken<'py> for Python<'py> {
    fn python(self) -> Python<'py> {
        self
    }
}
