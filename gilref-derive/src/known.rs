//! Known types: what gilref's impls ask of the arguments of the types that have one.
//!
//! Types are known by their last path segment. A test compares this list with the impls.

/// What is asked of a type argument, for the type around it to be cloned with a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Asked {
    /// The derived trait.
    Derived,
    Nothing,
    /// The derived trait, and what a hash map needs to be built anew.
    HashKey,
    /// The derived trait, and what an ordered map needs to be built anew.
    OrdKey,
    /// `Clone`, and what a hash map needs to be built anew.
    Hasher,
    Clone,
    Copy,
    /// The derived trait, of what `ToOwned` makes of the argument.
    Owned,
}

/// What a known type asks of its type arguments, in their order. Of further arguments, and of those
/// of other types, the derived trait is asked.
pub(crate) fn asked_of_arguments(name: &str) -> &'static [Asked] {
    match name {
        "Arc" | "Rc" | "Weak" | "PhantomData" | "NonNull" | "Py" | "Sender" | "SyncSender"
        | "Discriminant" | "BuildHasherDefault" | "DateTime" => &[Asked::Nothing],
        "Plain" => &[Asked::Clone],
        "Cell" | "MaybeUninit" | "NotNan" => &[Asked::Copy],
        "Cow" => &[Asked::Owned],
        "BinaryHeap" => &[Asked::OrdKey],
        _ if is_hash(name) && is_map(name) => &[Asked::HashKey, Asked::Derived, Asked::Hasher],
        _ if is_hash(name) => &[Asked::HashKey, Asked::Hasher],
        _ if is_map(name) || is_set(name) => &[Asked::OrdKey],
        _ => &[],
    }
}

/// What a known type asks of its type arguments to be released with a token.
pub(crate) fn asked_by_drop(name: &str) -> &'static [Asked] {
    match name {
        "Weak" | "PhantomData" | "NonNull" | "Py" | "Sender" | "SyncSender" | "Discriminant"
        | "BuildHasherDefault" | "DateTime" | "Plain" | "ManuallyDrop" | "MaybeUninit"
        | "NotNan" => &[Asked::Nothing],
        "Cow" => &[Asked::Owned],
        _ if is_hash(name) && is_map(name) => &[Asked::Derived, Asked::Derived, Asked::Nothing],
        _ if is_hash(name) => &[Asked::Derived, Asked::Nothing],
        _ => &[],
    }
}

/// Whether the type is a map: of std, of `indexmap`, or an alias with another hasher.
pub(crate) fn is_map(name: &str) -> bool {
    ["HashMap", "IndexMap", "BTreeMap"]
        .iter()
        .any(|map| name.ends_with(map))
}

pub(crate) fn is_set(name: &str) -> bool {
    ["HashSet", "IndexSet", "BTreeSet"]
        .iter()
        .any(|set| name.ends_with(set))
}

/// Whether a map or set finds its keys by their hash.
pub(crate) fn is_hash(name: &str) -> bool {
    ["HashMap", "IndexMap", "HashSet", "IndexSet"]
        .iter()
        .any(|map| name.ends_with(map))
}
