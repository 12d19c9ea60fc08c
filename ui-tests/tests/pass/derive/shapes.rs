//! Every shape of type.

use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;
use std::sync::Arc;

use gilref::{Bound, GilClone, GilDrop, Py, Python, types::PyAny};

use crate::{attached, object};

mod inner {
    use gilref::{GilClone, GilDrop, Py, types::PyAny};

    #[derive(GilClone, GilDrop)]
    pub struct Path(pub Py<PyAny>);
}

fn is_gil_clone<T: GilClone>() {}

#[test]
fn every_kind_of_struct() {
    #[derive(GilClone)]
    struct Named {
        object: Py<PyAny>,
        number: u8,
    }

    #[derive(GilClone)]
    struct Tuple(Py<PyAny>, u8);

    #[derive(GilClone)]
    struct Unit;

    #[derive(GilClone)]
    struct EmptyBraces {}

    #[derive(GilClone)]
    struct EmptyParentheses();

    attached(|py| {
        let Named { object, number } = Named {
            object: object(py),
            number: 1,
        }
        .clone_ref(py);
        let Tuple(object, number) = Tuple(object, number).clone_ref(py);
        assert_eq!((object.refcnt(py), number), (1, 1));
        let Unit = Unit.clone_ref(py);
        let EmptyBraces {} = EmptyBraces {}.clone_ref(py);
        let EmptyParentheses() = EmptyParentheses().clone_ref(py);
    });
}

#[test]
fn every_kind_of_enum() {
    #[derive(GilClone)]
    enum Event {
        Named { object: Py<PyAny>, number: u8 },
        Tuple(Py<PyAny>, u8),
        Unit,
        EmptyBraces {},
        EmptyParentheses(),
    }

    #[derive(GilClone)]
    enum Never {}

    #[derive(GilClone)]
    enum Numbered {
        First = 1,
        Tenth = 10,
    }

    #[derive(GilClone)]
    #[non_exhaustive]
    enum Open {
        Only(Py<PyAny>),
    }

    is_gil_clone::<Never>();
    attached(|py| {
        let events = [
            Event::Named {
                object: object(py),
                number: 1,
            },
            Event::Tuple(object(py), 2),
            Event::Unit,
            Event::EmptyBraces {},
            Event::EmptyParentheses(),
        ];
        for (original, copy) in events.iter().zip(events.clone_ref(py)) {
            match (original, copy) {
                (
                    Event::Named { object, number },
                    Event::Named {
                        object: o,
                        number: n,
                    },
                )
                | (Event::Tuple(object, number), Event::Tuple(o, n)) => {
                    assert!(object.is(&o) && *number == n);
                }
                (Event::Unit, Event::Unit)
                | (Event::EmptyBraces {}, Event::EmptyBraces {})
                | (Event::EmptyParentheses(), Event::EmptyParentheses()) => {}
                _ => panic!("another variant"),
            }
        }
        assert_eq!(Numbered::First.clone_ref(py) as u8, 1);
        assert_eq!(Numbered::Tenth.clone_ref(py) as u8, 10);
        let Open::Only(only) = Open::Only(object(py)).clone_ref(py);
        assert_eq!(only.refcnt(py), 1);
    });
}

#[test]
fn every_repr() {
    #[derive(GilClone)]
    #[repr(C)]
    struct C {
        kind: u8,
        object: Py<PyAny>,
    }

    #[derive(GilClone)]
    #[repr(transparent)]
    struct Transparent(Py<PyAny>);

    #[derive(GilClone)]
    #[repr(align(64))]
    struct Aligned(Py<PyAny>);

    #[derive(GilClone)]
    #[repr(C, u8)]
    enum Tagged {
        Object(Py<PyAny>) = 3,
    }

    is_gil_clone::<(C, Transparent, Aligned, Tagged)>();
}

#[test]
fn every_kind_of_parameter() {
    #[derive(GilClone)]
    struct Many<'a, 'py: 'a, T, const N: usize, U = u8, const FLAG: bool = true>
    where
        T: PartialEq,
        U: Copy,
    {
        name: &'a str,
        bound: Bound<'py, PyAny>,
        values: [T; N],
        more: [[U; N]; 2],
    }

    #[derive(GilClone)]
    enum Either<'py, L: Default, R> {
        Left(L),
        Right(R, Bound<'py, PyAny>),
    }

    #[derive(GilClone)]
    struct Unsized<T: ?Sized> {
        object: Py<PyAny>,
        value: T,
    }

    #[derive(GilClone)]
    struct Arrows<F: Fn(u8) -> u8 + Clone, G = fn(u8) -> Vec<u8>> {
        object: Py<PyAny>,
        #[gil_clone(clone)]
        filter: F,
        marker: PhantomData<G>,
    }

    is_gil_clone::<Many<'_, '_, String, 3>>();
    is_gil_clone::<Many<'_, '_, String, 0, i8, false>>();
    is_gil_clone::<Either<'_, u8, Py<PyAny>>>();
    is_gil_clone::<Unsized<Py<PyAny>>>();
    is_gil_clone::<Arrows<fn(u8) -> u8>>();
}

#[test]
fn types_with_the_names_of_unsized_ones() {
    #[derive(GilClone, GilDrop)]
    struct Path(Vec<Py<PyAny>>);

    #[derive(GilClone, GilDrop)]
    struct Module {
        first: Path,
        path: self::inner::Path,
    }

    #[derive(GilClone, GilDrop)]
    #[gil_clone(attach)]
    struct Generic<CStr>(Path, CStr);

    #[derive(GilClone, GilDrop)]
    enum Source {
        File(Path),
        Other { path: Path },
    }

    macro_rules! wrapper {
        ($ty:ty) => {
            #[derive(GilClone, GilDrop)]
            struct Wrapper($ty);
        };
    }
    wrapper!(Path);

    // Two names of one type.
    trait System {
        type Path;
        type CStr;
    }

    impl System for u8 {
        type Path = Py<PyAny>;
        type CStr = Py<PyAny>;
    }

    #[derive(GilClone, GilDrop)]
    struct Associated<T: System<Path = Py<PyAny>, CStr = Py<PyAny>>> {
        path: T::Path,
        name: T::CStr,
        of_u8: (<u8 as System>::Path, u8),
        last: <u8 as System>::CStr,
    }

    is_gil_clone::<Associated<u8>>();
    attached(|py| {
        let path = Path(vec![object(py)]);
        let module = Module {
            first: path.clone_ref(py),
            path: inner::Path(object(py)),
        };
        let generic = Generic(path.clone_ref(py), path.clone_ref(py));
        let sources = [
            Source::File(path.clone_ref(py)),
            Source::Other {
                path: path.clone_ref(py),
            },
        ];
        let wrapper = Wrapper(path.clone_ref(py));
        let (copy, copies, others) = (module.clone_ref(py), sources.clone_ref(py), generic.clone());
        assert_eq!(path.0[0].refcnt(py), 12);
        assert_eq!(module.path.0.refcnt(py), 2);
        wrapper.clone_ref(py).drop_ref(py);
        wrapper.drop_ref(py);
        module.drop_ref(py);
        copy.drop_ref(py);
        others.drop_ref(py);
        generic.drop_ref(py);
        for source in sources.into_iter().chain(copies) {
            source.drop_ref(py);
        }
        assert_eq!(path.0[0].refcnt(py), 1);
    });
}

#[test]
fn unsized_fields_behind_pointers() {
    #[derive(GilClone)]
    struct Row {
        cells: Box<[Py<PyAny>]>,
        name: Box<str>,
        task: Arc<dyn Fn() + Send + Sync>,
        path: Arc<std::path::Path>,
    }

    attached(|py| {
        let row = Row {
            cells: Box::new([object(py)]),
            name: "row".into(),
            task: Arc::new(|| {}),
            path: Arc::from(std::path::Path::new("/")),
        };
        let copy = row.clone_ref(py);
        assert_eq!(copy.cells[0].refcnt(py), 2);
        assert_eq!((&*copy.name, copy.path), ("row", row.path));
        (copy.task)();
    });
}

#[test]
fn functions_and_pointers() {
    type Callback = for<'a> fn(&'a str, &mut Vec<&'a str>);

    #[derive(GilClone)]
    struct Handler {
        higher_ranked: for<'a, 'b> fn(&'a str, &'b str) -> &'a str,
        of_py: for<'py> fn(Bound<'py, PyAny>) -> Bound<'py, PyAny>,
        c: Option<unsafe extern "C" fn(*mut std::ffi::c_void)>,
        raw: *mut u8,
        // A type is known by its name, and an alias hides that this is a function.
        #[gil_clone(clone)]
        alias: Callback,
    }

    fn first<'a>(left: &'a str, _right: &str) -> &'a str {
        left
    }

    attached(|py| {
        let handler = Handler {
            higher_ranked: first,
            of_py: |object| object,
            c: None,
            raw: std::ptr::null_mut(),
            alias: |item, list| list.push(item),
        };
        let copy = handler.clone_ref(py);
        assert_eq!((copy.higher_ranked)("left", "right"), "left");
        assert!((copy.of_py)(py.none()).is_none());
        assert!(copy.raw.is_null() && copy.c.is_none());
        let mut list = Vec::new();
        (copy.alias)("item", &mut list);
        assert_eq!(list, ["item"]);
    });
}

#[test]
fn recursive_types() {
    #[derive(GilClone)]
    struct List {
        object: Py<PyAny>,
        next: Option<Box<Self>>,
    }

    #[derive(GilClone)]
    struct Tree<T> {
        value: T,
        children: Vec<Tree<T>>,
    }

    #[derive(GilClone)]
    enum Json<K: Eq + std::hash::Hash> {
        Null,
        Object(HashMap<K, Json<K>>),
        Python(Py<PyAny>),
    }

    #[derive(GilClone)]
    struct Even<T> {
        odd: Option<Box<Odd<T>>>,
        value: T,
    }

    #[derive(GilClone)]
    struct Odd<T> {
        even: Box<Even<T>>,
    }

    is_gil_clone::<Even<Py<PyAny>>>();
    is_gil_clone::<Json<String>>();
    attached(|py| {
        let list = List {
            object: object(py),
            next: Some(Box::new(List {
                object: object(py),
                next: None,
            })),
        };
        assert_eq!(list.clone_ref(py).next.unwrap().object.refcnt(py), 2);
        let leaf = Tree {
            value: object(py),
            children: Vec::new(),
        };
        let root = Tree {
            value: object(py),
            children: vec![leaf],
        };
        assert_eq!(root.clone_ref(py).children[0].value.refcnt(py), 2);
    });
}

#[test]
fn cfgs_on_fields_and_variants() {
    #[derive(GilClone)]
    struct Handler {
        #[cfg(not(test))]
        object: NotThere,
        #[cfg(test)]
        object: Py<PyAny>,
        #[cfg_attr(test, gil_clone(default))]
        #[allow(unused)]
        calls: Vec<std::sync::Mutex<u8>>,
    }

    #[derive(GilClone)]
    enum Source {
        #[cfg(not(test))]
        Missing(NotThere),
        #[cfg(test)]
        Object(Py<PyAny>),
    }

    is_gil_clone::<(Handler, Source)>();
}

#[test]
#[deny(warnings)]
fn deprecated_fields_and_variants() {
    #[derive(GilClone)]
    struct Handler {
        #[deprecated]
        pub old: Py<PyAny>,
        pub new: Py<PyAny>,
    }

    #[derive(GilClone)]
    enum Source {
        #[deprecated]
        Old(Py<PyAny>),
        New(Py<PyAny>),
    }

    #[derive(GilClone)]
    #[deprecated]
    struct Gone(Py<PyAny>);

    is_gil_clone::<(Handler, Source)>();
    #[allow(deprecated)]
    is_gil_clone::<Gone>();
}

#[test]
fn private_types_in_public_ones() {
    mod handlers {
        use super::{GilClone, Py, PyAny};

        #[derive(GilClone)]
        struct Private(Py<PyAny>);

        #[derive(GilClone)]
        pub struct Public {
            private: Private,
        }

        #[derive(GilClone)]
        pub struct Generic<T> {
            private: Private,
            value: T,
        }
    }

    is_gil_clone::<handlers::Public>();
    is_gil_clone::<handlers::Generic<u8>>();
}

#[test]
fn markers() {
    struct Nothing;

    #[derive(GilClone)]
    struct Tagged<M, T: ?Sized> {
        object: Py<PyAny>,
        marker: PhantomData<M>,
        target: PhantomData<T>,
    }

    is_gil_clone::<Tagged<Nothing, str>>();
}

#[test]
fn attributes_of_others() {
    /// With documentation.
    #[derive(Debug, GilClone, Default)]
    #[must_use]
    struct Handler {
        /// On a field, too.
        #[doc(alias = "callback")]
        objects: HashSet<u8>,
        optional: Option<Py<PyAny>>,
    }

    assert_eq!(
        format!("{:?}", Handler::default()),
        "Handler { objects: {}, optional: None }"
    );
    is_gil_clone::<Handler>();
}

#[test]
fn gil_drop() {
    use gilref::GilDrop;

    struct Foreign;

    #[derive(GilDrop)]
    struct Fields<T> {
        #[gil_drop(plain)]
        foreign: Vec<Foreign>,
        callback: Option<T>,
    }

    /// Holds what it releases in a struct of its own.
    struct Session(Option<Fields<Py<PyAny>>>);

    impl Drop for Session {
        fn drop(&mut self) {}
    }

    impl GilDrop for Session {
        fn drop_ref<'py>(mut self, py: impl gilref::GilToken<'py>) {
            self.0.take().drop_ref(py);
        }
    }

    /// Has nothing to release.
    #[derive(GilClone, GilDrop)]
    struct Lent<'a> {
        cell: std::cell::Cell<&'a Foreign>,
        shared: Arc<Option<&'a Foreign>>,
        function: std::rc::Rc<fn(u8) -> u8>,
        memory: std::mem::MaybeUninit<Option<&'a Foreign>>,
    }

    is_gil_clone::<Lent<'_>>();
    attached(|py| {
        let object = object(py);
        let fields = Fields {
            foreign: vec![Foreign],
            callback: Some(object.clone_ref(py)),
        };
        Session(Some(fields)).drop_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}

#[test]
fn half_typed() {
    #[derive(GilClone)]
    struct Handler {
        callback: Py<PyAny>,
        name: String,
    }

    attached(|py| {
        let handler = Handler {
            callback: object(py),
            name: String::new(),
        };
        assert_eq!(handler.clone_ref(py).callback.refcnt(py), 2);
        assert!(handler.name.is_empty());
    });
}

#[test]
fn references_in_other_types() {
    struct NotCloned(u8);

    #[derive(GilClone)]
    struct Handler<'a, 'py> {
        option: Option<&'a NotCloned>,
        pin: std::pin::Pin<&'a NotCloned>,
        list: Vec<&'a NotCloned>,
        map: std::collections::HashMap<&'a str, (&'a NotCloned, u8)>,
        functions: [fn(u8) -> u8; 1],
        cell: std::cell::RefCell<Option<&'a NotCloned>>,
        once: std::cell::OnceCell<&'a NotCloned>,
        bounds: (std::ops::Bound<&'a NotCloned>, std::task::Poll<fn()>),
        token: Python<'py>,
        tokens: Vec<(Python<'py>, Py<PyAny>)>,
    }

    attached(|py| {
        let target = NotCloned(3);
        let handler = Handler {
            option: Some(&target),
            pin: std::pin::Pin::new(&target),
            list: vec![&target],
            map: [("a", (&target, 1))].into(),
            functions: [|byte| byte],
            cell: Some(&target).into(),
            once: std::cell::OnceCell::new(),
            bounds: (std::ops::Bound::Included(&target), std::task::Poll::Pending),
            token: py,
            tokens: vec![(py, object(py))],
        };
        let copy = handler.clone_ref(py);
        assert_eq!(copy.option.unwrap().0, 3);
        assert_eq!(copy.pin.0 + copy.list[0].0, 6);
        assert_eq!((copy.map["a"].1, (copy.functions[0])(7)), (1, 7));
        assert!(copy.cell.borrow().is_some() && copy.once.get().is_none());
        assert!(matches!(
            copy.bounds,
            (std::ops::Bound::Included(NotCloned(3)), _)
        ));
        assert_eq!(copy.tokens[0].1.refcnt(copy.token), 2);
    });
}

#[test]
fn lengths_of_any_expression() {
    const WIDE: bool = true;

    struct Buffer<const N: usize>([u8; N]);

    #[derive(GilClone)]
    struct Row<T, const N: usize = { if WIDE { 2 } else { 1 } }> {
        cells: [Py<PyAny>; if WIDE { 2 } else { 1 }],
        nested: Vec<
            [Option<[T; if WIDE { 2 } else { 3 }]>; match WIDE {
                true => 1,
                false => 2,
            }],
        >,
        keys: std::collections::HashMap<[T; if WIDE { 1 } else { 2 }], u8>,
        pointer: fn([u8; const { 3 }]) -> [u8; N],
        #[gil_clone(default = buffer)]
        buffer: Buffer<{ if WIDE { 8 } else { 4 } }>,
    }

    fn buffer() -> Buffer<8> {
        Buffer([0; 8])
    }

    #[derive(GilClone)]
    enum Kind {
        Wide = if WIDE { 3 } else { 4 },
        Narrow = { 1 + 1 },
    }

    attached(|py| {
        let row = Row::<u8> {
            cells: [object(py), object(py)],
            nested: vec![[Some([1, 2])]],
            keys: [([1], 2)].into(),
            pointer: |_| [0; 2],
            buffer: buffer(),
        };
        let copy = row.clone_ref(py);
        assert_eq!(copy.cells[1].refcnt(py), 2);
        assert_eq!((copy.nested[0][0], copy.keys[&[1]]), (Some([1, 2]), 2));
        assert_eq!((copy.pointer)([0; 3]).len() + copy.buffer.0.len(), 10);
        assert_eq!(Kind::Wide.clone_ref(py) as isize + Kind::Narrow as isize, 5);
    });
}
