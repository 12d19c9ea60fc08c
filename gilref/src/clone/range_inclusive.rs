//! `RangeInclusive`: a clone keeps the flag that says whether the range is exhausted.

use std::mem::MaybeUninit;
use std::ops::{Bound, RangeBounds, RangeInclusive};
use std::ptr;

use crate::{GilClone, GilDrop, GilToken};

/// A range that is exhausted stays so.
impl<T: GilClone> GilClone for RangeInclusive<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        let (start, end) = (self.start().clone_ref(py), self.end().clone_ref(py));
        // An exhausted range says that its end is excluded.
        if matches!(self.end_bound(), Bound::Excluded(_)) {
            exhausted(self, start, end)
        } else {
            RangeInclusive::new(start, end)
        }
    }
}

/// `like` with another start and another end. For any `T` there is no function that makes an
/// exhausted range: what is not `start` or `end` is copied.
#[cold]
fn exhausted<T>(like: &RangeInclusive<T>, start: T, end: T) -> RangeInclusive<T> {
    let offset_of = |field: &T| ptr::from_ref(field).addr() - ptr::from_ref(like).addr();
    let (start_at, end_at) = (offset_of(like.start()), offset_of(like.end()));
    let mut copy = MaybeUninit::<RangeInclusive<T>>::uninit();
    let base = copy.as_mut_ptr();
    // SAFETY: both are valid for one value and don't overlap. The copies of `start` and `end` are
    // never used: they are overwritten below, and a `MaybeUninit` drops nothing.
    unsafe { ptr::copy_nonoverlapping(like, base, 1) };
    // SAFETY: `start()` returned a reference to a `T` inside `like`, at this offset: there is one
    // inside the copy too.
    unsafe { base.wrapping_byte_add(start_at).cast::<T>().write(start) };
    // SAFETY: as above, for `end()`.
    unsafe { base.wrapping_byte_add(end_at).cast::<T>().write(end) };
    // SAFETY: every field was copied, and those that may own something were replaced.
    unsafe { copy.assume_init() }
}

impl<T: GilDrop> GilDrop for RangeInclusive<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.into_inner().drop_ref(py);
    }
}
