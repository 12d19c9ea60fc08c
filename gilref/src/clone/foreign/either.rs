//! `Either`.

use either::Either;

use crate::{GilClone, GilToken};

impl<L: GilClone, R: GilClone> GilClone for Either<L, R> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        match self {
            Either::Left(left) => Either::Left(left.clone_ref(py)),
            Either::Right(right) => Either::Right(right.clone_ref(py)),
        }
    }
}
