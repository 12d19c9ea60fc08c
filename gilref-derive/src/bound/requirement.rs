//! Requirements: the traits that a type must have because of its position, for instance as the key
//! of a map.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::runtime::Runtime;

/// The traits that a type must have because of its position.
#[derive(Clone, Copy)]
pub(super) struct Requirement {
    /// The trait that is derived.
    derived: bool,
    clone: bool,
    copy: bool,
    default: bool,
    /// A key of a hash map.
    hash_key: bool,
    /// A key of a B-tree map.
    ord_key: bool,
    build_hasher: bool,
}

impl Requirement {
    pub(super) const NOTHING: Self = Self {
        derived: false,
        clone: false,
        copy: false,
        default: false,
        hash_key: false,
        ord_key: false,
        build_hasher: false,
    };
    pub(super) const DERIVED: Self = Self {
        derived: true,
        ..Self::NOTHING
    };
    pub(super) const CLONE: Self = Self {
        clone: true,
        ..Self::NOTHING
    };
    pub(super) const COPY: Self = Self {
        copy: true,
        ..Self::NOTHING
    };
    pub(super) const DEFAULT: Self = Self {
        default: true,
        ..Self::NOTHING
    };
    pub(super) const HASH_KEY: Self = Self {
        hash_key: true,
        ..Self::NOTHING
    };
    pub(super) const ORD_KEY: Self = Self {
        ord_key: true,
        ..Self::NOTHING
    };
    /// Hashers hold no Python references: they are cloned plainly.
    pub(super) const HASHER: Self = Self {
        clone: true,
        build_hasher: true,
        ..Self::NOTHING
    };

    pub(super) fn add(&mut self, other: Self) {
        self.derived |= other.derived;
        self.clone |= other.clone;
        self.copy |= other.copy;
        self.default |= other.default;
        self.hash_key |= other.hash_key;
        self.ord_key |= other.ord_key;
        self.build_hasher |= other.build_hasher;
    }

    /// `bounded: Trait + Trait,`, or nothing. `derived` is the name of the derived trait.
    pub(super) fn predicate(
        self,
        bounded: &impl ToTokens,
        derived: &str,
        runtime: Runtime<'_>,
    ) -> TokenStream {
        let mut traits = Vec::new();
        if self.derived {
            traits.push(runtime.path_to(derived));
        }
        if self.clone {
            traits.push(quote!(::core::clone::Clone));
        }
        if self.copy {
            traits.push(quote!(::core::marker::Copy));
        }
        if self.default {
            traits.push(quote!(::core::default::Default));
        }
        if self.hash_key {
            traits.push(quote!(::core::cmp::Eq));
            traits.push(quote!(::core::hash::Hash));
        }
        if self.ord_key {
            traits.push(quote!(::core::cmp::Ord));
        }
        if self.build_hasher {
            traits.push(quote!(::core::hash::BuildHasher));
        }
        if traits.is_empty() {
            return TokenStream::new();
        }
        quote!(#bounded: #(#traits)+*,)
    }
}
