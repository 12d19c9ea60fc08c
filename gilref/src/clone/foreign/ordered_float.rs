//! Floats with a total order.

use crate::clone::by_clone::by_clone;
use crate::{GilClone, GilDrop, GilToken};

macro_rules! ordered_float {
    ($krate:ident) => {
        by_clone! {
            $krate::FloatIsNan,
        }

        impl<T: GilClone> GilClone for $krate::OrderedFloat<T> {
            #[inline]
            fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                $krate::OrderedFloat(self.0.clone_ref(py))
            }
        }

        impl<T: GilDrop> GilDrop for $krate::OrderedFloat<T> {
            #[inline]
            fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                self.0.drop_ref(py);
            }
        }

        /// By `Copy`: a clone made in another way could be a NaN.
        impl<T: Copy> GilClone for $krate::NotNan<T> {
            #[inline]
            fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
                *self
            }
        }

        impl<T> GilDrop for $krate::NotNan<T> {
            #[inline]
            fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
        }
    };
}

#[cfg(feature = "ordered-float")]
ordered_float!(ordered_float);
#[cfg(feature = "ordered-float-4")]
ordered_float!(ordered_float_4);
#[cfg(feature = "ordered-float-3")]
ordered_float!(ordered_float_3);
#[cfg(feature = "ordered-float-2")]
ordered_float!(ordered_float_2);
