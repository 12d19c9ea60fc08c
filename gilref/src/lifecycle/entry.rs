//! Entry: lets a detached thread ask for the GIL, or refuses it.

use super::attach_error::AttachError;
use super::start;
use crate::gate::{ATTACHING, Inside};
use crate::{fork, generation, interpreter};

/// Lets a detached thread ask for the GIL, for as long as it keeps what this returns. The interpreter
/// does not end meanwhile, so the thread must not keep it longer than it takes to get the GIL.
#[inline]
pub(crate) fn enter() -> Result<Inside, AttachError> {
    fork::watch();
    let inside = ATTACHING
        .enter()
        .or_else(|| ATTACHING.enter_as_exiting_thread())
        .ok_or(AttachError::Finalizing)?;
    if !generation::is_registered() {
        look_for_an_interpreter()?;
    }
    Ok(inside)
}

/// Where gilref knows of no interpreter whose exit is still to come.
#[cold]
fn look_for_an_interpreter() -> Result<(), AttachError> {
    if !interpreter::is_initialized() {
        let ended = generation::has_ended() || interpreter::is_finalizing();
        return Err(if ended {
            AttachError::Finalizing
        } else {
            AttachError::NotInitialized
        });
    }
    if interpreter::is_finalizing() {
        return Err(AttachError::Finalizing);
    }
    start::wait();
    Ok(())
}
