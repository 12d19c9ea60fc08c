//! Types that `macro_rules!` made.

use std::collections::HashMap;
use std::sync::Arc;

use gilref::{GilClone, Py, types::PyAny};

use crate::{attached, object};

macro_rules! handler {
    ($name:ident<$param:ident> { $($field:ident: $ty:ty),* $(,)? } with $copy:path, bound $bound:literal) => {
        #[derive(GilClone)]
        #[gil_clone(bound = $bound)]
        struct $name<$param> {
            $($field: $ty,)*
            #[gil_clone(with = $copy)]
            copied: u8,
            own: Py<PyAny>,
        }
    };
}

fn copy(number: &u8, _py: gilref::Python<'_>) -> u8 {
    *number
}

handler!(Handler<T> {
    state: T,
    function: for<'a> fn(&'a str) -> bool,
    optional: Option<fn(u8)>,
    shared: Arc<Nothing>,
    reference: &'static Nothing,
    map: HashMap<String, Vec<Py<PyAny>>>,
} with copy, bound "T: GilClone");

struct Nothing;

macro_rules! inferred {
    ($name:ident, $param:ident, $ty:ty) => {
        #[derive(GilClone)]
        struct $name<$param> {
            value: $ty,
        }
    };
}

inferred!(Shared, T, Arc<T>);
inferred!(Listed, T, Vec<Option<T>>);

macro_rules! source {
    ($($variant:ident($ty:ty)),*) => {
        #[derive(GilClone)]
        enum Source {
            $($variant($ty),)*
        }
    };
}

source!(File(String), Object(Py<PyAny>));

macro_rules! list_of {
    ($ty:ty) => {
        Vec<$ty>
    };
}

/// A field's type is a macro call.
#[derive(GilClone)]
struct Called<T> {
    objects: list_of!(Py<PyAny>),
    states: list_of!(T),
}

#[test]
fn types_made_by_a_macro() {
    fn is_gil_clone<T: GilClone>() {}

    is_gil_clone::<Shared<Nothing>>();
    is_gil_clone::<Listed<Py<PyAny>>>();
    is_gil_clone::<Called<u8>>();
    attached(|py| {
        let handler = Handler {
            state: object(py),
            function: str::is_empty,
            optional: None,
            shared: Arc::new(Nothing),
            reference: &Nothing,
            map: HashMap::new(),
            copied: 7,
            own: object(py),
        };
        let copy = handler.clone_ref(py);
        assert_eq!((copy.copied, copy.state.refcnt(py)), (7, 2));
        assert!((copy.function)("") && copy.optional.is_none() && copy.map.is_empty());
        let (Nothing, Nothing) = (&*copy.shared, copy.reference);
        assert!(copy.own.is(&handler.own));
        let Source::Object(object) = Source::Object(copy.own).clone_ref(py) else {
            panic!("another variant");
        };
        assert!(object.is(&handler.own));
        let _ = Source::File(String::new());
    });
}
