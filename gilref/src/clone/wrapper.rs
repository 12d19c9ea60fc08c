//! Wrappers: types that hold one value or a few, such as `Box`, `Cow` and `Range`.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io::Cursor;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::num::{Saturating, Wrapping};
use std::ops::{Bound, ControlFlow, Range, RangeFrom, RangeTo, RangeToInclusive};
use std::pin::Pin;
use std::sync::mpsc::{SendError, TrySendError};
use std::task::Poll;

use crate::{GilClone, GilDrop, GilToken};

impl<T: GilClone> GilClone for Box<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        Box::new((**self).clone_ref(py))
    }
}

impl<T: GilClone> GilClone for Pin<Box<T>> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        Box::pin((**self).clone_ref(py))
    }
}

impl<T: GilDrop> GilDrop for Box<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        (*self).drop_ref(py);
    }
}

/// As Rust drops it: what is pinned can't be moved out.
impl<T> GilDrop for Pin<Box<T>> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

/// A borrowed value stays borrowed.
impl<B> GilClone for Cow<'_, B>
where
    B: ?Sized + ToOwned<Owned: GilClone>,
{
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        match self {
            Cow::Borrowed(value) => Cow::Borrowed(value),
            Cow::Owned(value) => Cow::Owned(value.clone_ref(py)),
        }
    }
}

impl<B> GilDrop for Cow<'_, B>
where
    B: ?Sized + ToOwned<Owned: GilDrop>,
{
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        if let Cow::Owned(value) = self {
            value.drop_ref(py);
        }
    }
}

impl<T: Copy> GilClone for MaybeUninit<T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        *self
    }
}

/// Nothing: the value is never dropped.
impl<T> GilDrop for MaybeUninit<T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

impl<T: GilClone> GilClone for ManuallyDrop<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        ManuallyDrop::new((**self).clone_ref(py))
    }
}

/// Nothing: the value is never dropped.
impl<T> GilDrop for ManuallyDrop<T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

/// The position is kept.
impl<T: GilClone> GilClone for Cursor<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        let mut copy = Cursor::new(self.get_ref().clone_ref(py));
        copy.set_position(self.position());
        copy
    }
}

impl<T: GilDrop> GilDrop for Cursor<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.into_inner().drop_ref(py);
    }
}

/// Structs whose fields are public: each is cloned, and each is released.
macro_rules! fields {
    ($($ty:ident<$param:ident> { $($field:tt),+ })*) => {$(
        impl<$param: GilClone> GilClone for $ty<$param> {
            #[inline]
            fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                $ty { $($field: self.$field.clone_ref(py)),+ }
            }
        }

        impl<$param: GilDrop> GilDrop for $ty<$param> {
            #[inline]
            fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                $(self.$field.drop_ref(py);)+
            }
        }
    )*};
}

fields! {
    Range<T> { start, end }
    RangeFrom<T> { start }
    RangeTo<T> { end }
    RangeToInclusive<T> { end }
    Reverse<T> { 0 }
    Saturating<T> { 0 }
    SendError<T> { 0 }
    Wrapping<T> { 0 }
}

/// Enums: the variant is kept, and what is in it is cloned, or released.
macro_rules! variants {
    ($($ty:ident<$($param:ident),+> { $($variant:ident $(($value:ident))?),+ })*) => {$(
        impl<$($param: GilClone),+> GilClone for $ty<$($param),+> {
            #[inline]
            fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                match self {
                    $($ty::$variant $(($value))? => $ty::$variant $(($value.clone_ref(py)))?,)+
                }
            }
        }

        impl<$($param: GilDrop),+> GilDrop for $ty<$($param),+> {
            #[inline]
            fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                match self {
                    $($ty::$variant $(($value))? => { $($value.drop_ref(py))? })+
                }
            }
        }
    )*};
}

variants! {
    Option<T> { None, Some(value) }
    Result<T, E> { Ok(value), Err(error) }
    Bound<T> { Included(value), Excluded(value), Unbounded }
    ControlFlow<B, C> { Continue(value), Break(value) }
    Poll<T> { Ready(value), Pending }
    TrySendError<T> { Full(value), Disconnected(value) }
}
