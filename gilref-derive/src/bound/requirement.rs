//! Requirements: the traits that a type must have for its place.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::tokens::Runtime;

/// The traits that a type must have for its place.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) struct Requirement {
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

impl Requirement {
    pub(super) const GIL_CLONE: Self = Self {
        gil_clone: true,
        ..Self::NOTHING
    };
    pub(super) const CLONE: Self = Self {
        clone: true,
        ..Self::NOTHING
    };
    pub(super) const NOTHING: Self = Self {
        gil_clone: false,
        clone: false,
        hash: false,
        ord: false,
        build_hasher: false,
        copy: false,
    };

    /// What remains for the target of a pointer that is copied or counted, but compared and
    /// hashed through.
    pub(super) fn behind_pointer(self) -> Self {
        Self {
            gil_clone: false,
            clone: false,
            ..self
        }
    }

    /// The key of a map that a clone builds anew. Plain `Clone` doesn't.
    pub(super) fn as_hash_key(self) -> Self {
        Self {
            hash: self.hash || self.gil_clone,
            ..self
        }
    }

    pub(super) fn as_ord_key(self) -> Self {
        Self {
            ord: self.ord || self.gil_clone,
            ..self
        }
    }

    /// Hashers hold no Python references: they are cloned plainly.
    pub(super) fn as_hasher(self) -> Self {
        Self {
            clone: self.clone || self.gil_clone,
            build_hasher: self.gil_clone,
            ..Self::NOTHING
        }
    }

    /// Wrapped so that it is cloned plainly.
    pub(super) fn as_plain(self) -> Self {
        Self {
            clone: self.clone || self.gil_clone,
            gil_clone: false,
            ..self
        }
    }

    /// Cloned by a copy, whichever way the whole is cloned.
    pub(super) fn as_copied(self) -> Self {
        Self {
            copy: self.clone || self.gil_clone,
            ..self.behind_pointer()
        }
    }

    pub(super) fn asks_gil_clone(self) -> bool {
        self.gil_clone
    }

    pub(super) fn add(&mut self, other: Self) {
        self.gil_clone |= other.gil_clone;
        self.clone |= other.clone;
        self.hash |= other.hash;
        self.ord |= other.ord;
        self.build_hasher |= other.build_hasher;
        self.copy |= other.copy;
    }

    pub(super) fn predicate(self, bounded: &impl ToTokens, runtime: Runtime<'_>) -> TokenStream {
        let mut bounds = Vec::new();
        if self.gil_clone {
            bounds.push(quote!(#runtime::GilClone));
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
