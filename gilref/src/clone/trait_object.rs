//! Trait objects: `DynGilClone` and `gil_clone_trait_object!`, which give `GilClone` to
//! `Box<dyn Trait>`.

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

/// Gives [`GilClone`](trait@crate::GilClone) and [`GilDrop`](trait@crate::GilDrop) to
/// `Box<dyn Trait>`, and to `Box<dyn Trait + Send>`, `+ Sync` and `+ Send + Sync`. The trait has
/// [`DynGilClone`](crate::DynGilClone) as a supertrait.
///
/// `GilDrop` drops the object as Rust does.
///
/// A generic trait takes its parameters in front, as an impl does:
///
/// ```
/// use gilref::{DynGilClone, GilClone};
///
/// trait Stage<T>: DynGilClone {
///     fn run(&self, input: T) -> T;
/// }
///
/// gilref::gil_clone_trait_object!(<T> Stage<T>);
///
/// trait Table<K, V>: DynGilClone
/// where
///     K: Ord,
/// {
///     fn get(&self, key: &K) -> Option<&V>;
/// }
///
/// gilref::gil_clone_trait_object!(<K, V> Table<K, V> where K: Ord);
///
/// fn is_gil_clone<T: GilClone>() {}
/// is_gil_clone::<Box<dyn Stage<u8> + Send>>();
/// is_gil_clone::<Box<dyn Table<u8, String>>>();
/// ```
///
/// The crate of the trait calls it: `Box<dyn Trait>` counts as that crate's own type.
#[macro_export]
macro_rules! gil_clone_trait_object {
    // `<T, ..> Trait<T, ..> where ..`
    (< $($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@params [] [] $($rest)+);
    };
    ($($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@path [] [] $($rest)+);
    };
}

/// `@params [read] [one `*` for each open bracket]`, `@path [params] [read]`, `@impl`.
#[doc(hidden)]
#[macro_export]
macro_rules! __gil_clone_trait_object {
    (@params [$($params:tt)*] [] > $($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@path [$($params)*] [] $($rest)+);
    };
    (@params [$($params:tt)*] [*] >> $($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@path [$($params)* >] [] $($rest)+);
    };
    (@params [$($params:tt)*] [$($depth:tt)*] < $($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@params [$($params)* <] [$($depth)* *] $($rest)+);
    };
    (@params [$($params:tt)*] [* $($depth:tt)*] > $($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@params [$($params)* >] [$($depth)*] $($rest)+);
    };
    (@params [$($params:tt)*] [* * $($depth:tt)*] >> $($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@params [$($params)* >>] [$($depth)*] $($rest)+);
    };
    (@params [$($params:tt)*] [$($depth:tt)*] $token:tt $($rest:tt)+) => {
        $crate::__gil_clone_trait_object!(@params [$($params)* $token] [$($depth)*] $($rest)+);
    };
    (@path [$($params:tt)*] [$($path:tt)+] where $($clause:tt)*) => {
        $crate::__gil_clone_trait_object!(@impl [$($params)*] [$($path)+] [] [$($clause)*]);
        $crate::__gil_clone_trait_object!(@impl [$($params)*] [$($path)+] [+ $crate::__private::Send] [$($clause)*]);
        $crate::__gil_clone_trait_object!(@impl [$($params)*] [$($path)+] [+ $crate::__private::Sync] [$($clause)*]);
        $crate::__gil_clone_trait_object!(@impl [$($params)*] [$($path)+] [+ $crate::__private::Send + $crate::__private::Sync] [$($clause)*]);
    };
    (@path [$($params:tt)*] [$($path:tt)+]) => {
        $crate::__gil_clone_trait_object!(@path [$($params)*] [$($path)+] where);
    };
    (@path [$($params:tt)*] [$($path:tt)*] $token:tt $($rest:tt)*) => {
        $crate::__gil_clone_trait_object!(@path [$($params)*] [$($path)* $token] $($rest)*);
    };
    (@impl [$($params:tt)*] [$($path:tt)+] [$($auto:tt)*] [$($clause:tt)*]) => {
        impl<'__object, $($params)*> $crate::GilClone
            for $crate::__private::Box<dyn $($path)+ $($auto)* + '__object>
        where
            $($clause)*
        {
            #[inline]
            fn clone_ref<'__py>(&self, py: impl $crate::GilToken<'__py>) -> Self {
                $crate::__private::clone_boxed(&**self, py)
            }
        }

        impl<'__object, $($params)*> $crate::GilDrop
            for $crate::__private::Box<dyn $($path)+ $($auto)* + '__object>
        where
            $($clause)*
        {
            #[inline]
            fn drop_ref<'__py>(self, _py: impl $crate::GilToken<'__py>) {}
        }
    };
}
