//! Build script: finds libpython, and the version of its Python.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    pyo3_build_config::add_libpython_rpath_link_args();
    let python = pyo3_build_config::get().executable();
    println!("cargo:rustc-env=PYTHON={}", python.unwrap_or("python3"));
}
