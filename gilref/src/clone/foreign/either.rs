//! `Either`.

use either::Either;

use crate::{GilClone, GilDrop, GilToken};

impl<L: GilClone, R: GilClone> GilClone for Either<L, R> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        match self {
            Either::Left(left) => Either::Left(left.clone_ref(py)),
            Either::Right(right) => Either::Right(right.clone_ref(py)),
        }
    }
}

impl<L: GilDrop, R: GilDrop> GilDrop for Either<L, R> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        match self {
            Either::Left(left) => left.drop_ref(py),
            Either::Right(right) => right.drop_ref(py),
        }
    }
}
