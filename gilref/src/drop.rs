//! `GilDrop`, releasing with a token.
//!
//! The impls stand beside those of [`GilClone`](crate::GilClone) for the same type.

use crate::GilToken;

/// Drops a value whose Python references are released with a token: the caller proves that the
/// thread is attached.
///
/// The plain drop of a [`Py`](crate::Py) asks CPython whether this thread is attached, for each
/// reference. With a token the answer is known, and what is left is the decrement.
///
/// ```
/// use gilref::types::PyAny;
/// use gilref::{GilDrop, Py, Python};
///
/// Python::initialize();
/// Python::attach(|py| {
///     let row: Vec<Py<PyAny>> = (0..1000).map(|_| py.none().unbind()).collect();
///     row.drop_ref(py);
/// });
/// ```
#[cfg_attr(
    feature = "derive",
    doc = "For types of your own it is [derived](derive@crate::GilDrop)."
)]
#[cfg_attr(
    not(feature = "derive"),
    doc = "For types of your own it is derived, with the feature `derive`."
)]
///
/// # When it pays
///
/// - Where many references are dropped attached: long vectors, large maps, trees.
/// - Under the abort policy of [`pool`](crate::pool), where a detached drop ends the process: the
///   compiler proves that this drop is attached.
///
/// # When it does not
///
/// - For a value of a few references. The question costs one or two nanoseconds each.
/// - Where a drop may happen detached: without a token there is no call, and the plain drop is
///   right on every thread.
/// - For what other code drops: `vec.clear()`, `map.insert(..)` over an old value and `mem::take`
///   use the plain drop.
///
/// # Which types have it
///
/// All that have [`GilClone`](crate::GilClone), and owners of one value that have no `GilClone`:
/// `Mutex`, `RwLock`. Containers release their elements one by one. `Arc` and `Rc` release their
/// contents if they are the last. What holds no Python reference is dropped as Rust drops it, and
/// so are `Arc<[T]>`, `Rc<[T]>`, `Pin<Box<T>>` and `Pin<Arc<T>>`, out of which nothing can be
/// moved: correct, but each reference asks.
///
/// # What it relies on
///
/// The token alone: nobody is asked. Where a token has got to a detached thread all the same, by one of
/// the ways that [`Ungil`](crate::Ungil) and [`attach`](crate::Python::attach) name, this is undefined
/// behaviour, and the plain drop is not.
///
/// # Panics and re-entrance
///
/// A destructor may run any Python code, also such that attaches, drops or detaches. If releasing
/// an element panics, the others are dropped as Rust drops them: none is lost, and none released
/// twice.
///
/// # Writing an impl
///
/// By moving out of the fields. A type with a `Drop` impl can't have one, since nothing can be
/// moved out of it: put the fields into a struct of their own that has.
///
/// ```
/// use gilref::{GilDrop, GilToken};
///
/// struct Tree<T> {
///     value: T,
///     children: Vec<Tree<T>>,
/// }
///
/// impl<T: GilDrop> GilDrop for Tree<T> {
///     fn drop_ref<'py>(self, py: impl GilToken<'py>) {
///         let Tree { value, children } = self;
///         value.drop_ref(py);
///         children.drop_ref(py);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be released with a Python token",
    label = "`GilDrop` is not implemented for `{Self}`",
    note = "for a type of your own, put `#[derive(gilref::GilDrop)]` on it",
    note = "for a field that is to be dropped as Rust drops it, put `#[gil_drop(plain)]` on the field"
)]
#[doc(alias("PyDrop", "Py_DECREF"))]
pub trait GilDrop: Sized {
    /// Drops `self`; the Python references inside are released at once.
    ///
    /// # Cost
    ///
    /// One decrement per reference, and the destructors of the objects whose last reference it was.
    fn drop_ref<'py>(self, py: impl GilToken<'py>);
}
