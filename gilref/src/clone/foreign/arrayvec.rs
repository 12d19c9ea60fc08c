//! `ArrayVec` and `ArrayString`.

use arrayvec::{ArrayString, ArrayVec};

use crate::clone::sequence::drop_each;
use crate::with::pair::ClonePairs;
use crate::{GilClone, GilDrop, GilToken};

impl<T: GilClone, const CAP: usize> GilClone for ArrayVec<T, CAP> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

impl<const CAP: usize> GilClone for ArrayString<CAP> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        *self
    }
}

drop_each! {
    [T: GilDrop, const CAP: usize] ArrayVec<T, CAP>;
}

impl<const CAP: usize> GilDrop for ArrayString<CAP> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

impl<P: ClonePairs, const CAP: usize> ClonePairs for ArrayVec<P, CAP> {
    type First = P::First;
    type Second = P::Second;

    fn clone_pairs(
        &self,
        first: &mut impl FnMut(&P::First) -> P::First,
        second: &mut impl FnMut(&P::Second) -> P::Second,
    ) -> Self {
        self.iter()
            .map(|pairs| pairs.clone_pairs(first, second))
            .collect()
    }
}
