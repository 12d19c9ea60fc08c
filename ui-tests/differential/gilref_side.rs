//! What the random types are made of, with `Py` and `GilClone`, and how a value is made and compared.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{
    BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque,
};
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

pub use gilref::{GilClone, GilDrop, Python};

/// Takes the place of `Py` in the types.
pub type Reference = gilref::Py<gilref::types::PyAny>;

#[derive(GilClone, GilDrop)]
pub struct Value(pub Reference, pub u32);

#[derive(Clone, GilClone, GilDrop)]
#[gil_clone(clone)]
pub struct Plain(pub u32);

/// Is no unsized type.
#[derive(GilClone, GilDrop)]
pub struct Path(pub Reference);

/// Is no map, and holds more than it names.
#[derive(GilClone, GilDrop)]
pub struct PairHashMap<K, V>(pub K, pub V, pub Reference);

/// A key that holds nothing of its parameter.
#[derive(GilClone, GilDrop)]
pub struct Id<T>(pub u32, pub PhantomData<fn() -> T>);

/// Ordered by something else than its contents.
#[derive(GilClone, GilDrop)]
pub struct Entry<T> {
    pub at: u32,
    pub what: T,
}

pub fn copy<T: GilClone>(value: &T, py: Python<'_>) -> T {
    value.clone_ref(py)
}

pub fn is_cloned<T: GilClone + GilDrop>() {}

/// Makes values around references to one object.
pub struct Maker<'py> {
    pub py: Python<'py>,
    pub object: Reference,
    pub depth: usize,
    pub next: u32,
}

impl Maker<'_> {
    pub fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// How many elements: none once the value is deep enough.
    pub fn length(&self) -> usize {
        if self.depth > 3 { 0 } else { 2 }
    }
}

/// How a value is made and compared.
pub trait Check: Sized {
    fn make(maker: &mut Maker<'_>) -> Self;

    /// The same for equal values.
    fn digest(&self) -> u64;

    /// How many references a clone adds.
    fn owned(&self) -> usize;
}

/// A clone equals its original, and counts each reference once.
pub fn check<T: Check + GilClone + GilDrop>(name: &str) {
    Python::attach(|py| {
        let object = py.eval("object()", None, None).unwrap().unbind();
        let mut maker = Maker {
            py,
            object: object.clone_ref(py),
            depth: 0,
            next: 0,
        };
        let original = T::make(&mut maker);
        let before = object.refcnt(py);
        let clone = original.clone_ref(py);
        let owned = isize::try_from(original.owned()).unwrap();
        assert_eq!(object.refcnt(py), before + owned, "{name}: references of the clone");
        assert_eq!(clone.digest(), original.digest(), "{name}: the clone's value");
        clone.drop_ref(py);
        assert_eq!(object.refcnt(py), before, "{name}: references after the release");
    });
}

pub fn mix(left: u64, right: u64) -> u64 {
    (left ^ right).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
}

macro_rules! leaf {
    ($($ty:ty: |$maker:ident| $make:expr, |$value:ident| $digest:expr;)*) => {$(
        impl Check for $ty {
            fn make($maker: &mut Maker<'_>) -> Self {
                $make
            }
            fn digest(&self) -> u64 {
                let $value = self;
                $digest
            }
            fn owned(&self) -> usize {
                0
            }
        }
    )*};
}

leaf! {
    u8: |maker| maker.number() as u8, |value| u64::from(*value);
    u32: |maker| maker.number(), |value| u64::from(*value);
    u64: |maker| u64::from(maker.number()), |value| *value;
    bool: |maker| maker.number() % 2 == 0, |value| u64::from(*value);
    String: |maker| maker.number().to_string(), |value| value.bytes().fold(7, |sum, byte| mix(sum, u64::from(byte)));
    &'static str: |maker| ["a", "b"][maker.number() as usize % 2], |value| value.as_ptr() as u64;
    Cow<'static, str>: |maker| Cow::Owned(maker.number().to_string()), |value| value.len() as u64;
    Plain: |maker| Plain(maker.number()), |value| u64::from(value.0);
    fn(u8) -> u8: |_maker| |byte| byte, |value| *value as usize as u64;
    *const u8: |maker| std::ptr::without_provenance(maker.number() as usize), |value| *value as usize as u64;
    Arc<str>: |maker| Arc::from(maker.number().to_string()), |value| value.as_ptr() as u64;
    Pin<&'static u8>: |_maker| Pin::new(&7), |value| u64::from(**value);
    Cell<u32>: |maker| Cell::new(maker.number()), |value| u64::from(value.get());
    Cell<&'static u8>: |_maker| Cell::new(&7), |value| u64::from(*value.get());
}

impl Check for Reference {
    fn make(maker: &mut Maker<'_>) -> Self {
        maker.object.clone_ref(maker.py)
    }
    fn digest(&self) -> u64 {
        self.as_ptr() as u64
    }
    fn owned(&self) -> usize {
        1
    }
}

impl Check for Value {
    fn make(maker: &mut Maker<'_>) -> Self {
        Value(Check::make(maker), Check::make(maker))
    }
    fn digest(&self) -> u64 {
        mix(self.0.digest(), self.1.digest())
    }
    fn owned(&self) -> usize {
        1
    }
}

impl Check for Path {
    fn make(maker: &mut Maker<'_>) -> Self {
        Path(Check::make(maker))
    }
    fn digest(&self) -> u64 {
        self.0.digest()
    }
    fn owned(&self) -> usize {
        1
    }
}

impl<K: Check, V: Check> Check for PairHashMap<K, V> {
    fn make(maker: &mut Maker<'_>) -> Self {
        PairHashMap(Check::make(maker), Check::make(maker), Check::make(maker))
    }
    fn digest(&self) -> u64 {
        mix(self.0.digest(), mix(self.1.digest(), self.2.digest()))
    }
    fn owned(&self) -> usize {
        self.0.owned() + self.1.owned() + 1
    }
}

impl<T> Check for Id<T> {
    fn make(maker: &mut Maker<'_>) -> Self {
        Id(maker.number(), PhantomData)
    }
    fn digest(&self) -> u64 {
        self.0.digest()
    }
    fn owned(&self) -> usize {
        0
    }
}

impl<T: Check> Check for Entry<T> {
    fn make(maker: &mut Maker<'_>) -> Self {
        Entry {
            at: maker.number(),
            what: Check::make(maker),
        }
    }
    fn digest(&self) -> u64 {
        mix(self.at.digest(), self.what.digest())
    }
    fn owned(&self) -> usize {
        self.what.owned()
    }
}

impl<T> Check for PhantomData<T> {
    fn make(_: &mut Maker<'_>) -> Self {
        PhantomData
    }
    fn digest(&self) -> u64 {
        0
    }
    fn owned(&self) -> usize {
        0
    }
}

impl<T: Check> Check for OnceCell<T> {
    fn make(maker: &mut Maker<'_>) -> Self {
        Option::<T>::make(maker).map_or_else(OnceCell::new, OnceCell::from)
    }
    fn digest(&self) -> u64 {
        self.get().map_or(3, Check::digest)
    }
    fn owned(&self) -> usize {
        self.get().map_or(0, Check::owned)
    }
}

impl<T: Check> Check for Option<T> {
    fn make(maker: &mut Maker<'_>) -> Self {
        (maker.length() > 0).then(|| Check::make(maker))
    }
    fn digest(&self) -> u64 {
        self.as_ref().map_or(3, Check::digest)
    }
    fn owned(&self) -> usize {
        self.as_ref().map_or(0, Check::owned)
    }
}

impl<T: Check, E: Check> Check for Result<T, E> {
    fn make(maker: &mut Maker<'_>) -> Self {
        if maker.number() % 2 == 0 {
            Ok(Check::make(maker))
        } else {
            Err(Check::make(maker))
        }
    }
    fn digest(&self) -> u64 {
        self.as_ref().map_or_else(Check::digest, Check::digest)
    }
    fn owned(&self) -> usize {
        self.as_ref().map_or_else(Check::owned, Check::owned)
    }
}

macro_rules! around {
    ($($ty:ty, $make:expr, |$value:ident| $inner:expr, $owned:expr;)*) => {$(
        impl<T: Check> Check for $ty {
            fn make(maker: &mut Maker<'_>) -> Self {
                $make(T::make(maker))
            }
            fn digest(&self) -> u64 {
                let $value = self;
                $inner.digest()
            }
            fn owned(&self) -> usize {
                let $value = self;
                $owned * $inner.owned()
            }
        }
    )*};
}

around! {
    Box<T>, Box::new, |value| **value, 1;
    Rc<T>, Rc::new, |value| **value, 0;
    Arc<T>, Arc::new, |value| **value, 0;
    RefCell<T>, RefCell::new, |value| value.borrow(), 1;
    Reverse<T>, Reverse, |value| value.0, 1;
    &'static T, |value| Box::leak(Box::new(value)), |value| **value, 0;
}

macro_rules! sequence {
    ($($ty:ty where $($bound:path),*;)*) => {$(
        impl<T: Check $(+ $bound)*> Check for $ty {
            fn make(maker: &mut Maker<'_>) -> Self {
                (0..maker.length()).map(|_| T::make(maker)).collect()
            }
            fn digest(&self) -> u64 {
                self.iter().fold(5, |sum, item| sum.wrapping_add(item.digest()))
            }
            fn owned(&self) -> usize {
                self.iter().map(Check::owned).sum()
            }
        }
    )*};
}

sequence! {
    Vec<T> where;
    Box<[T]> where;
    VecDeque<T> where;
    LinkedList<T> where;
    BinaryHeap<T> where Ord;
    BTreeSet<T> where Ord;
    HashSet<T> where Eq, Hash;
}

impl<T: Check> Check for std::vec::IntoIter<T> {
    fn make(maker: &mut Maker<'_>) -> Self {
        Vec::make(maker).into_iter()
    }
    fn digest(&self) -> u64 {
        self.as_slice().iter().fold(5, |sum, item| mix(sum, item.digest()))
    }
    fn owned(&self) -> usize {
        self.as_slice().iter().map(Check::owned).sum()
    }
}

impl<T: Check> Check for Rc<[T]> {
    fn make(maker: &mut Maker<'_>) -> Self {
        Vec::make(maker).into()
    }
    fn digest(&self) -> u64 {
        self.as_ptr() as u64
    }
    fn owned(&self) -> usize {
        0
    }
}

impl<T: Check, const N: usize> Check for [T; N] {
    fn make(maker: &mut Maker<'_>) -> Self {
        std::array::from_fn(|_| T::make(maker))
    }
    fn digest(&self) -> u64 {
        self.iter().fold(5, |sum, item| mix(sum, item.digest()))
    }
    fn owned(&self) -> usize {
        self.iter().map(Check::owned).sum()
    }
}

impl<A: Check, B: Check> Check for (A, B) {
    fn make(maker: &mut Maker<'_>) -> Self {
        (A::make(maker), B::make(maker))
    }
    fn digest(&self) -> u64 {
        mix(self.0.digest(), self.1.digest())
    }
    fn owned(&self) -> usize {
        self.0.owned() + self.1.owned()
    }
}

macro_rules! map {
    ($ty:ty, [$($hasher:tt)*], $($bound:path),*) => {
        impl<K: Check $(+ $bound)*, V: Check $($hasher)*> Check for $ty {
            fn make(maker: &mut Maker<'_>) -> Self {
                (0..maker.length()).map(|_| (K::make(maker), V::make(maker))).collect()
            }
            fn digest(&self) -> u64 {
                self.iter().fold(5, |sum, (key, value)| sum.wrapping_add(mix(key.digest(), value.digest())))
            }
            fn owned(&self) -> usize {
                self.iter().map(|(key, value)| key.owned() + value.owned()).sum()
            }
        }
    };
}

map!(BTreeMap<K, V>, [], Ord);
map!(HashMap<K, V, S>, [, S: BuildHasher + Default], Eq, Hash);
