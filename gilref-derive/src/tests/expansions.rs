//! Expansions: the generated code of some types, kept in files that a reviewer can read.
//!
//! `GILREF_BLESS=1 cargo test -p gilref-derive expansions` writes them anew.

use std::path::Path;
use std::{env, fs};

use super::expand_by;
use crate::derive::Derive;
use crate::impls::gil_clone::GilClone;
use crate::impls::gil_drop::GilDrop;

#[track_caller]
fn check(name: &str, source: &str) {
    check_by::<GilClone>(name, source);
}

#[track_caller]
fn check_by<D: Derive>(name: &str, source: &str) {
    // given
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/tests/expansions")
        .join(name)
        .with_extension("txt");
    let input = prettyplease::unparse(&syn::parse_str(source).expect("the source is an item"));
    // when
    let output = prettyplease::unparse(&expand_by::<D>(source));
    let text = format!("{input}\n// becomes\n\n{output}");
    // then
    if env::var_os("GILREF_BLESS").is_some() {
        fs::write(&path, text).expect("the snapshot can be written");
    } else {
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            text,
            expected,
            "{name} expands to something else: {}",
            path.display()
        );
    }
}

#[test]
fn named_struct() {
    check(
        "named_struct",
        "struct Handler { name: String, callback: Py<PyAny>, r#type: Option<Py<PyType>> }",
    );
}

#[test]
fn tuple_struct_that_copies() {
    check(
        "tuple_struct",
        "pub struct Slot<'a>(&'a str, Option<fn(usize) -> usize>, pub Vec<Py<PyAny>>);",
    );
}

#[test]
fn enumeration() {
    check(
        "enumeration",
        "enum Value { Null, Leaf(i64), Object(Py<PyAny>), Branch { left: Box<Value>, right: Box<Value> } }",
    );
}

#[test]
fn generics() {
    check(
        "generics",
        "struct Registry<'a, K, V: Source = Fixed, S = RandomState, const N: usize = 4>
         where K: 'a,
         {
            names: &'a [K; N],
            handlers: HashMap<K, Vec<V>, S>,
            shared: Arc<V::Shared>,
            last: Option<<V as Source>::Item>,
            next: Option<Box<Registry<'a, K, V, S, N>>>,
         }",
    );
}

#[test]
fn attributes() {
    check(
        "attributes",
        "#[gil_clone(crate = \"crate::python\")]
         struct Job<T, C> {
            #[gil_clone(clone)] id: Uuid<T>,
            #[gil_clone(with = clone_rows)] rows: Vec<Row>,
            #[gil_clone(default)] cache: Cache<C>,
         }",
    );
}

#[test]
fn attach() {
    check(
        "attach",
        "#[gil_clone(attach)] struct Slot<T>(T) where T: Debug;",
    );
}

#[cfg(feature = "pyo3")]
#[test]
fn class() {
    check(
        "class",
        "#[gil_clone(from_py_object, into_py_object)] struct Schedule(Py<PyAny>);",
    );
}

#[test]
fn released() {
    check_by::<GilDrop>(
        "released",
        "enum Job<T> {
            Idle,
            Queued(String, T),
            Running { callback: Py<PyAny>, #[gil_drop(plain)] log: Log },
         }",
    );
}

#[test]
fn refused() {
    check(
        "refused",
        "struct Wrong<T> where T: Copy {
            #[gil_clone(colne)] a: T,
            #[gil_clone(with = \"f\")] b: u8,
         }",
    );
}
