//! Complex numbers.

use num_complex::Complex;

use crate::{GilClone, GilToken};

impl<T: GilClone> GilClone for Complex<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        Complex {
            re: self.re.clone_ref(py),
            im: self.im.clone_ref(py),
        }
    }
}
