//! What is asked of a type.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::tokens::Krate;

/// What a type must be able to do for its place.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct Needs {
    gil_clone: bool,
    clone: bool,
    /// A key of a hash map.
    hash: bool,
    /// A key of a B-tree map.
    ord: bool,
    /// The hasher of a hash map.
    build_hasher: bool,
    /// The contents of a cell that is copied out of.
    copy: bool,
}

impl Needs {
    pub(crate) const GIL_CLONE: Self = Self {
        gil_clone: true,
        ..Self::NOTHING
    };
    pub(crate) const CLONE: Self = Self {
        clone: true,
        ..Self::NOTHING
    };
    pub(crate) const NOTHING: Self = Self {
        gil_clone: false,
        clone: false,
        hash: false,
        ord: false,
        build_hasher: false,
        copy: false,
    };

    /// What remains for the target of a pointer that is copied or counted, but compared and
    /// hashed through.
    pub(crate) fn behind_pointer(self) -> Self {
        Self {
            gil_clone: false,
            clone: false,
            ..self
        }
    }

    /// The key of a map that a clone builds anew. Plain `Clone` doesn't.
    pub(crate) fn as_hash_key(self) -> Self {
        Self {
            hash: self.hash || self.gil_clone,
            ..self
        }
    }

    pub(crate) fn as_ord_key(self) -> Self {
        Self {
            ord: self.ord || self.gil_clone,
            ..self
        }
    }

    /// Hashers hold no Python references: they are cloned plainly.
    pub(crate) fn as_hasher(self) -> Self {
        Self {
            clone: self.clone || self.gil_clone,
            build_hasher: self.gil_clone,
            ..Self::NOTHING
        }
    }

    /// Wrapped so that it is cloned plainly.
    pub(crate) fn as_plain(self) -> Self {
        Self {
            clone: self.clone || self.gil_clone,
            gil_clone: false,
            ..self
        }
    }

    /// Cloned by a copy, whichever way the whole is cloned.
    pub(crate) fn as_copied(self) -> Self {
        Self {
            copy: self.clone || self.gil_clone,
            ..self.behind_pointer()
        }
    }

    pub(crate) fn asks_gil_clone(self) -> bool {
        self.gil_clone
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.gil_clone |= other.gil_clone;
        self.clone |= other.clone;
        self.hash |= other.hash;
        self.ord |= other.ord;
        self.build_hasher |= other.build_hasher;
        self.copy |= other.copy;
    }

    pub(crate) fn predicate(self, bounded: &impl ToTokens, krate: Krate<'_>) -> TokenStream {
        let mut bounds = Vec::new();
        if self.gil_clone {
            bounds.push(quote!(#krate::GilClone));
        }
        if self.clone {
            bounds.push(quote!(::core::clone::Clone));
        }
        if self.hash {
            bounds.push(quote!(::core::cmp::Eq));
            bounds.push(quote!(::core::hash::Hash));
        }
        if self.ord {
            bounds.push(quote!(::core::cmp::Ord));
        }
        if self.build_hasher {
            bounds.push(quote!(::core::hash::BuildHasher));
        }
        if self.copy {
            bounds.push(quote!(::core::marker::Copy));
        }
        quote!(#bounded: #(#bounds)+*,)
    }
}
