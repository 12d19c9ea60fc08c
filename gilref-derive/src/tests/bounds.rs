//! Bounds: all predicates that are needed are inferred, and no others.

use super::predicates;

#[track_caller]
fn check(source: &str, expected: &[&str]) {
    assert_eq!(predicates(source), expected, "{source}");
}

#[test]
fn a_parameter_in_a_field_asks_for_gil_clone() {
    check("struct S<T>(T);", &["T:GilClone"]);
    check("struct S<T>(Vec<Option<T>>);", &["T:GilClone"]);
    check("struct S<T>((u8, [T; 3]));", &["T:GilClone"]);
    check("struct S<T>(Box<[T]>);", &["T:GilClone"]);
    check("struct S<A, B>(B, A);", &["A:GilClone", "B:GilClone"]);
    check(
        "enum E<A, B> { A(A), B { b: B }, C }",
        &["A:GilClone", "B:GilClone"],
    );
    check("struct S<T>(foreign::Wrapper<T>);", &["T:GilClone"]);
    check("struct S<T>(std::ops::Bound<T>);", &["T:GilClone"]);
    check("struct S<T>(Box<dyn Fn(T) -> u8>);", &["T:GilClone"]);
    check("struct S<T>(Box<dyn Iterator<Item = T>>);", &["T:GilClone"]);
}

#[test]
fn a_module_before_a_name_changes_nothing_but_for_iterators() {
    for ty in [
        "option::Option<T>",
        "::std::option::Option<T>",
        "std::result::Result<T, u8>",
        "collections::linked_list::LinkedList<T>",
        "std::vec::IntoIter<T>",
        "own::IntoIter<T>",
        "iter::OwnWalk<T>",
        "own::Iter<'static, T>",
        "Map<u8, T>",
        "Iter<'static, T>",
    ] {
        check(&format!("struct S<T>({ty});"), &["T:GilClone"]);
    }
    check(
        "struct S<T>(std::collections::btree_map::BTreeMap<T, u8>);",
        &["T:GilClone+Ord"],
    );
    for ty in [
        "slice::Iter<'static, T>",
        "iter::Empty<T>",
        "std::collections::hash_map::Keys<'static, T, T>",
    ] {
        check(&format!("struct S<T>({ty});"), &[]);
    }
    for ty in [
        "iter::Map<T, fn()>",
        "std::option::IntoIter<T>",
        "array::IntoIter<T, 3>",
    ] {
        check(&format!("struct S<T>({ty});"), &["T:Clone"]);
    }
}

#[test]
fn a_parameter_that_is_only_pointed_to_asks_for_nothing() {
    for ty in [
        "PhantomData<T>",
        "std::marker::PhantomData<T>",
        "Py<T>",
        "gilref::Py<T>",
        "Arc<T>",
        "Rc<Vec<T>>",
        "sync::Weak<T>",
        "NonNull<T>",
        "&'static T",
        "*const T",
        "*mut T",
        "fn(T) -> T",
        "for<'a> fn(&'a T)",
        "Option<fn(T)>",
        "Option<Py<T>>",
        "Bound<'py, T>",
        "Borrowed<'a, 'py, T>",
        "Vec<Arc<T>>",
    ] {
        check(&format!("struct S<T>({ty});"), &[]);
    }
}

#[test]
fn an_arrow_ends_no_parameter() {
    for parameters in [
        "F: Fn(u8) -> u8",
        "F: Fn(u8) -> u8, G",
        "F: for<'a> Fn(&'a T) -> &'a T + Send = fn(u8) -> u8",
        "F = fn(u8) -> u8",
        "F = fn() -> Vec<u8>, G: Iterator<Item = fn() -> u8> = Own<fn() -> u8>",
    ] {
        check(&format!("struct S<{parameters}>(F);"), &["F:GilClone"]);
    }
}

#[test]
fn concrete_types_ask_for_nothing() {
    check("struct S { a: Missing, b: Vec<Missing> }", &[]);
    check("struct S<'a, const N: usize>(&'a str, [u8; N]);", &[]);
    check("struct S<T>(<u8 as Trait>::Out, PhantomData<T>);", &[]);
}

#[test]
fn associated_types_ask_for_themselves() {
    check("struct S<P: Shared>(P::Shared);", &["P::Shared:GilClone"]);
    check(
        "struct S<T: Tr>(Vec<<T as Tr>::Out>);",
        &["<TasTr>::Out:GilClone"],
    );
    check("struct S<P: Shared>(Arc<P::Shared>);", &[]);
    check(
        "struct S<P: Shared>(P::Shared, Option<P::Shared>);",
        &["P::Shared:GilClone"],
    );
    check(
        "struct S<P: Keys>(HashMap<P::Key, P>);",
        &["P:GilClone", "P::Key:GilClone+Eq+Hash"],
    );
}

#[test]
fn keys_ask_for_what_their_map_needs() {
    for map in ["HashMap", "IndexMap", "std::collections::HashMap"] {
        check(
            &format!("struct S<K, V, H>({map}<K, V, H>);"),
            &["K:GilClone+Eq+Hash", "V:GilClone", "H:Clone+BuildHasher"],
        );
    }
    for set in ["HashSet", "IndexSet"] {
        check(
            &format!("struct S<K, H>({set}<K, H>);"),
            &["K:GilClone+Eq+Hash", "H:Clone+BuildHasher"],
        );
    }
    check(
        "struct S<K, V>(BTreeMap<K, V>);",
        &["K:GilClone+Ord", "V:GilClone"],
    );
    check("struct S<K>(BTreeSet<K>);", &["K:GilClone+Ord"]);
    check(
        "struct S<K>(BinaryHeap<Reverse<K>>);",
        &["K:GilClone", "Reverse<K>:Ord"],
    );
    check(
        "struct S<K>(HashMap<(u8, Vec<K>), u8>);",
        &["K:GilClone", "(u8,Vec<K>):Eq+Hash"],
    );
    check("struct S<K>(HashMap<Arc<K>, Py<u8>>);", &["Arc<K>:Eq+Hash"]);
    check(
        "struct S<K>(HashMap<BTreeSet<K>, u8>);",
        &["K:GilClone+Ord", "BTreeSet<K>:Eq+Hash"],
    );
    check(
        "struct S<T>(HashMap<Id<T>, T>, BinaryHeap<Entry<T>>);",
        &["T:GilClone", "Id<T>:Eq+Hash", "Entry<T>:Ord"],
    );
    check(
        "struct S<T>(HashMap<Self, T>);",
        &["T:GilClone", "Self:Eq+Hash"],
    );
    check("struct S<T>(BTreeMap<Box<S<T>>, u8>);", &["Box<S<T>>:Ord"]);
    check(
        "struct S<K, V, H>(HashMap<K, V, BuildHasherDefault<H>>);",
        &[
            "K:GilClone+Eq+Hash",
            "V:GilClone",
            "BuildHasherDefault<H>:Clone+BuildHasher",
        ],
    );
    for map in ["FxHashMap", "AHashMap", "BuiltinBTreeMap"] {
        let source = format!("struct S<K, V>({map}<K, V>);");
        assert_eq!(predicates(&source).len(), 2, "{map}");
        assert_ne!(predicates(&source)[0], "K:GilClone", "{map}");
    }
}

#[test]
fn a_key_of_any_length_is_asked_as_it_was_written() {
    check(
        "struct S<T>(HashMap<[T; if WIDE { 8 } else { 4 }], T>, BTreeSet<Id<T, { 3 + 4 }>>);",
        &[
            "T:GilClone",
            "[T;ifWIDE{8}else{4}]:Eq+Hash",
            "Id<T,{3+4}>:Ord",
        ],
    );
}

#[test]
fn lifetimes_that_are_bound_inside_a_type_stay_there() {
    for ty in [
        "Box<dyn for<'a> Fn(<T as Tr<'a>>::Out)>",
        "Box<dyn Fn(<T as Tr<'_>>::Out)>",
        "Box<dyn for<'a> Stage<T::Out<'a>>>",
        "HashMap<for<'a> fn(&'a T), u8>",
    ] {
        check(&format!("struct S<T>({ty});"), &[]);
    }
    check(
        "struct S<T>(Box<dyn for<'a> Fn(HashMap<Id<'a, T>, u8>)>);",
        &["T:GilClone"],
    );
    check("struct S<T>(Box<dyn Fn(HashMap<&Id<T>, &T>)>);", &[]);
    check(
        "struct S<'a, T>(HashMap<&'a T, Py<T>>, Vec<<T as Tr<'a>>::Out>);",
        &["&'aT:Eq+Hash", "<TasTr<'a>>::Out:GilClone"],
    );
}

#[test]
fn the_deriving_types_name_is_known_before_those_of_std() {
    check(
        "struct Cell<T> { value: T, next: Option<Box<Cell<T>>> }",
        &["T:GilClone"],
    );
    check("struct Arc<T>(Option<Box<Arc<Vec<T>>>>);", &["T:GilClone"]);
    check(
        "struct HashMap<K, V>(K, V, Vec<HashMap<K, V>>, Vec<self::HashMap<V, K>>);",
        &["K:GilClone", "V:GilClone"],
    );
    check("struct Cell<T>(std::cell::Cell<T>);", &["T:Copy"]);
    check(
        "struct Plain<T>(Option<Box<Plain<T>>>, gilref::Plain<T>);",
        &["T:Clone"],
    );
}

#[test]
fn projections_of_other_types_are_asked_through_their_parameters() {
    check(
        "struct Tree<T> { kids: <Self as Kids>::List }",
        &["T:GilClone"],
    );
    check(
        "struct Tree<T, U> { kids: <Tree<T, U> as Kids>::List }",
        &["T:GilClone", "U:GilClone"],
    );
    for ty in [
        "<Box<Self> as Deref>::Target",
        "<Vec<Tree<T>> as IntoIterator>::IntoIter",
        "<Forest<T> as Kids>::List",
        "<<Self as Kids>::List as Kids>::List",
        "Cow<'static, Self>",
        "Cow<'static, [Tree<Vec<T>>]>",
    ] {
        let source = format!("struct Tree<T> {{ value: T, kids: {ty} }}");
        check(&source, &["T:GilClone"]);
    }
    // Only the where clause tells the compiler what this is.
    check(
        "struct S<T>(<Vec<T> as Tr>::Out) where Vec<T>: Tr;",
        &["Vec<T>:Tr", "<Vec<T>asTr>::Out:GilClone"],
    );
    check(
        "struct S<T: A>(<<T as A>::B as C>::D);",
        &["<<TasA>::BasC>::D:GilClone"],
    );
}

#[test]
fn wrappers_ask_for_what_their_impl_needs() {
    check("struct S<T>(Plain<T>);", &["T:Clone"]);
    check("struct S<T>(Cell<T>);", &["T:Copy"]);
    check(
        "struct S<'a, T>(Cow<'a, T>);",
        &["<Tas::std::borrow::ToOwned>::Owned:GilClone"],
    );
    check("struct S<'a, T>(Cow<'a, [T]>);", &["T:GilClone"]);
    check("struct S<T>(Cell<Option<Id<T>>>);", &["Option<Id<T>>:Copy"]);
    check("struct S<T>(Plain<Vec<T>>);", &["T:Clone"]);
    check("struct S<'a, T>(Cow<'a, str>, T);", &["T:GilClone"]);
}

#[test]
fn clone_fields_ask_for_clone_only() {
    check(
        "struct S<T> { #[gil_clone(clone)] a: Vec<T> }",
        &["T:Clone"],
    );
    check("struct S<T> { #[gil_clone(clone)] a: Arc<T> }", &[]);
    check(
        "struct S<K> { #[gil_clone(clone)] a: HashMap<K, u8> }",
        &["K:Clone"],
    );
    check(
        "struct S<T: Tr> { #[gil_clone(clone)] a: T::Out }",
        &["T::Out:Clone"],
    );
    check(
        "struct S<T> { #[gil_clone(clone)] a: T, b: T }",
        &["T:GilClone+Clone"],
    );
}

#[test]
fn a_clone_field_that_contains_the_deriving_type_asks_for_clone() {
    for ty in ["Option<Box<Node<T>>>", "Vec<Self>", "<Self as Kids>::List"] {
        let source = format!("struct Node<T> {{ value: T, #[gil_clone(clone)] next: {ty} }}");
        check(&source, &["T:GilClone+Clone"]);
    }
}

#[test]
fn bound_on_a_field_replaces_what_that_field_asks() {
    check(
        "struct S<K, V>(#[gil_clone(with = plain_keys, bound = \"K: Clone + Hash + Eq, V: GilClone\")] HashMap<K, V>, K);",
        &["K:GilClone", "K:(Clone)+(Hash)+(Eq)", "V:(GilClone)"],
    );
    check("struct S<T>(#[gil_clone(bound = \"\")] Shared<T>);", &[]);
    check(
        "struct S<T, U>(#[gil_clone(default, bound = \"T: New\")] T, U);",
        &["U:GilClone", "T:(New)"],
    );
    // As in serde: a `bound` on the type replaces all that is inferred, and one on a field is added.
    check(
        "#[gil_clone(bound = \"U: X,\")] struct S<T, U>(#[gil_clone(bound = \"T: Y\")] T, U);",
        &["U:(X)", "T:(Y)"],
    );
}

#[test]
fn plain_maps_ask_for_nothing() {
    check(
        "struct S<T>(HashMap<u32, Arc<T>>, HashMap<String, *const T>);",
        &[],
    );
    check("struct S<H>(HashMap<u32, u32, H>);", &["H:Clone"]);
    check("struct S<T>(HashMap<PhantomData<T>, u8>);", &[]);
}

#[test]
fn with_fields_ask_for_nothing() {
    check("struct S<T> { #[gil_clone(with = f)] a: Vec<T> }", &[]);
}

#[test]
fn default_fields_ask_for_default_of_their_type() {
    check(
        "struct S<T> { #[gil_clone(default)] a: Cache<T>, #[gil_clone(default)] b: Cache<T> }",
        &["Cache<T>:Default"],
    );
    check(
        "struct S<T> { #[gil_clone(default)] a: Cache, b: Py<T> }",
        &[],
    );
    check(
        "struct S<const N: usize> { #[gil_clone(default)] a: Cache<N> }",
        &["Cache<N>:Default"],
    );
    check(
        "struct S<T>(#[gil_clone(default = Cache::new)] Cache<T>);",
        &[],
    );
    check("struct S<T>(#[gil_clone(default)] T);", &["T:Default"]);
}

#[test]
fn a_type_asks_for_nothing_of_itself() {
    check(
        "struct Node<T: Tr> { next: Option<Box<Node<T>>>, out: T::Out }",
        &["T::Out:GilClone"],
    );
    check(
        "struct Node<T> { next: Option<Box<Self>>, t: T }",
        &["T:GilClone"],
    );
    check(
        "struct Node<T>(Option<Box<Node<Vec<T>>>>);",
        &["T:GilClone"],
    );
    check(
        "struct Node<'a, T, const N: usize>(Vec<Node<'a, T, N>>);",
        &[],
    );
}

/// As `macro_rules!` writes a `$t:ty`.
#[test]
fn a_type_asks_for_nothing_of_itself_where_its_parameter_is_in_an_invisible_group() {
    let group = proc_macro2::Group::new(proc_macro2::Delimiter::None, quote::quote!(T));
    let group = proc_macro2::TokenTree::from(group);
    let expansion = crate::derive::derive::<crate::impls::gil_clone::GilClone>(
        quote::quote!(struct Node<T>(Vec<Node<#group>>, Arc<T>);),
    );
    let text = super::compact(expansion);
    assert!(text.contains("GilCloneforNode<T>{"), "{text}");
}

#[test]
fn macro_calls_count_what_they_name_as_used() {
    check("struct S<T, U>(ty!([T, u8]), Py<U>);", &["T:GilClone"]);
}

#[test]
fn raw_identifiers_are_the_same_parameter() {
    check("struct S<r#T>(T);", &["r#T:GilClone"]);
}

#[test]
fn a_module_with_a_parameters_name_is_no_parameter() {
    check("struct S<T>(::T::Type, Py<T>);", &[]);
}

#[test]
fn bound_replaces_what_was_inferred_and_keeps_the_users_own() {
    check(
        "#[gil_clone(bound = \"T: Special, U: Copy\")] struct S<T, U>(T, U) where T: Own;",
        &["T:Own", "T:(Special)", "U:(Copy)"],
    );
    check("#[gil_clone(bound = \"\")] struct S<T>(T);", &[]);
}

#[test]
fn defaults_and_the_users_own_bounds_stay_in_their_place() {
    check(
        "struct S<T: ?Sized = u8>(Arc<T>) where T: Own,;",
        &["T:Own"],
    );
}
