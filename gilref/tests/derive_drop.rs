//! What `#[derive(GilDrop)]` promises: each field is released once, in whatever shape, and asks of parameters what it needs.
#![cfg(feature = "derive")]
#![forbid(unsafe_code)]

#[allow(dead_code, reason = "what is for `clone_counts`")]
mod clone_entry;

use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::{Arc, Mutex, Weak};

use clone_entry::{Entry, attached, counts, object};
use gilref::types::PyAny;
use gilref::{GilClone, GilDrop, Py, Python};

#[derive(GilClone, GilDrop)]
struct Named<T> {
    first: T,
    r#type: Vec<T>,
    text: String,
    length: usize,
}

#[derive(GilClone, GilDrop)]
struct Tuple<T>(T, Option<Box<T>>, &'static str);

#[derive(GilClone, GilDrop)]
struct Unit;

#[derive(GilClone, GilDrop)]
enum Tree<T> {
    Leaf(T),
    Branch {
        left: Box<Tree<T>>,
        right: Box<Tree<T>>,
    },
    Empty,
}

#[derive(GilClone, GilDrop)]
enum Never {}

#[test]
fn every_field_is_released_once_and_a_panic_loses_none() {
    counts(4, |e| Named {
        first: e(),
        r#type: vec![e(), e(), e()],
        text: String::from("text"),
        length: 7,
    });
    counts(2, |e| Tuple(e(), Some(Box::new(e())), "text"));
    counts(0, |_| Unit);
    counts(3, |e| Tree::Branch {
        left: Box::new(Tree::Leaf(e())),
        right: Box::new(Tree::Branch {
            left: Box::new(Tree::Leaf(e())),
            right: Box::new(Tree::Leaf(e())),
        }),
    });
    counts(0, |_| Tree::<Entry>::Empty);
    counts(0, |_| None::<Never>);
}

#[test]
fn what_is_not_released_is_dropped() {
    #![allow(dead_code, reason = "fields that are only dropped")]

    trait Stage {}
    struct Foreign(Py<PyAny>);
    impl Stage for Foreign {}
    impl Clone for Foreign {
        fn clone(&self) -> Self {
            unreachable!("nobody clones here")
        }
    }

    #[derive(GilDrop)]
    struct Holder<'a> {
        #[gil_drop(plain)]
        plain: Foreign,
        #[gil_clone(clone)]
        cloned: Foreign,
        object: Box<dyn Stage>,
        shared: Arc<dyn Stage>,
        borrowed: &'a Py<PyAny>,
        mutable: &'a mut Vec<u8>,
        function: fn(&Py<PyAny>) -> bool,
        released: Mutex<Py<PyAny>>,
    }

    #[derive(GilClone, GilDrop)]
    #[gil_clone(clone)]
    #[derive(Clone)]
    struct Whole {
        foreign: Foreign,
    }

    attached(|py| {
        let object = object(py);
        let foreign = || Foreign(object.clone_ref(py));
        let holder = Holder {
            plain: foreign(),
            cloned: foreign(),
            object: Box::new(foreign()),
            shared: Arc::new(foreign()),
            borrowed: &object,
            mutable: &mut Vec::new(),
            function: |_| true,
            released: Mutex::new(object.clone_ref(py)),
        };
        let whole = Whole { foreign: foreign() };
        assert_eq!(object.refcnt(py), 7);
        holder.drop_ref(py);
        whole.drop_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}

/// Has no trait at all.
struct Nothing;

/// Has `GilDrop` and nothing else.
#[derive(GilDrop)]
struct Released;

fn is_gil_drop<T: GilDrop>() {}

#[test]
fn parameters_are_asked_for_what_their_fields_need() {
    #[derive(GilDrop)]
    struct Asks<K, V, S, W> {
        map: HashMap<K, V, S>,
        tree: BTreeMap<K, Vec<V>>,
        heap: BinaryHeap<V>,
        shared: (Arc<V>, Rc<K>),
        weak: Weak<W>,
        phantom: PhantomData<W>,
        reference: Option<Py<W>>,
    }
    is_gil_drop::<Asks<Released, Released, Nothing, Nothing>>();

    #[derive(GilDrop)]
    struct Projection<I: Iterator>(Vec<I::Item>);
    is_gil_drop::<Projection<std::vec::IntoIter<Released>>>();

    #[derive(GilDrop)]
    #[gil_drop(bound = "")]
    struct Bounded<T>(#[gil_drop(plain)] T, Own<T>);
    #[derive(GilDrop)]
    struct Own<T>(PhantomData<T>);
    is_gil_drop::<Own<Nothing>>();
    is_gil_drop::<Bounded<Nothing>>();
}

mod without_prelude {
    #![no_implicit_prelude]
    #![allow(dead_code, reason = "they are in the way of the expansion")]

    struct Option;
    struct NoDropImpl;
    trait Drop {}

    #[derive(::gilref::GilDrop)]
    pub(super) struct Bare<T>(pub(super) ::std::option::Option<T>);
}

#[test]
fn the_expansion_needs_no_prelude() {
    attached(|py: Python<'_>| {
        let object = object(py);
        without_prelude::Bare(Some(object.clone_ref(py))).drop_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}
