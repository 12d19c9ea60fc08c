//! The derived impl exists for just those parameters whose values are cloned.

#![cfg(feature = "derive")]
#![allow(dead_code, reason = "fields are there to be cloned")]

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};
use std::marker::PhantomData;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use gilref::types::PyAny;
use gilref::{Borrowed, Bound, GilClone, Plain, Py, Python};

/// Whether a concrete type is `GilClone`: the inherent constant is found first, where it exists.
struct Probe<T>(PhantomData<T>);

trait Otherwise {
    const DERIVED: bool = false;
}

impl<T> Otherwise for Probe<T> {}

impl<T: GilClone> Probe<T> {
    const DERIVED: bool = true;
}

macro_rules! is {
    ($($ty:ty),* $(,)?) => { $(const { assert!(<Probe<$ty>>::DERIVED) };)* };
}

macro_rules! is_not {
    ($($ty:ty),* $(,)?) => { $(const { assert!(!<Probe<$ty>>::DERIVED) };)* };
}

/// Neither `GilClone` nor `Clone` nor anything.
struct Nothing;

/// `Clone` and not `GilClone`.
#[derive(Clone)]
struct OnlyClone;

/// `Copy` and not `GilClone`.
#[derive(Clone, Copy)]
struct OnlyCopy;

#[derive(GilClone)]
struct Held<T>(T);

#[derive(GilClone)]
struct Pointed<'a, T: ?Sized + 'static> {
    phantom: PhantomData<T>,
    arc: Arc<T>,
    rc: Rc<T>,
    weak: Weak<T>,
    reference: &'a T,
    pointer: *mut T,
    function: fn(&T) -> &T,
}

#[derive(GilClone)]
struct Python3<'a, 'py, T> {
    py: Py<T>,
    bound: Bound<'py, T>,
    borrowed: Borrowed<'a, 'py, T>,
}

#[test]
fn only_held_parameters_need_an_impl() {
    is!(Held<u8>, Held<Py<PyAny>>, Held<Held<Vec<Py<PyAny>>>>);
    is_not!(Held<Nothing>, Held<OnlyClone>, Held<&'static u8>);
    is!(
        Pointed<'static, Nothing>,
        Pointed<'static, str>,
        Pointed<'static, dyn Send>
    );
    is!(Python3<'static, 'static, PyAny>);
}

trait Kind {
    type Shared;
    type Key;
}

impl Kind for Nothing {
    type Shared = Py<PyAny>;
    type Key = String;
}

impl Kind for OnlyClone {
    type Shared = Nothing;
    type Key = String;
}

#[derive(GilClone)]
struct Associated<P: Kind> {
    shared: P::Shared,
    list: Vec<<P as Kind>::Shared>,
    map: HashMap<P::Key, u8>,
    kind: PhantomData<P>,
}

#[derive(GilClone)]
struct Chain<P: Kind> {
    next: Option<Box<Chain<P>>>,
    shared: P::Shared,
}

#[test]
fn an_associated_type_needs_an_impl_where_its_parameter_does_not() {
    is!(Associated<Nothing>, Chain<Nothing>);
    is_not!(Associated<OnlyClone>, Chain<OnlyClone>);
}

#[derive(GilClone, Clone)]
struct Keys<K, O, S> {
    map: HashMap<K, u8, S>,
    set: HashSet<(K, u8), S>,
    ordered: BTreeMap<O, K>,
    ordered_set: BTreeSet<O>,
    heap: BinaryHeap<O>,
}

#[test]
fn keys_and_hashers_need_no_more_than_their_map() {
    /// A hasher is cloned plainly.
    #[derive(Clone)]
    struct State(RandomState);
    impl std::hash::BuildHasher for State {
        type Hasher = std::hash::DefaultHasher;
        fn build_hasher(&self) -> Self::Hasher {
            self.0.build_hasher()
        }
    }
    is!(Keys<String, u8, RandomState>, Keys<String, u8, State>);
    is_not!(Keys<f64, u8, State>, Keys<u8, f64, State>, Keys<u8, u8, Nothing>);
}

#[derive(GilClone)]
struct Wrapped<'a, P, C, B: ?Sized + ToOwned> {
    plain: Plain<P>,
    cell: Cell<C>,
    cow: Cow<'a, B>,
}

#[test]
fn wrappers_need_what_their_own_impls_need() {
    is!(Wrapped<'static, OnlyClone, OnlyCopy, str>);
    is_not!(
        Wrapped<'static, Nothing, OnlyCopy, str>,
        Wrapped<'static, OnlyClone, OnlyClone, str>,
        Wrapped<'static, OnlyClone, OnlyCopy, OnlyClone>,
    );
}

/// Holds nothing that could be cloned.
struct Cache<T>(PhantomData<T>);

impl Default for Cache<Nothing> {
    fn default() -> Self {
        Cache(PhantomData)
    }
}

fn fresh<T>(_: &Cache<T>, _: Python<'_>) -> Cache<T> {
    Cache(PhantomData)
}

#[derive(GilClone)]
struct Attributes<A, B, C> {
    #[gil_clone(clone)]
    cloned: Vec<A>,
    #[gil_clone(default)]
    defaulted: Cache<B>,
    #[gil_clone(with = fresh)]
    with: Cache<C>,
}

#[test]
fn attributes_change_what_is_needed() {
    is!(Attributes<OnlyClone, Nothing, OnlyClone>);
    is_not!(Attributes<Nothing, Nothing, u8>, Attributes<u8, OnlyClone, u8>);
}

#[derive(GilClone)]
#[gil_clone(bound = "")]
struct Unbounded<T: GilClone>(T);

type Alias<T> = Arc<T>;

#[derive(GilClone)]
#[gil_clone(bound = "U: GilClone")]
struct Bounded<T, U>(Alias<T>, U);

#[derive(GilClone)]
struct Inferred<T>(Alias<T>);

#[test]
fn bound_replaces_what_would_be_inferred() {
    is!(Unbounded<u8>, Bounded<Nothing, u8>);
    is_not!(Bounded<Nothing, Nothing>);
    // `bound` is for this: the derive can't see through an alias.
    is_not!(Inferred<Nothing>);
}

#[derive(GilClone)]
struct Sized2<T: ?Sized>(u8, T);

#[test]
fn an_unsized_parameter_at_the_end_only_loses_the_impl() {
    is!(Sized2<u8>);
}
