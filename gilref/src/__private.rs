//! What the macros' expansions name besides the public items. Not for use by hand: it changes
//! without notice.

use std::marker::PhantomData;

pub use std::boxed::Box;
pub use std::marker::{Send, Sync};

use crate::{GilClone, GilToken, Python};

/// The `Clone` of a type with `#[gil_clone(attach)]`.
pub use crate::clone::attach_and_clone;
pub use crate::clone::clone_boxed;

#[cfg(feature = "pyo3")]
pub use crate::pyo3::class::{Class, IntoObject};
#[cfg(feature = "pyo3")]
pub use ::pyo3;

/// The function of a `#[gil_clone(with = ..)]` for a field of type `Field`. What it takes a reference
/// to may also be what the field dereferences to.
#[inline]
pub fn clone_with<'a, Field, Target: ?Sized, Token>(
    function: fn(&'a Target, Token) -> Field,
) -> fn(&'a Target, Token) -> Field {
    function
}

/// Calls the function of a `#[gil_clone(default = ..)]`.
#[inline]
pub fn default_with<Field>(function: fn() -> Field) -> Field {
    function()
}

/// A type that the function of a `with` can take as its token.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a token",
    label = "the function of a `with` takes a token as its second argument",
    note = "a token is a `gilref::Python<'_>` or, with the feature `pyo3`, a `pyo3::Python<'_>`"
)]
pub trait TokenOf<'py>: From<Python<'py>> {}

#[diagnostic::do_not_recommend]
impl<'py, T: From<Python<'py>>> TokenOf<'py> for T {}

/// Converts the token.
#[inline]
pub fn token<'py, T: TokenOf<'py>>(token: impl GilToken<'py>) -> T {
    T::from(token.python())
}

/// The question whether `T` has a `Drop` impl, answered by which `answer` the compiler takes.
pub struct DropImpl<T>(PhantomData<T>);

impl<T> DropImpl<T> {
    pub const QUESTION: Self = Self(PhantomData);
}

#[allow(drop_bounds, reason = "it is the question")]
impl<T: Drop> DropImpl<T> {
    #[inline]
    pub fn answer(&self) -> HasDropImpl {
        HasDropImpl
    }
}

/// The answer of those that have none: a method of a trait, which gives way to the type's own.
pub trait NoDropImpl {
    #[inline]
    fn answer(&self) -> HasNoDropImpl {
        HasNoDropImpl
    }
}

impl<T> NoDropImpl for DropImpl<T> {}

pub struct HasDropImpl;
pub struct HasNoDropImpl;

/// What the derive of `GilDrop` needs of a type.
#[diagnostic::on_unimplemented(
    message = "GilDrop can't be derived for `{Type}`, which has a `Drop` impl: nothing can be moved out of it",
    label = "this type implements `Drop`",
    note = "put the fields to release into a struct of their own, derive `GilDrop` there, and hold it as an `Option` that `Drop` leaves empty"
)]
pub trait FieldsCanBeMoved<Type> {}

impl<Type> FieldsCanBeMoved<Type> for HasNoDropImpl {}

#[inline]
pub fn refuse_drop_impl<Type, Answer: FieldsCanBeMoved<Type>>(_: Answer) {}

/// `GilClone` of a field in whose type there is a `Box<dyn ..>`, for the words where it has none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be cloned with a Python token",
    label = "a `Box` of a trait object has no `GilClone`; of `Arc<dyn ..>` a clone is another reference",
    note = "for a trait of your own, name `gilref::DynGilClone` as its supertrait, and call \
            `gilref::gil_clone_trait_object!` with it"
)]
pub trait CloneObjects: Sized {
    #[must_use]
    fn gil_clone<'py>(&self, py: impl GilToken<'py>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: GilClone> CloneObjects for T {
    #[inline]
    fn gil_clone<'py>(&self, py: impl GilToken<'py>) -> Self {
        GilClone::clone_ref(self, py)
    }
}
