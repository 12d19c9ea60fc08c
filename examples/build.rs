//! Build script: lets programs that embed Python find libpython, and says what to do if there is none.
//!
//! The build script of every package here that only has such programs and tests. `gilref` has its own, for as a library it
//! also goes into extension modules, which need no libpython.

use std::env;
use std::path::Path;

use pyo3_build_config::InterpreterConfig;

fn main() {
    pyo3_build_config::add_libpython_rpath_link_args();
    pyo3_build_config::add_python_framework_link_args();
    if let Some(problem) = problem_with(pyo3_build_config::get()) {
        println!("cargo::error={problem}");
    }
}

/// Why programs can't be linked with this Python, if that can be told before the linker tells it in its own words.
fn problem_with(python: &InterpreterConfig) -> Option<String> {
    let version = python.version();
    let name = match python.executable() {
        Some(executable) => format!("Python {version} ({executable})"),
        None => format!("Python {version}"),
    };
    let other = "or set PYO3_PYTHON to a python3 that has one";
    if !python.shared() {
        return Some(format!(
            "{name} was built without a shared libpython, which programs that embed it need: install one that has it \
             (pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared), {other}"
        ));
    }
    let library = library_file(python.lib_name()?)?;
    let directory = python.lib_dir()?;
    if Path::new(directory).join(&library).exists() {
        return None;
    }
    Some(format!(
        "{name} has no {library} in {directory}, which programs that embed it are linked with: install Python's \
         development files (Debian, Ubuntu: python3-dev; Fedora: python3-devel), {other}"
    ))
}

/// `None` where the linker is given something else.
fn library_file(name: &str) -> Option<String> {
    match env::var("CARGO_CFG_TARGET_OS").ok()?.as_str() {
        "linux" => Some(format!("lib{name}.so")),
        "macos" => Some(format!("lib{name}.dylib")),
        _ => None,
    }
}
