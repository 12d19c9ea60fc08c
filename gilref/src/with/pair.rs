//! Pairs whose first or second half has only `Clone`, alone or in a sequence.

use std::collections::{LinkedList, VecDeque};

use crate::{GilClone, Python};

/// A pair, or a sequence of pairs, whose first half has only `Clone` and whose second has
/// [`GilClone`].
///
/// ```
/// use gilref::types::PyAny;
/// use gilref::{GilClone, Py, with};
///
/// #[derive(Clone)]
/// struct Qubit(u32);
///
/// #[derive(GilClone)]
/// struct Circuit {
///     #[gil_clone(with = with::plain_first)]
///     wires: Vec<(Qubit, Py<PyAny>)>,
/// }
/// ```
#[must_use]
pub fn plain_first<P>(pairs: &P, py: Python<'_>) -> P
where
    P: Pairs,
    P::First: Clone,
    P::Second: GilClone,
{
    pairs.clone_pairs(&mut Clone::clone, &mut |second| second.clone_ref(py))
}

/// A pair, or a sequence of pairs, whose first half has [`GilClone`] and whose second has only
/// `Clone`.
#[must_use]
pub fn plain_second<P>(pairs: &P, py: Python<'_>) -> P
where
    P: Pairs,
    P::First: GilClone,
    P::Second: Clone,
{
    pairs.clone_pairs(&mut |first| first.clone_ref(py), &mut Clone::clone)
}

/// The types that [`plain_first`] and [`plain_second`] can clone.
///
/// These are pairs, and `Option`, `Box`, `Box<[_]>`, `Vec`, `VecDeque`, `LinkedList` and arrays of
/// these types; `SmallVec` and `ArrayVec` with the features `smallvec` and `arrayvec`. The trait is
/// sealed.
pub trait Pairs: ClonePairs {}

impl<P: ClonePairs> Pairs for P {}

/// What [`Pairs`] hides.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a pair nor a sequence of pairs that `gilref::with` can clone",
    label = "no pairs",
    note = "for maps, there are `gilref::with::plain_keys` and `plain_values`"
)]
pub trait ClonePairs: Sized {
    /// The type of a pair's first half.
    type First;
    /// The type of a pair's second half.
    type Second;

    /// A copy, in which each pair is made by the two functions. They are passed by reference: passed
    /// by value, each nested sequence would wrap them in another closure.
    fn clone_pairs(
        &self,
        first: &mut impl FnMut(&Self::First) -> Self::First,
        second: &mut impl FnMut(&Self::Second) -> Self::Second,
    ) -> Self;
}

impl<A, B> ClonePairs for (A, B) {
    type First = A;
    type Second = B;

    #[inline]
    fn clone_pairs(
        &self,
        first: &mut impl FnMut(&A) -> A,
        second: &mut impl FnMut(&B) -> B,
    ) -> Self {
        (first(&self.0), second(&self.1))
    }
}

impl<P: ClonePairs, const N: usize> ClonePairs for [P; N] {
    type First = P::First;
    type Second = P::Second;

    fn clone_pairs(
        &self,
        first: &mut impl FnMut(&P::First) -> P::First,
        second: &mut impl FnMut(&P::Second) -> P::Second,
    ) -> Self {
        std::array::from_fn(|i| self[i].clone_pairs(first, second))
    }
}

impl<P: ClonePairs> ClonePairs for Box<P> {
    type First = P::First;
    type Second = P::Second;

    fn clone_pairs(
        &self,
        first: &mut impl FnMut(&P::First) -> P::First,
        second: &mut impl FnMut(&P::Second) -> P::Second,
    ) -> Self {
        Box::new((**self).clone_pairs(first, second))
    }
}

/// Implements it for what is iterated by reference and collected.
macro_rules! sequence {
    ($([$($param:tt)*] $ty:ty;)*) => {$(
        impl<$($param)*> ClonePairs for $ty {
            type First = P::First;
            type Second = P::Second;

            fn clone_pairs(
                &self,
                first: &mut impl FnMut(&P::First) -> P::First,
                second: &mut impl FnMut(&P::Second) -> P::Second,
            ) -> Self {
                self.iter().map(|pairs| pairs.clone_pairs(first, second)).collect()
            }
        }
    )*};
}

sequence! {
    [P: ClonePairs] Box<[P]>;
    [P: ClonePairs] LinkedList<P>;
    [P: ClonePairs] Vec<P>;
    [P: ClonePairs] VecDeque<P>;
}

impl<P: ClonePairs> ClonePairs for Option<P> {
    type First = P::First;
    type Second = P::Second;

    fn clone_pairs(
        &self,
        first: &mut impl FnMut(&P::First) -> P::First,
        second: &mut impl FnMut(&P::Second) -> P::Second,
    ) -> Self {
        self.as_ref().map(|pair| pair.clone_pairs(first, second))
    }
}
