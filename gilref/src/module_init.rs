//! The init function of an extension module: what it calls first.

use crate::{PyErr, PyResult, Python, interpreter, lifecycle};

impl Python<'_> {
    /// Registers gilref's exit callback, or says that this interpreter is not supported: what an extension
    /// module that is written without PyO3 calls first in its init function.
    ///
    /// Without it the callback is registered at the first outermost
    /// [`attach`](Python::attach), after those that the module has registered till then: see there. Like
    /// [`initialize`](Python::initialize), but for the error, which is raised where the module is
    /// imported.
    ///
    /// # Errors
    ///
    /// `ImportError` in a sub-interpreter: references that are dropped on detached threads would be
    /// released in the main interpreter.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::{PyResult, Python};
    /// fn exec(py: Python<'_>) -> PyResult<()> {
    ///     py.register_exit()?;
    ///     // ...
    /// #   Ok(())
    /// }
    /// # Python::initialize();
    /// # Python::attach(exec).unwrap();
    /// ```
    pub fn register_exit(self) -> PyResult<()> {
        if !interpreter::is_main(self) {
            return Err(PyErr::import_error(
                self,
                &interpreter::IN_SUB_INTERPRETER.to_string_lossy(),
            ));
        }
        lifecycle::ensure_registered(self);
        Ok(())
    }
}
