//! Python code: imports modules, runs statements, evaluates expressions.

use pyo3_ffi as ffi;

use super::{PyAny, PyDict, PyModule};
use crate::{Bound, PyErr, PyResult, Python};

impl<'py> Python<'py> {
    /// `import name`, as the innermost module: `a.b` gives `b`.
    ///
    /// # Errors
    ///
    /// `ImportError`, or what the module's code raises.
    pub fn import(self, name: &str) -> PyResult<Bound<'py, PyModule>> {
        PyModule::import(self, name)
    }

    /// The value of an expression.
    ///
    /// Without `globals`, in the namespace of `__main__`; without `locals`, these are the globals.
    ///
    /// # Errors
    ///
    /// `SyntaxError`, `ValueError` when the code has a null character, or what it raises.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::{PyResult, Python, types::PyDict};
    /// # Python::initialize();
    /// # Python::attach(|py| -> PyResult<()> {
    /// let locals = PyDict::new(py);
    /// locals.set_item("x", 6)?;
    /// assert_eq!(py.eval("x * 7", None, Some(&locals))?.extract::<u8>()?, 42);
    /// # Ok(()) }).unwrap();
    /// ```
    #[doc(alias("PyRun_String", "Py_CompileString"))]
    pub fn eval(
        self,
        code: &str,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        execute(self, code, "eval", globals, locals)
    }

    /// Runs statements.
    ///
    /// Without `globals`, in the namespace of `__main__`; without `locals`, these are the globals.
    ///
    /// # Errors
    ///
    /// `SyntaxError`, `ValueError` when the code has a null character, or what it raises.
    #[doc(alias("exec", "PyRun_String"))]
    pub fn run(
        self,
        code: &str,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<()> {
        execute(self, code, "exec", globals, locals).map(drop)
    }

    /// `None`.
    #[inline]
    #[must_use]
    pub fn none(self) -> Bound<'py, PyAny> {
        // SAFETY: the address of a static object.
        let none = unsafe { ffi::Py_None() };
        // SAFETY: as above.
        unsafe { Bound::from_borrowed_ptr(self, none) }
    }
}

fn execute<'py>(
    py: Python<'py>,
    code: &str,
    mode: &str,
    globals: Option<&Bound<'py, PyDict>>,
    locals: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    // From 3.12 on `compile` raises a `SyntaxError`.
    if code.contains('\0') {
        return Err(PyErr::value_error(
            py,
            "source code string cannot contain null characters",
        ));
    }
    let globals = match globals {
        Some(globals) => globals.clone(),
        None => py.import("__main__")?.dict(),
    };
    // Without this entry code sees no built-ins where no Python frame is below it to take them
    // from.
    if globals.get_item("__builtins__")?.is_none() {
        globals.set_item("__builtins__", py.import("builtins")?)?;
    }
    let locals = locals.unwrap_or(&globals);
    // As `exec` does with a string, and unlike `Py_CompileString`: text is not decoded once more, so
    // that a coding cookie in it means nothing.
    let builtins = py.import("builtins")?;
    let compiled = builtins.call_method1("compile", (code, "<string>", mode, 0, true))?;
    // Not by `PyEval_EvalCode`, which takes anything for a code object: somebody may have put a function
    // of their own in the place of `compile`.
    builtins.call_method1("eval", (compiled, &globals, locals))
}
