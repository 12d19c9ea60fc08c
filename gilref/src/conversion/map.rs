//! Maps: `HashMap` and `BTreeMap`, from and to `dict`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::{FromPyObject, IntoPyObject};
use crate::types::{PyAny, PyDict};
use crate::{Borrowed, Bound, PyResult, Python};

/// The entries of a `dict` or of an instance of a subclass.
fn extract<'py, K, V, M>(object: Borrowed<'_, 'py, PyAny>) -> PyResult<M>
where
    K: for<'b> FromPyObject<'b, 'py>,
    V: for<'b> FromPyObject<'b, 'py>,
    M: FromIterator<(K, V)>,
{
    let entries = object.cast::<PyDict>()?.into_iter();
    entries
        .map(|(key, value)| Ok((key.extract()?, value.extract()?)))
        .collect()
}

fn into_dict<'py, K, V>(
    entries: impl IntoIterator<Item = (K, V)>,
    py: Python<'py>,
) -> PyResult<Bound<'py, PyAny>>
where
    K: IntoPyObject<'py>,
    V: IntoPyObject<'py>,
{
    let dict = PyDict::new(py);
    for (key, value) in entries {
        dict.set_item(key, value)?;
    }
    Ok(dict.into_any())
}

/// From a `dict`. Of keys that are equal in Rust, the last one stays.
///
/// ```
/// # use gilref::{Py, PyResult, Python, types::PyAny};
/// # use std::collections::HashMap;
/// # Python::initialize();
/// # Python::attach(|py| -> PyResult<()> {
/// let callbacks: HashMap<String, Py<PyAny>> = py.eval("{'print': print}", None, None)?.extract()?;
/// callbacks["print"].bind(py).call1(("hello",))?;
/// # Ok(()) }).unwrap();
/// ```
impl<'py, K, V, S> FromPyObject<'_, 'py> for HashMap<K, V, S>
where
    K: for<'b> FromPyObject<'b, 'py> + Eq + Hash,
    V: for<'b> FromPyObject<'b, 'py>,
    S: BuildHasher + Default,
{
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        extract(object)
    }
}

/// From a `dict`. Of keys that are equal in Rust, the last one stays.
impl<'py, K, V> FromPyObject<'_, 'py> for BTreeMap<K, V>
where
    K: for<'b> FromPyObject<'b, 'py> + Ord,
    V: for<'b> FromPyObject<'b, 'py>,
{
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        extract(object)
    }
}

/// A `dict`. A key that Python can't hash is a `TypeError`.
impl<'py, K, V, S> IntoPyObject<'py> for HashMap<K, V, S>
where
    K: IntoPyObject<'py>,
    V: IntoPyObject<'py>,
{
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        into_dict(self, py)
    }
}

/// A `dict`, its keys in their order. A key that Python can't hash is a `TypeError`.
impl<'py, K, V> IntoPyObject<'py> for BTreeMap<K, V>
where
    K: IntoPyObject<'py>,
    V: IntoPyObject<'py>,
{
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        into_dict(self, py)
    }
}
