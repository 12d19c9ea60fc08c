//! `SmallVec`.

use smallvec::{Array, SmallVec};

use crate::clone::sequence::drop_each;
use crate::with::pair::ClonePairs;
use crate::{GilClone, GilDrop, GilToken};

/// The clone is inline wherever its elements fit, also when the original has spilled.
impl<A: Array<Item: GilClone>> GilClone for SmallVec<A> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

drop_each! {
    [A: Array<Item: GilDrop>] SmallVec<A>;
}

impl<P: ClonePairs, A: Array<Item = P>> ClonePairs for SmallVec<A> {
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
