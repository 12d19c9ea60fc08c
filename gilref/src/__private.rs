//! Private items: what the code that the macros write uses besides the public items. Not a public
//! API: it changes without notice.

use std::marker::PhantomData;

pub use std::boxed::Box;
pub use std::marker::{Send, Sync};

use crate::{GilClone, GilDrop, GilToken, Python};

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
) -> With<'a, Field, Target, Token> {
    With(function)
}

/// A function that the compiler has checked, ready to be called.
pub struct With<'a, Field, Target: ?Sized, Token>(fn(&'a Target, Token) -> Field);

impl<'a, 'py, Field, Target: ?Sized> With<'a, Field, Target, Python<'py>> {
    /// For a function that takes gilref's token. It also decides for one that takes `impl GilToken`:
    /// as the only method of the type itself, it is chosen where the type of the token is still open.
    #[inline]
    pub fn __gilref_call(self, field: &'a Target, py: impl GilToken<'py>) -> Field {
        (self.0)(field, py.python())
    }
}

/// For a function that takes another token.
pub trait CallWith<'a, Field, Target: ?Sized, Token> {
    fn __gilref_call<'py>(self, field: &'a Target, py: impl GilToken<'py>) -> Field
    where
        Token: TokenOf<'py>;
}

impl<'a, Field, Target: ?Sized, Token> CallWith<'a, Field, Target, Token>
    for With<'a, Field, Target, Token>
{
    #[inline]
    fn __gilref_call<'py>(self, field: &'a Target, py: impl GilToken<'py>) -> Field
    where
        Token: TokenOf<'py>,
    {
        (self.0)(field, Token::from(py.python()))
    }
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

/// What an impl assumes of a type that may be unsized. As `for<'a> Type: AssumeSized<'a>` it is an
/// assumption, which the compiler does not check where the impl is written.
pub trait AssumeSized<'a>: Sized {}

#[diagnostic::do_not_recommend]
impl<T> AssumeSized<'_> for T {}

/// The functions that clone and release a field whose type has the name of one of std's unsized
/// types. For those, the compiler chooses the functions of this type, and for all others those of
/// `SizedField`. Each returns a function pointer and takes no arguments, so that an error points at
/// the type and not at an argument.
pub struct Doubtful<T: ?Sized, const IS_LAST: bool>(PhantomData<T>);

pub trait SizedField<T> {
    #[inline]
    fn cloning<'py, Token: GilToken<'py>>() -> fn(&T, Token) -> T
    where
        T: GilClone,
    {
        GilClone::clone_ref
    }

    #[inline]
    fn dropping<'py, Token: GilToken<'py>>() -> fn(T, Token)
    where
        T: GilDrop,
    {
        GilDrop::drop_ref
    }
}

impl<T, const IS_LAST: bool> SizedField<T> for Doubtful<T, IS_LAST> {}

/// The unsized types of std.
pub trait NoSize {}

impl NoSize for std::ffi::CStr {}
impl NoSize for std::ffi::OsStr {}
impl NoSize for std::path::Path {}
impl NoSize for str {}

impl<Field: NoSize + ?Sized, const IS_LAST: bool> Doubtful<Field, IS_LAST> {
    pub fn cloning<T, Token>() -> fn(&T, Token) -> T
    where
        IsLast<IS_LAST>: MayHaveNoSize<Field>,
    {
        unreachable!("the compiler has refused the type")
    }

    pub fn dropping<T, Token>() -> fn(T, Token)
    where
        IsLast<IS_LAST>: MayBeDropped<Field>,
    {
        unreachable!("the compiler has refused the type")
    }
}

/// Whether a field is the last of a struct. For an unsized field elsewhere, the compiler has an error
/// of its own, and none is added.
pub struct IsLast<const IS_LAST: bool>;

#[diagnostic::on_unimplemented(
    message = "GilClone can't be derived for a type with a dynamically sized field: \
               a clone is returned by value; put the field behind `Arc` or `Box`",
    label = "`{Field}` has no size"
)]
pub trait MayHaveNoSize<Field: ?Sized> {}

impl<Field: ?Sized> MayHaveNoSize<Field> for IsLast<false> {}

#[diagnostic::on_unimplemented(
    message = "GilDrop can't be derived for a type with a dynamically sized field: it is released by value",
    label = "`{Field}` has no size"
)]
pub trait MayBeDropped<Field: ?Sized> {}

impl<Field: ?Sized> MayBeDropped<Field> for IsLast<false> {}
