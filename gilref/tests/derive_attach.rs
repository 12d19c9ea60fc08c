//! `#[gil_clone(attach)]`: a `Clone` that attaches, for bounds that insist on one.

#![cfg(feature = "derive")]

mod common;

use std::thread;

use common::object;
use gilref::types::PyAny;
use gilref::{GilClone, Py, Python};

fn attached<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
    Python::initialize();
    Python::attach(f)
}

/// Stands for another crate's function.
fn for_each_worker<T: Clone + Send + 'static>(state: T) -> Vec<T> {
    vec![state; 3]
}

#[derive(GilClone)]
#[gil_clone(attach)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

#[derive(GilClone)]
#[gil_clone(attach)]
enum Tree<'a, T> {
    Leaf(T),
    Name(&'a str),
    Branch { children: Vec<Tree<'a, T>> },
}

#[derive(GilClone)]
#[gil_clone(attach, bound = "T: GilClone")]
struct Bounded<T: Default, const N: usize>
where
    T: Send,
{
    values: [T; N],
    #[gil_clone(default)]
    cache: T,
}

#[derive(GilClone)]
#[gil_clone(attach)]
struct HoldsOne {
    #[gil_clone(clone)]
    handler: Handler,
    next: Option<Box<HoldsOne>>,
}

#[test]
fn a_bound_of_another_crate_is_met_on_a_detached_thread() {
    let handler = attached(|py| Handler {
        name: "on_save".to_owned(),
        callback: object(py),
    });
    let watched = attached(|py| handler.callback.clone_ref(py));

    let copies = thread::spawn(move || for_each_worker(handler))
        .join()
        .unwrap();

    attached(|py| {
        assert!(copies.iter().all(|copy| copy.name == "on_save"));
        assert_eq!(watched.refcnt(py), 1 + 3);
        drop(copies);
        assert_eq!(watched.refcnt(py), 1);
        watched.drop_ref(py);
    });
}

#[test]
fn clone_ref_is_there_too_and_clone_works_attached() {
    attached(|py| {
        let handler = Handler {
            name: String::new(),
            callback: object(py),
        };
        let copies = [handler.clone_ref(py), handler.clone()];
        assert_eq!(handler.callback.refcnt(py), 3);
        drop(copies);
    });
}

#[test]
fn generic_types_clone_where_they_clone_with_a_token() {
    fn is_clone<T: Clone>() {}
    is_clone::<Tree<'_, Py<PyAny>>>();
    is_clone::<Bounded<Option<Py<PyAny>>, 2>>();

    let tree = attached(|py| Tree::Branch {
        children: vec![Tree::Leaf(object(py)), Tree::Name("a")],
    });
    let copy = tree.clone();
    let (Tree::Branch { children }, Tree::Branch { children: copies }) = (&tree, &copy) else {
        panic!("another variant");
    };
    let (Tree::Leaf(one), Tree::Leaf(other)) = (&children[0], &copies[0]) else {
        panic!("another variant");
    };
    assert!(one.is(other));
    assert!(matches!(copies[1], Tree::Name("a")));

    let bounded = Bounded {
        values: [1, 2],
        cache: 3,
    };
    let plain = attached(|_| bounded.clone());
    assert_eq!((plain.values, plain.cache), ([1, 2], 0));
    attached(|_| drop((tree, copy)));
}

#[test]
fn the_clone_can_be_the_way_of_another_types_field() {
    attached(|py| {
        let handler = || Handler {
            name: String::new(),
            callback: object(py),
        };
        let two = HoldsOne {
            handler: handler(),
            next: Some(Box::new(HoldsOne {
                handler: handler(),
                next: None,
            })),
        };
        let copies = [two.clone(), two.clone_ref(py)];
        assert_eq!(two.handler.callback.refcnt(py), 3);
        let next = two.next.as_ref().unwrap();
        assert_eq!(next.handler.callback.refcnt(py), 3);
        drop(copies);
    });
}
