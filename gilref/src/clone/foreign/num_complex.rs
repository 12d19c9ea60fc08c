//! Complex numbers.

use crate::{GilClone, GilDrop, GilToken};

macro_rules! num_complex {
    ($krate:ident) => {
        impl<T: GilClone> GilClone for $krate::Complex<T> {
            #[inline]
            fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                $krate::Complex {
                    re: self.re.clone_ref(py),
                    im: self.im.clone_ref(py),
                }
            }
        }

        impl<T: GilDrop> GilDrop for $krate::Complex<T> {
            #[inline]
            fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                self.re.drop_ref(py);
                self.im.drop_ref(py);
            }
        }
    };
}

#[cfg(feature = "num-complex")]
num_complex!(num_complex);
#[cfg(feature = "num-complex-0-3")]
num_complex!(num_complex_0_3);
