//! The impls that [`Plain`](super::Plain) and [`AttachClone`](super::AttachClone) share: both are a
//! value under another name.

/// Implements for a `struct Newtype<T>(pub T)` what makes it usable in place of the value.
macro_rules! newtype {
    ($ty:ident) => {
        impl<T> From<T> for $ty<T> {
            #[inline]
            fn from(value: T) -> Self {
                $ty(value)
            }
        }

        impl<T> ::std::ops::Deref for $ty<T> {
            type Target = T;

            #[inline]
            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> ::std::ops::DerefMut for $ty<T> {
            #[inline]
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }

        impl<T: ::std::fmt::Debug> ::std::fmt::Debug for $ty<T> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<T: ::std::fmt::Display> ::std::fmt::Display for $ty<T> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}
pub(super) use newtype;
