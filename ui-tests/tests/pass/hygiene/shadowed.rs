//! With types and modules of the user's own under the names that an expansion could use.

use gilref::Py as Reference;

mod core {}
mod std {}
mod alloc {}

struct Option;
struct Some;
struct None;
struct Box;
struct Vec;
struct Python;
struct GilToken;
struct GilClone;
struct Into;
struct Self_;
struct str;
struct u8;
trait Clone {}
trait Default {}

macro_rules! unreachable {
    () => {
        compile_error!("the expansion called a macro by its bare name")
    };
}

struct Plain;

impl ::std::clone::Clone for Plain {
    fn clone(&self) -> Self {
        Plain
    }
}

impl ::std::default::Default for Plain {
    fn default() -> Self {
        Plain
    }
}

fn copy(_: &Plain, _: ::gilref::Python<'_>) -> Plain {
    Plain
}

#[derive(::gilref::GilClone)]
struct Handler<T> {
    #[gil_clone(clone)]
    cloned: Plain,
    #[gil_clone(default)]
    fresh: Plain,
    #[gil_clone(with = copy)]
    copied: Plain,
    state: ::std::option::Option<T>,
    callback: Reference<::gilref::types::PyAny>,
}

#[derive(::gilref::GilClone)]
enum Source {
    Some(Reference<::gilref::types::PyAny>),
    None,
    Ok,
    Err {
        #[gil_clone(clone)]
        plain: Plain,
    },
}

#[test]
fn with_every_name_taken() {
    fn is_gil_clone<T: ::gilref::GilClone>() {}

    is_gil_clone::<(Handler<i32>, Source)>();
}
