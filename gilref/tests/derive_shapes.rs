//! Every shape of type derives `GilClone`, and a clone counts each Python reference in it once.

#![cfg(feature = "derive")]
#![allow(dead_code, reason = "fields are there to be cloned")]

mod common;

use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

use common::object;
use gilref::types::PyAny;
use gilref::{Bound, GilClone, GilToken, Py, Python};

type Object = Py<PyAny>;

fn attached(test: impl for<'py> FnOnce(Python<'py>)) {
    Python::initialize();
    Python::attach(test);
}

/// Clones what `make` builds around references to one object, and checks that the clone added
/// `expected` references and took them back when it was dropped.
#[track_caller]
fn adds<T: GilClone>(expected: isize, make: impl FnOnce(&dyn Fn() -> Object) -> T) {
    attached(|py| {
        let object = object(py);
        let original = make(&|| object.clone_ref(py));
        let before = object.refcnt(py);
        let copy = original.clone_ref(py);
        assert_eq!(object.refcnt(py), before + expected);
        drop(copy);
        assert_eq!(object.refcnt(py), before);
        drop(original);
        assert_eq!(object.refcnt(py), 1);
    });
}

#[derive(GilClone)]
struct Unit;

#[derive(GilClone)]
struct Braces {}

#[derive(GilClone)]
struct Parens();

#[derive(GilClone)]
struct Named {
    name: String,
    callback: Object,
    options: HashMap<String, Object>,
    r#type: Option<Object>,
}

#[derive(GilClone)]
struct Tuple(Object, u8, Vec<Object>);

#[derive(GilClone)]
enum Never {}

#[derive(GilClone)]
enum Mixed {
    Unit,
    Empty {},
    Tuple(Object, Object),
    Named { py: Object, r#fn: [Object; 2] },
    r#Raw(Object),
}

#[test]
fn structs_clone_each_field() {
    adds(0, |_| (Unit, Braces {}, Parens()));
    adds(3, |o| Named {
        name: "name".to_owned(),
        callback: o(),
        options: HashMap::from([("a".to_owned(), o())]),
        r#type: Some(o()),
    });
    adds(3, |o| Tuple(o(), 1, vec![o(), o()]));
}

#[test]
fn enums_clone_the_fields_of_their_variant() {
    adds(0, |_| None::<Never>);
    adds(0, |_| (Mixed::Unit, Mixed::Empty {}));
    adds(2, |o| Mixed::Tuple(o(), o()));
    adds(3, |o| Mixed::Named {
        py: o(),
        r#fn: [o(), o()],
    });
    adds(1, |o| Mixed::Raw(o()));
}

#[test]
fn the_clone_is_the_same_variant_with_the_same_values() {
    #[derive(GilClone, Debug, PartialEq)]
    enum Plain {
        A,
        B(u8, String),
        C { x: Vec<Option<char>> },
    }
    attached(|py| {
        for value in [
            Plain::A,
            Plain::B(7, "b".to_owned()),
            Plain::C {
                x: vec![None, Some('c')],
            },
        ] {
            assert_eq!(value.clone_ref(py), value);
        }
    });
}

#[derive(GilClone)]
struct Generic<'a, 'b: 'a, T: 'b, U = Object, const N: usize = 2>
where
    U: 'static,
{
    first: &'a T,
    second: &'b str,
    array: [U; N],
    // The token's lifetime in the expansion must not be this one.
    function: for<'py> fn(&'py T) -> &'py T,
    optional: Option<for<'py> fn(&'py T, Python<'py>)>,
    pointer: *const T,
    phantom: PhantomData<fn(T)>,
}

#[test]
fn generics_lifetimes_and_function_pointers_are_kept() {
    // given: a type that is nothing, not even `GilClone`
    struct Marker;
    fn same(marker: &Marker) -> &Marker {
        marker
    }
    let text = "text".to_owned();
    // when, then
    adds(2, |o| {
        const MARKER: &Marker = &Marker;
        Generic {
            first: MARKER,
            second: &text,
            array: [o(), o()],
            function: same,
            optional: None,
            pointer: MARKER,
            phantom: PhantomData,
        }
    });
}

#[derive(GilClone)]
struct List<T> {
    head: T,
    tail: Option<Box<List<T>>>,
}

#[derive(GilClone)]
enum Tree {
    Leaf(Object),
    Node(Vec<Self>),
}

#[derive(GilClone)]
struct Even<T>(T, Option<Box<Odd<T>>>);

#[derive(GilClone)]
enum Odd<T> {
    One(T),
    More(Box<Even<T>>, Rc<Odd<T>>),
}

#[test]
fn recursive_types_clone_all_the_way_down() {
    adds(2, |o| List {
        head: o(),
        tail: Some(Box::new(List {
            head: o(),
            tail: None,
        })),
    });
    adds(2, |o| {
        Tree::Node(vec![Tree::Leaf(o()), Tree::Node(vec![Tree::Leaf(o())])])
    });
    adds(2, |o| {
        let even = Even(o(), None);
        let more = Odd::More(Box::new(even), Rc::new(Odd::One(o())));
        Even(o(), Some(Box::new(more)))
    });
}

#[derive(GilClone)]
struct Shared<'py, T: ?Sized + 'static> {
    arc: Arc<Object>,
    rc: Rc<[Object]>,
    dynamic: Arc<dyn Fn() -> usize + Send + Sync>,
    unsized_parameter: Arc<T>,
    slice: Box<[Object]>,
    bound: Bound<'py, PyAny>,
}

#[test]
fn shared_pointers_add_nothing_to_pythons_count() {
    attached(|py| {
        // given
        let object = object(py);
        let original = Shared::<str> {
            arc: Arc::new(object.clone_ref(py)),
            rc: Rc::from([object.clone_ref(py), object.clone_ref(py)]),
            dynamic: Arc::new(|| 7),
            unsized_parameter: Arc::from("str"),
            slice: Box::new([object.clone_ref(py)]),
            bound: object.bind(py).clone(),
        };
        let before = object.refcnt(py);
        // when
        let copy = original.clone_ref(py);
        // then
        assert_eq!(object.refcnt(py), before + 2, "one in the slice, one bound");
        assert!(Arc::ptr_eq(&copy.arc, &original.arc));
        assert!(Arc::ptr_eq(
            &copy.unsized_parameter,
            &original.unsized_parameter
        ));
        assert_eq!((copy.dynamic)(), 7);
    });
}

macro_rules! object_or {
    ($ty:ty) => {
        Result<Object, $ty>
    };
}

macro_rules! declare {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[derive(GilClone)]
        struct $name<'a, T> {
            $($field: $ty,)*
            $(#[cfg(any())] $field: Missing<$ty>,)*
            pair: (u8, Vec<T>),
            lent: &'a T,
        }
    };
}

declare!(Declared { plain: Object, many: Vec<Object>, r#box: fn(u8) -> u8, made: object_or!(u8) });

macro_rules! declare_enum {
    ($name:ident, $($variant:ident($ty:ty)),*) => {
        #[derive(GilClone)]
        enum $name {
            $($variant(Option<$ty>, $ty),)*
        }
    };
}

declare_enum!(DeclaredEnum, A(Object), B(&'static str));

#[test]
fn types_that_macros_made_are_cloned() {
    fn next(value: u8) -> u8 {
        value + 1
    }
    adds(5, |o| Declared::<Object> {
        plain: o(),
        many: vec![o(), o()],
        r#box: next,
        made: Ok(o()),
        pair: (0, vec![o()]),
        lent: Box::leak(Box::new(Python::attach(object))),
    });
    adds(2, |o| DeclaredEnum::A(Some(o()), o()));
}

#[derive(GilClone)]
struct Configured {
    #[cfg(not(any()))]
    kept: Object,
    #[cfg(any())]
    gone: Missing,
    #[cfg_attr(not(any()), gil_clone(default))]
    cache: Vec<u8>,
}

#[derive(GilClone)]
enum ConfiguredEnum {
    #[cfg(any())]
    Gone(Missing),
    Kept(Object),
}

#[test]
fn what_cfg_takes_away_is_not_cloned() {
    adds(2, |o| {
        let configured = Configured {
            kept: o(),
            cache: vec![1],
        };
        (configured, ConfiguredEnum::Kept(o()))
    });
}

struct Foreign(u8);

impl Foreign {
    fn clone_ref(&self, _: Python<'_>) -> Self {
        Foreign(self.0)
    }
}

/// Asks for a slice where the field is a `Vec`, and for gilref's token by name.
fn clone_rows<T: GilClone>(rows: &[T], py: Python<'_>) -> Vec<T> {
    rows.iter().map(|row| row.clone_ref(py)).collect()
}

#[derive(Clone, Debug, PartialEq)]
struct Settings(u8);

#[derive(GilClone)]
enum Attributes<T: GilClone> {
    Of {
        #[gil_clone(clone)]
        settings: Settings,
        #[gil_clone(with = clone_rows)]
        rows: Vec<T>,
        #[gil_clone(with = clone_rows::<T>,)]
        more: Vec<T>,
        #[gil_clone(with = Foreign::clone_ref)]
        foreign: Foreign,
        #[gil_clone(default)]
        cache: Vec<Object>,
    },
}

#[test]
fn attributes_choose_how_a_field_is_cloned() {
    attached(|py| {
        // given
        let object = object(py);
        let o = || object.clone_ref(py);
        let original = Attributes::Of {
            settings: Settings(1),
            rows: vec![o(), o()],
            more: vec![o()],
            foreign: Foreign(3),
            cache: vec![o()],
        };
        let before = object.refcnt(py);
        // when
        let Attributes::Of {
            settings,
            rows,
            more,
            foreign,
            cache,
        } = original.clone_ref(py);
        // then
        assert_eq!(settings, Settings(1));
        assert_eq!((rows.len(), more.len(), foreign.0), (2, 1, 3));
        assert!(cache.is_empty());
        assert_eq!(object.refcnt(py), before + 3);
    });
}

fn panics(_: &u8, _: Python<'_>) -> u8 {
    panic!("half-way")
}

#[derive(GilClone)]
struct PanicsHalfWay {
    before: (Object, Vec<Object>),
    #[gil_clone(with = panics)]
    here: u8,
    after: Object,
}

#[test]
fn a_panic_half_way_gives_back_what_was_cloned() {
    attached(|py| {
        // given
        let object = object(py);
        let original = PanicsHalfWay {
            before: (object.clone_ref(py), vec![object.clone_ref(py)]),
            here: 0,
            after: object.clone_ref(py),
        };
        // when
        let outcome = catch_unwind(AssertUnwindSafe(|| original.clone_ref(py)));
        // then
        assert!(outcome.is_err());
        assert_eq!(object.refcnt(py), 4);
        drop(original);
        assert_eq!(object.refcnt(py), 1);
    });
}

mod outer {
    use super::{Arc, GilClone};

    struct Private;

    /// A private type behind a pointer in a public one.
    #[allow(unreachable_pub, reason = "as public as it can be here")]
    #[derive(GilClone)]
    pub struct Public(Arc<Private>, pub(super) super::Object);

    impl Public {
        pub(super) fn new(object: super::Object) -> Self {
            Public(Arc::new(Private), object)
        }
    }
}

#[test]
fn private_types_in_public_ones_are_cloned() {
    adds(1, |o| outer::Public::new(o()));
}

#[test]
fn a_token_of_any_kind_is_taken() {
    fn twice<'py, T: GilClone>(value: &T, token: impl GilToken<'py>) -> (T, T) {
        (value.clone_ref(token), value.clone_ref(token))
    }
    attached(|py| {
        let tuple = Tuple(object(py), 1, Vec::new());
        let (one, two) = twice(&tuple, py);
        assert!(one.0.is(&two.0));
        assert_eq!(tuple.0.refcnt(py), 3);
    });
}

macro_rules! forty_fields {
    ($($name:ident)*) => {
        #[derive(GilClone)]
        struct Forty { $($name: Object,)* }

        #[test]
        fn forty_fields_are_cloned() {
            adds(40, |o| Forty { $($name: o(),)* });
        }
    };
}

forty_fields! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9
    c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
}

macro_rules! sixty_variants {
    ($($name:ident)*) => {
        #[derive(GilClone)]
        enum Sixty { $($name(Object, BTreeMap<u8, Object>),)* }

        #[test]
        fn sixty_variants_are_cloned() {
            adds(120, |o| vec![$(Sixty::$name(o(), BTreeMap::from([(1, o())])),)*]);
        }
    };
}

sixty_variants! {
    A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 C0 C1 C2 C3 C4 C5 C6 C7 C8 C9
    D0 D1 D2 D3 D4 D5 D6 D7 D8 D9 E0 E1 E2 E3 E4 E5 E6 E7 E8 E9 F0 F1 F2 F3 F4 F5 F6 F7 F8 F9
}
