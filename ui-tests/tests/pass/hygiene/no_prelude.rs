//! Without the names that every module has.
#![no_implicit_prelude]

use ::gilref::{Py, types::PyAny};

#[derive(::gilref::GilClone)]
struct Handler<T> {
    name: ::std::string::String,
    state: ::std::option::Option<T>,
    #[gil_clone(clone)]
    port: u16,
    #[gil_clone(default)]
    calls: usize,
    #[gil_clone(with = copy)]
    topic: ::std::string::String,
    callback: Py<PyAny>,
}

#[derive(::gilref::GilClone)]
enum Source<K> {
    Objects(::std::collections::HashMap<K, Py<PyAny>>),
    Nothing,
}

fn copy(topic: &str, _py: ::gilref::Python<'_>) -> ::std::string::String {
    ::std::borrow::ToOwned::to_owned(topic)
}

#[::core::prelude::v1::test]
fn without_a_prelude() {
    fn is_gil_clone<T: ::gilref::GilClone>() {}

    is_gil_clone::<(Handler<u8>, Source<u8>)>();
}
