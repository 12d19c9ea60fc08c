//! Tuples of up to twelve elements, the limit of std's own traits.

use crate::{GilClone, GilDrop, GilToken};

// Without `do_not_recommend`: with it, the compiler's error for an element without an impl would be about
// the tuple.
macro_rules! tuple {
    ($($name:ident . $index:tt),+) => {
        impl<$($name: GilClone),+> GilClone for ($($name,)+) {
            #[inline]
            fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                ($(self.$index.clone_ref(py),)+)
            }
        }

        impl<$($name: GilDrop),+> GilDrop for ($($name,)+) {
            #[inline]
            fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                $(self.$index.drop_ref(py);)+
            }
        }
    };
}

tuple!(A.0);
tuple!(A.0, B.1);
tuple!(A.0, B.1, C.2);
tuple!(A.0, B.1, C.2, D.3);
tuple!(A.0, B.1, C.2, D.3, E.4);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5, G.6);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5, G.6, H.7);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5, G.6, H.7, I.8);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5, G.6, H.7, I.8, J.9);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5, G.6, H.7, I.8, J.9, K.10);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5, G.6, H.7, I.8, J.9, K.10, L.11);
