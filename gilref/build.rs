//! Build script: sets the cfgs of the Python version, and for this package's own tests the path of libpython.

use pyo3_build_config::PythonImplementation;

fn main() {
    let python = pyo3_build_config::get().implementation();
    if !matches!(python, PythonImplementation::CPython) {
        // Here, so that it is the only error.
        println!(
            "cargo::error=gilref is for CPython, not for {python}: it asks the interpreter whether a thread is attached, \
             and {python} has no answer to that"
        );
    }
    pyo3_build_config::use_pyo3_cfgs();
    pyo3_build_config::add_libpython_rpath_link_args();
    pyo3_build_config::add_python_framework_link_args();
}
