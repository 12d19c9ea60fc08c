//! Floats with a total order.

use ordered_float::{FloatIsNan, NotNan, OrderedFloat};

use crate::clone::by_clone::by_clone;
use crate::{GilClone, GilDrop, GilToken};

by_clone! {
    FloatIsNan,
}

impl<T: GilClone> GilClone for OrderedFloat<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        OrderedFloat(self.0.clone_ref(py))
    }
}

/// By `Copy`: a clone made in another way could be a NaN.
impl<T: Copy> GilClone for NotNan<T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        *self
    }
}

impl<T: GilDrop> GilDrop for OrderedFloat<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.0.drop_ref(py);
    }
}

impl<T: Copy> GilDrop for NotNan<T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}
