//! `DynGilClone`: cloning the value behind a trait object.

use crate::{GilClone, GilToken, Python};

/// A supertrait for traits whose boxed objects are to be cloned with a token.
///
/// Every type that has [`GilClone`] has it. A trait that names it, together with
/// [`gil_clone_trait_object!`](crate::gil_clone_trait_object), gives `GilClone` to its
/// `Box<dyn ..>`:
///
#[cfg_attr(feature = "derive", doc = "```")]
#[cfg_attr(not(feature = "derive"), doc = "```ignore")]
/// use gilref::types::PyAny;
/// use gilref::{DynGilClone, GilClone, Py, Python};
///
/// trait Stage: DynGilClone {
///     fn name(&self) -> &str;
/// }
///
/// gilref::gil_clone_trait_object!(Stage);
///
/// #[derive(GilClone)]
/// struct Call {
///     callback: Py<PyAny>,
/// }
///
/// impl Stage for Call {
///     fn name(&self) -> &str {
///         "call"
///     }
/// }
///
/// #[derive(GilClone)]
/// struct Pipeline {
///     stages: Vec<Box<dyn Stage>>,
/// }
///
/// Python::initialize();
/// Python::attach(|py| {
///     let call = Call { callback: py.none().unbind() };
///     let pipeline = Pipeline { stages: vec![Box::new(call)] };
///     let copy = pipeline.clone_ref(py);
///     assert_eq!(copy.stages[0].name(), "call");
/// });
/// ```
///
/// It can't be implemented by hand: implement `GilClone`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be cloned with a Python token",
    label = "a trait object that is to be cloned needs `GilClone` of each type behind it",
    note = "put `#[derive(gilref::GilClone)]` on the type"
)]
#[doc(alias("DynClone", "dyn_clone"))]
pub trait DynGilClone {
    /// A clone in a `Box<Self>`, as the pointer to its data.
    #[doc(hidden)]
    fn __clone_boxed(&self, py: Python<'_>, _: Sealed) -> *mut ();
}

/// Keeps `DynGilClone` from being implemented elsewhere: nobody else can name it.
#[derive(Debug)]
pub struct Sealed;

#[diagnostic::do_not_recommend]
impl<T: GilClone> DynGilClone for T {
    #[inline]
    fn __clone_boxed(&self, py: Python<'_>, _: Sealed) -> *mut () {
        Box::into_raw(Box::new(self.clone_ref(py))).cast()
    }
}

/// A clone of what a trait object is of, as a trait object. For the macro.
#[doc(hidden)]
#[must_use]
pub fn clone_boxed<'py, T: ?Sized + DynGilClone>(original: &T, py: impl GilToken<'py>) -> Box<T> {
    let mut pointer: *const T = original;
    let data = original.__clone_boxed(py.python(), Sealed);
    let address: *mut *const () = (&raw mut pointer).cast();
    // A pointer to an object begins with the pointer to its data. Rust does not promise it in so
    // many words, so it is checked.
    // SAFETY: `pointer` is at least one pointer wide.
    let first = unsafe { address.read() };
    assert_eq!(first, pointer.cast(), "the layout of pointers is another");
    // SAFETY: as above. What remains of `pointer` says of which type the data is: the type whose
    // `__clone_boxed` was called, since only the impl above can have been.
    unsafe { address.write(data) };
    // SAFETY: `data` is from `Box::into_raw`, of a box of the type that `pointer` says.
    unsafe { Box::from_raw(pointer.cast_mut()) }
}
