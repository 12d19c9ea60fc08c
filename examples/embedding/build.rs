fn main() {
    // Linux, macOS: the program looks for libpython where the build found it.
    pyo3_build_config::add_libpython_rpath_link_args();
    // macOS: the Python that comes with Xcode.
    pyo3_build_config::add_python_framework_link_args();
}
