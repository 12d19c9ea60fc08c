//! What the random types are made of, with a type that has `Clone` in place of `Py`.

use std::marker::PhantomData;
use std::rc::Rc;

/// Takes the place of `Py` in the types.
#[derive(Clone)]
pub struct Reference(pub Rc<u32>);

#[derive(Clone)]
pub struct Value(pub Reference, pub u32);

#[derive(Clone)]
pub struct Plain(pub u32);

/// Is no unsized type.
#[derive(Clone)]
pub struct Path(pub Reference);

/// Is no map, and holds more than it names.
#[derive(Clone)]
pub struct PairHashMap<K, V>(pub K, pub V, pub Reference);

/// A key that holds nothing of its parameter.
pub struct Id<T>(pub u32, pub PhantomData<fn() -> T>);

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Id(self.0, PhantomData)
    }
}

/// Ordered by something else than its contents.
#[derive(Clone)]
pub struct Entry<T> {
    pub at: u32,
    pub what: T,
}

pub fn is_cloned<T: Clone>() {}
