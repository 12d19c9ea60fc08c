//! What is the same on both sides.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use crate::{Entry, Id, Reference, Value};

pub trait Parts {
    type Out;
    type Key;
}

impl Parts for Value {
    type Out = Reference;
    type Key = String;
}

pub trait Kids {
    type List;
}

/// Names less than it holds.
pub type Result<T, E = Reference> = std::result::Result<T, E>;

/// Names less than it holds.
pub type ObjectHashMap<K> = HashMap<K, Reference>;

/// A length that no parser but the compiler's need know.
pub const WIDE: bool = false;

macro_rules! ordered_by {
    ($ty:ty, $field:tt $(, $param:ident)?) => {
        impl$(<$param>)? PartialEq for $ty {
            fn eq(&self, other: &Self) -> bool {
                self.$field == other.$field
            }
        }
        impl$(<$param>)? Eq for $ty {}
        impl$(<$param>)? Hash for $ty {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.$field.hash(state);
            }
        }
        impl$(<$param>)? PartialOrd for $ty {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl$(<$param>)? Ord for $ty {
            fn cmp(&self, other: &Self) -> Ordering {
                self.$field.cmp(&other.$field)
            }
        }
    };
}

ordered_by!(Value, 1);
ordered_by!(crate::Plain, 0);
ordered_by!(Id<T>, 0, T);
ordered_by!(Entry<T>, at, T);
