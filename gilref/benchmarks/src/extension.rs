//! Extension module with the table: for a `python3` that has no shared libpython to embed.
//!
//! `.ci/performance` builds and imports it, since most users run Python that way.

/// `import gilref_benchmarks`.
#[pyo3::pymodule]
mod gilref_benchmarks {
    use crate::versus;

    /// Measures with the arguments of `cargo bench --bench versus`. Whether the bounds hold.
    #[pyo3::pyfunction]
    fn run(py: pyo3::Python<'_>, arguments: Vec<String>) -> bool {
        py.detach(|| versus::run(arguments.into_iter()))
    }
}
