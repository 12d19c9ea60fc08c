//! Just attached: registers the exit callback and drains, on a thread that has just attached.

use super::drain::drain_to_limit;
use super::nudge;
use crate::token::Python;

/// Registers the exit callback, unless that has been done, and drains up to the limit. The interpreter
/// loop is asked for what is left over.
///
/// Runs destructors, and so any code.
#[inline]
pub(crate) fn just_attached(py: Python<'_>) {
    if drain_to_limit(py) {
        nudge::ask();
    }
}
