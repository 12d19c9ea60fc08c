//! Entry: lets a detached thread ask for the GIL, or refuses it.

use super::attach_error::AttachError;
use crate::gate::Inside;
use crate::gates::{ATTACHING, attach_as_exiting_thread};
use crate::{fork, generation, interpreter, starting};

/// Lets a detached thread ask for the GIL, for as long as it keeps what this returns. The interpreter
/// does not end meanwhile, so the thread must not keep it longer than it takes to get the GIL.
#[inline]
pub(crate) fn enter() -> Result<Inside, AttachError> {
    fork::watch();
    let inside = ATTACHING
        .enter()
        .or_else(attach_as_exiting_thread)
        .ok_or(AttachError::Finalizing)?;
    if !generation::is_registered() {
        look_for_an_interpreter()?;
    }
    Ok(inside)
}

/// Called where no exit callback is registered: asks CPython whether there is an interpreter.
#[cold]
fn look_for_an_interpreter() -> Result<(), AttachError> {
    // Up to 3.14 "initialized" is true before `site` is imported.
    starting::wait();
    if interpreter::is_finalizing() {
        Err(AttachError::Finalizing)
    } else if interpreter::is_running() {
        #[cfg(feature = "pyo3")]
        wait_for_pyo3s_start();
        Ok(())
    } else if generation::has_ended() {
        Err(AttachError::Finalizing)
    } else {
        Err(AttachError::NotInitialized)
    }
}

/// Waits until a start by PyO3 has come to its end. An attach of PyO3's inside of this one would
/// wait too, but while it holds the GIL, which the start needs.
#[cfg(feature = "pyo3")]
fn wait_for_pyo3s_start() {
    // PyO3 starts none where there is one.
    if interpreter::is_initialized() && !starting::is_starting_thread() {
        ::pyo3::Python::initialize();
    }
}
