//! Hygiene: the expansion compiles and causes no warning, whatever names are in scope around it.

#![cfg(feature = "derive")]
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    single_use_lifetimes,
    unused_qualifications,
    unused_lifetimes,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]

/// The runtime, as a crate that renames its dependency sees it.
pub extern crate gilref as renamed;

/// Types with the names that an expansion might reach for.
pub mod shadowed {
    #![allow(clippy::module_name_repetitions, reason = "the names are the point")]

    /// Not std's.
    #[derive(::gilref::GilClone)]
    pub enum Option<T> {
        /// Some.
        Some(T),
        /// None.
        None,
    }

    /// Not std's.
    #[derive(::gilref::GilClone)]
    pub struct Box<T>(pub T);

    /// Not std's trait.
    #[derive(::gilref::GilClone)]
    pub struct Clone;

    /// Not gilref's token.
    #[derive(::gilref::GilClone)]
    pub struct Python<T>(pub T);

    /// Not gilref's trait.
    #[derive(::gilref::GilClone)]
    pub struct GilClone {
        /// A shadowed field.
        pub clone: Clone,
        /// A shadowed field.
        pub option: Option<Box<Python<u8>>>,
    }

    /// Not gilref's trait.
    #[derive(::gilref::GilClone)]
    pub struct GilToken<'py>(pub &'py str);

    /// Not the primitive.
    #[allow(non_camel_case_types, reason = "the name is the point")]
    #[derive(::gilref::GilClone)]
    pub struct u8;

    /// No crate.
    pub mod core {}
    /// No crate.
    pub mod std {}
    /// No crate.
    pub mod gilref {}
}

/// Constants and functions with the names of the expansion's locals.
pub mod values {
    #![allow(non_upper_case_globals, reason = "the names are the point")]

    /// Would be matched against in a pattern of that name.
    pub const py: u8 = 0;
    /// Would be matched against in a pattern of that name.
    pub static this: u8 = 0;

    /// Fields with the names of locals.
    #[derive(::gilref::GilClone)]
    pub enum Locals {
        /// Named.
        Named {
            /// As the token.
            py: u8,
            /// As the original.
            this: u8,
            /// As the keyword.
            r#self_: u8,
        },
    }
}

/// All attributes, generics that repeat their bounds, and a type that names itself.
pub mod attributes {
    use ::std::clone::Clone;
    use ::std::default::Default;
    use ::std::vec::Vec;

    /// Generic over everything.
    #[allow(clippy::use_self, reason = "clippy wants this of the type itself")]
    #[derive(::gilref::GilClone)]
    pub struct Everything<'py, A: Clone, B: Default, C: ::gilref::GilClone, const N: usize> {
        #[gil_clone(clone)]
        a: A,
        /// A default.
        #[gil_clone(default)]
        pub b: B,
        #[gil_clone(with = super::first)]
        c: Vec<C>,
        d: [C; N],
        e: for<'a> fn(&'a A, &'py B) -> &'a A,
        f: ::std::option::Option<::std::boxed::Box<Everything<'py, A, B, C, N>>>,
        #[gil_clone(default = Vec::new, bound = "C: ::gilref::GilClone")]
        /// Made anew by a function.
        pub g: Vec<C>,
        /// Cloned by `Clone`.
        pub h: ::std::collections::HashMap<u8, &'py str>,
        /// Copied.
        pub i: ::std::option::Option<&'py str>,
    }

    /// Cloned by `Clone` but for one field.
    #[derive(::gilref::GilClone)]
    #[gil_clone(fields = clone, crate = ::renamed)]
    pub enum ByClone<T> {
        /// All of it.
        #[gil_clone(clone)]
        One(u8, Vec<u8>),
        /// All but one.
        Two {
            /// Plain.
            one: Vec<u8>,
            /// Not plain.
            #[gil_clone(clone_ref)]
            two: T,
        },
    }

    /// Cloned as a whole.
    #[derive(::std::clone::Clone, ::gilref::GilClone)]
    #[gil_clone(clone)]
    pub struct Whole<T>(pub T);
}

/// Takes a slice.
///
/// # Panics
/// Never.
#[must_use]
pub fn first<T: ::gilref::GilClone>(items: &[T], py: ::gilref::Python<'_>) -> ::std::vec::Vec<T> {
    ::std::iter::Iterator::collect(::std::iter::Iterator::map(items.iter(), |item| {
        ::gilref::GilClone::clone_ref(item, py)
    }))
}

/// Deprecated parts of a type that is not.
pub mod deprecated {
    /// A field and a variant that nobody should use, but `clone_ref`.
    #[derive(::gilref::GilClone)]
    pub enum Old {
        /// Deprecated.
        #[deprecated]
        Variant,
        /// Not deprecated.
        Named {
            /// Deprecated.
            #[deprecated]
            field: u8,
        },
    }

    /// A deprecated type.
    #[deprecated]
    #[derive(::gilref::GilClone)]
    pub struct Gone(u8);
}

/// The runtime under another name, and behind a re-export.
pub mod elsewhere {
    /// Where a facade crate would put it.
    pub mod facade {
        pub use ::renamed as python;
    }

    /// By a renamed dependency.
    #[derive(::renamed::GilClone)]
    #[gil_clone(crate = "::renamed")]
    pub struct Renamed(pub u8);

    /// By a path in this crate.
    #[derive(facade::python::GilClone)]
    #[gil_clone(crate = "crate::elsewhere::facade::python")]
    pub enum Reexported<T> {
        /// With every kind of field.
        All {
            /// Cloned with a token.
            one: T,
            /// Cloned plainly.
            #[gil_clone(clone)]
            two: u8,
            /// Cloned by a function.
            #[gil_clone(with = super::first)]
            three: ::std::vec::Vec<u8>,
        },
    }

    /// By a relative path.
    #[derive(facade::python::GilClone)]
    #[gil_clone(crate = "facade::python")]
    pub struct Relative(pub u8);
}

/// A variant that is called as an associated type of its enum.
pub mod ambiguous {
    /// Has an associated type.
    pub trait Trait {
        /// Called as the variant.
        type Out;
    }

    /// Has a variant.
    #[derive(::gilref::GilClone)]
    pub enum Enum {
        /// Called as the associated type.
        Out {
            /// One.
            field: u8,
        },
    }

    impl Trait for Enum {
        type Out = u8;
    }
}

#[test]
fn the_expansion_compiles_here() {
    const fn derives<T: ::gilref::GilClone>() {}
    derives::<shadowed::GilClone>();
    derives::<shadowed::GilToken<'static>>();
    derives::<values::Locals>();
    derives::<attributes::Everything<'static, u8, u8, u8, 3>>();
    derives::<attributes::ByClone<u8>>();
    derives::<attributes::Whole<u8>>();
    derives::<deprecated::Old>();
    derives::<elsewhere::Renamed>();
    derives::<elsewhere::Reexported<u8>>();
    derives::<elsewhere::Relative>();
    derives::<ambiguous::Enum>();
}
