//! `gil_clone_trait_object!`: implements `GilClone` and `GilDrop` for the boxes of a trait's objects.

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
