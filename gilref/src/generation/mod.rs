//! Generation: which interpreter this is, by the number of those that have ended.
//!
//! A process may finalize its interpreter and start another. The memory of the first one's objects is
//! then gone. What belongs to an interpreter therefore carries the *generation* in which it was made,
//! and a generation ends with its interpreter.

mod word;

pub(crate) use word::Word;

/// The one word of this copy of gilref.
pub(crate) static WORD: Word = Word::new();

/// The generation of what is made now.
#[inline]
pub(crate) fn current() -> u32 {
    WORD.current()
}

/// The same, and whether that interpreter's exit is still to come: `true` is certain. One load.
#[inline]
pub(crate) fn current_and_registered() -> (u32, bool) {
    WORD.current_and_registered()
}

/// Whether the exit callback of this interpreter is registered.
#[inline]
pub(crate) fn is_registered() -> bool {
    WORD.is_registered()
}

/// Whether an interpreter that gilref knew has ended.
pub(crate) fn has_ended() -> bool {
    current() > 0
}
