//! Known types: the bounds that gilref's impls for these types have on the type arguments.
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

/// What a known type asks of its type arguments, in their order. Further arguments, and the
/// arguments of all other types, must have the derived trait.
///
/// `module` is the path segment before the name. The names of iterators are often used for other
/// things: they are known only with their module.
pub(crate) fn asked_of_arguments(module: Option<&str>, name: &str) -> &'static [Asked] {
    match (module, name) {
        (Some("iter"), "Empty") | (Some("future"), "Pending") => &[Asked::Nothing],
        (Some("iter"), _) if is_adapter(name) => &[Asked::Clone, Asked::Clone, Asked::Clone],
        (Some("vec"), "IntoIter") => &[Asked::Derived],
        (Some(module), "IntoIter") if module == "array" || is_collection(module) => &[Asked::Clone],
        (Some("future"), "Ready") => &[Asked::Clone],
        (Some("slice"), "RSplit" | "Split" | "SplitInclusive") => &[Asked::Nothing, Asked::Clone],
        (Some(module), _) if is_collection(module) && is_borrowing_iterator(name) => {
            &[Asked::Nothing, Asked::Nothing]
        }
        _ => asked_by_name(name),
    }
}

fn asked_by_name(name: &str) -> &'static [Asked] {
    match name {
        "Arc" | "Rc" | "Weak" | "PhantomData" | "NonNull" | "Py" | "Sender" | "SyncSender"
        | "Discriminant" | "BuildHasherDefault" | "DateTime" => &[Asked::Nothing],
        "Plain" | "DecodeUtf16" => &[Asked::Clone],
        "Cell" | "MaybeUninit" | "NotNan" | "EdgeIndex" | "NodeIndex" => &[Asked::Copy],
        "Cow" => &[Asked::Owned],
        "BinaryHeap" => &[Asked::OrdKey],
        // Petgraph's: the direction of the edges and the size of an index.
        "Graph" | "StableGraph" => &[
            Asked::Derived,
            Asked::Derived,
            Asked::Nothing,
            Asked::Nothing,
        ],
        _ if is_hash(name) && is_map(name) => &[Asked::HashKey, Asked::Derived, Asked::Hasher],
        _ if is_hash(name) => &[Asked::HashKey, Asked::Hasher],
        _ if is_map(name) || is_set(name) => &[Asked::OrdKey],
        _ => &[],
    }
}

/// The same for a type to be released with a token.
pub(crate) fn asked_by_drop(module: Option<&str>, name: &str) -> &'static [Asked] {
    match name {
        "Arc" | "Rc" | "BinaryHeap" | "Cell" | "IntoIter" => &[Asked::Derived],
        "ManuallyDrop" | "MaybeUninit" | "NotNan" | "Pin" | "Plain" => &[Asked::Nothing],
        "StableGraph" => &[Asked::Nothing; 4],
        _ if is_hash(name) && is_map(name) => &[Asked::Derived, Asked::Derived, Asked::Nothing],
        _ if is_hash(name) => &[Asked::Derived, Asked::Nothing],
        _ if is_map(name) || is_set(name) => &[Asked::Derived],
        _ => asked_of_arguments(module, name),
    }
}

/// Whether std has a module of this name with iterators in it.
fn is_collection(module: &str) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        module,
        "binary_heap" | "btree_map" | "btree_set" | "hash_map" | "hash_set" | "linked_list"
            | "option" | "result" | "slice" | "vec_deque"
    );
    found
}

/// Whether `std::iter` has a type of this name that holds values, closures or other iterators.
fn is_adapter(name: &str) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        name,
        "Chain" | "Cloned" | "Copied" | "Cycle" | "Enumerate" | "Filter" | "FilterMap" | "FlatMap"
            | "Flatten" | "FromFn" | "Fuse" | "Inspect" | "Map" | "MapWhile" | "Once" | "OnceWith"
            | "Peekable" | "Repeat" | "RepeatN" | "RepeatWith" | "Rev" | "Scan" | "Skip" | "SkipWhile"
            | "StepBy" | "Successors" | "Take" | "TakeWhile" | "Zip"
    );
    found
}

fn is_borrowing_iterator(name: &str) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        name,
        "Iter" | "Keys" | "Values" | "Range" | "Difference" | "Intersection" | "SymmetricDifference"
            | "Union" | "Chunks" | "ChunksExact" | "RChunks" | "RChunksExact" | "Windows"
    );
    found
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
