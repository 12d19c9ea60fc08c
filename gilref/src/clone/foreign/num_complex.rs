//! Complex numbers.

use num_complex::Complex;

use crate::{GilClone, GilDrop, GilToken};

impl<T: GilClone> GilClone for Complex<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        Complex {
            re: self.re.clone_ref(py),
            im: self.im.clone_ref(py),
        }
    }
}

impl<T: GilDrop> GilDrop for Complex<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.re.drop_ref(py);
        self.im.drop_ref(py);
    }
}
