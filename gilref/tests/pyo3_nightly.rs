//! What may enter PyO3's `detach`, and gilref's, where both ask an auto trait of their own.

use gilref::types::PyAny;

/// Compiles only for types that are not `Ungil`, in neither crate: with one impl more the call
/// below is ambiguous.
trait Refused<Which> {
    fn refused() {}
}

struct ByGilref;
struct ByPyO3;

impl<T> Refused<()> for T {}
impl<T: gilref::Ungil> Refused<ByGilref> for T {}
impl<T: pyo3::marker::Ungil> Refused<ByPyO3> for T {}

fn taken<T: gilref::Ungil + pyo3::marker::Ungil>() {}

#[test]
fn no_token_of_one_crate_enters_the_detach_of_the_other() {
    <gilref::Python<'static> as Refused<_>>::refused();
    <gilref::Bound<'static, PyAny> as Refused<_>>::refused();
    <gilref::Borrowed<'static, 'static, PyAny> as Refused<_>>::refused();
    <pyo3::Python<'static> as Refused<_>>::refused();
    <pyo3::Bound<'static, pyo3::PyAny> as Refused<_>>::refused();
    <pyo3::Borrowed<'static, 'static, pyo3::PyAny> as Refused<_>>::refused();
}

#[test]
fn references_without_a_token_enter_both() {
    taken::<gilref::Py<PyAny>>();
    taken::<gilref::PyErr>();
    taken::<pyo3::Py<pyo3::PyAny>>();
    taken::<pyo3::PyErr>();
}
