//! `Plain`: a wrapper that clones its value by `Clone`.

use std::borrow::Borrow;

use super::newtype::newtype;
use crate::{GilClone, GilDrop, GilToken};

/// A value that holds no Python reference, cloned by its own `Clone`.
///
/// For a type of another crate that has `Clone` and no [`GilClone`], deep inside a container where
/// the field attribute `#[gil_clone(clone)]` would reach too far: in `HashMap<NodeIndex,
/// Py<PyAny>>` only the key is plain, so the field becomes `HashMap<Plain<NodeIndex>, Py<PyAny>>`.
/// Where the field's type can't change, [`with`](crate::with) has functions for the same cases.
///
/// It compares, hashes and prints as the value does, so that a map with `Plain` keys is looked up
/// by the bare key. Its layout is the value's, and it costs nothing.
///
/// # Example
///
/// ```
/// use gilref::{GilClone, GilToken, Plain};
/// use std::collections::HashMap;
///
/// /// Stands for a foreign type.
/// #[derive(Clone, PartialEq, Eq, Hash)]
/// struct NodeIndex(u32);
///
/// fn copy<'py, V: GilClone>(
///     nodes: &HashMap<Plain<NodeIndex>, V>,
///     py: impl GilToken<'py>,
/// ) -> HashMap<Plain<NodeIndex>, V> {
///     nodes.clone_ref(py)
/// }
///
/// let nodes = HashMap::from([(Plain(NodeIndex(7)), "seven")]);
/// assert_eq!(nodes.get(&NodeIndex(7)), Some(&"seven"));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Plain<T>(pub T);

impl<T: Clone> GilClone for Plain<T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        self.clone()
    }
}

/// As Rust drops it.
impl<T> GilDrop for Plain<T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

newtype!(Plain);

/// Sound for map lookups: the derived `Eq`, `Ord` and `Hash` are those of the one field.
impl<T> Borrow<T> for Plain<T> {
    #[inline]
    fn borrow(&self) -> &T {
        &self.0
    }
}
