//! How a field says that it is cloned in another way.

use std::collections::HashMap;

use gilref::{GilClone, GilToken, Py, Python, types::PyAny, with};

use crate::{attached, object};

#[test]
fn a_field_with_only_clone() {
    #[derive(Clone)]
    struct Connection {
        port: u16,
    }

    #[derive(GilClone)]
    struct Handler {
        #[gil_clone(clone)]
        connection: Connection,
        callback: Py<PyAny>,
    }

    attached(|py| {
        let handler = Handler {
            connection: Connection { port: 80 },
            callback: object(py),
        };
        let copy = handler.clone_ref(py);
        assert_eq!(copy.connection.port, 80);
        assert!(copy.callback.is(&handler.callback));
    });
}

#[test]
fn a_function_over_any_token() {
    fn copy<'py>(name: &str, _py: impl GilToken<'py>) -> String {
        name.to_owned()
    }

    fn all<'py, T: GilClone, Token: GilToken<'py>>(values: &[T], py: Token) -> Vec<T> {
        values.iter().map(|value| value.clone_ref(py)).collect()
    }

    struct Foreign(Py<PyAny>);

    impl Foreign {
        fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
            Foreign(self.0.clone_ref(py))
        }
    }

    #[derive(GilClone)]
    struct Handler<T: GilClone> {
        #[gil_clone(with = copy)]
        name: String,
        #[gil_clone(with = all)]
        callbacks: Vec<Py<PyAny>>,
        #[gil_clone(with = Foreign::clone_ref)]
        foreign: Foreign,
        #[gil_clone(with = GilClone::clone_ref)]
        state: T,
    }

    #[derive(GilClone)]
    enum Source {
        Name(#[gil_clone(with = copy)] String),
    }

    attached(|py| {
        let shared = object(py);
        let handler = Handler {
            name: "a".to_owned(),
            callbacks: vec![shared.clone_ref(py)],
            foreign: Foreign(shared.clone_ref(py)),
            state: Some(shared.clone_ref(py)),
        };
        let copy = handler.clone_ref(py);
        assert_eq!((copy.name.as_str(), shared.refcnt(py)), ("a", 7));
        assert!(copy.callbacks[0].is(&copy.foreign.0) && copy.state.is_some());
        let Source::Name(name) = Source::Name(copy.name).clone_ref(py);
        assert_eq!(name, "a");
    });
}

#[test]
fn a_function() {
    fn shout(name: &str, _py: Python<'_>) -> String {
        name.to_uppercase()
    }

    mod copies {
        use super::{GilClone, Py, PyAny, Python};

        pub(super) fn all<T: GilClone>(values: &[T], py: Python<'_>) -> Vec<T> {
            values.iter().map(|value| value.clone_ref(py)).collect()
        }

        pub(super) struct Foreign(pub(super) Py<PyAny>);

        impl Foreign {
            pub(super) fn copy(&self, py: Python<'_>) -> Self {
                Foreign(self.0.clone_ref(py))
            }
        }
    }

    #[derive(Clone, PartialEq, Eq, Hash)]
    struct NodeIndex(u32);

    #[derive(GilClone)]
    struct Handler {
        // A coercion from `&String`.
        #[gil_clone(with = shout)]
        name: String,
        // A path, a generic function, a trailing comma.
        #[gil_clone(with = copies::all::<Py<PyAny>>,)]
        callbacks: Vec<Py<PyAny>>,
        // A method of the type.
        #[gil_clone(with = copies::Foreign::copy)]
        foreign: copies::Foreign,
        #[gil_clone(with = with::plain_keys)]
        nodes: HashMap<NodeIndex, Py<PyAny>>,
    }

    attached(|py| {
        let shared = object(py);
        let handler = Handler {
            name: "on_save".to_owned(),
            callbacks: vec![shared.clone_ref(py)],
            foreign: copies::Foreign(shared.clone_ref(py)),
            nodes: HashMap::from([(NodeIndex(7), shared.clone_ref(py))]),
        };
        let copy = handler.clone_ref(py);
        assert_eq!(copy.name, "ON_SAVE");
        assert_eq!(copy.callbacks.len(), 1);
        assert!(copy.nodes[&NodeIndex(7)].is(&copy.foreign.0));
        assert_eq!(shared.refcnt(py), 7);
    });
}

#[test]
fn a_fresh_default() {
    struct NotClone;

    #[derive(GilClone)]
    struct Handler {
        #[gil_clone(default)]
        cache: Vec<NotClone>,
        #[gil_clone(default)]
        calls: usize,
        callback: Py<PyAny>,
    }

    attached(|py| {
        let handler = Handler {
            cache: vec![NotClone],
            calls: 3,
            callback: object(py),
        };
        let copy = handler.clone_ref(py);
        assert_eq!((copy.cache.len(), copy.calls), (0, 0));
        assert!(copy.callback.is(&handler.callback));
    });
}

#[test]
fn attributes_in_a_variant() {
    #[derive(GilClone)]
    enum Source {
        File(#[gil_clone(clone)] String),
        Object {
            #[gil_clone(default)]
            reads: usize,
            object: Py<PyAny>,
        },
    }

    attached(|py| {
        let Source::File(name) = Source::File("a".to_owned()).clone_ref(py) else {
            panic!("another variant");
        };
        assert_eq!(name, "a");
        let original = Source::Object {
            reads: 3,
            object: object(py),
        };
        let Source::Object { reads, object } = original.clone_ref(py) else {
            panic!("another variant");
        };
        assert_eq!((reads, object.refcnt(py)), (0, 2));
    });
}

#[test]
fn a_bound_of_ones_own() {
    trait Storage {
        type Entry;
    }

    struct Memory;

    impl Storage for Memory {
        type Entry = u8;
    }

    #[derive(GilClone)]
    #[gil_clone(bound = "S: Storage, S::Entry: GilClone,")]
    struct Handler<S: Storage, T> {
        entries: Vec<S::Entry>,
        object: Py<T>,
    }

    #[derive(GilClone)]
    #[gil_clone(bound = "")]
    struct Shared<T>(std::sync::Arc<T>);

    struct NotClone;

    attached(|py| {
        let handler = Handler::<Memory, _> {
            entries: vec![1],
            object: object(py),
        };
        assert_eq!(handler.clone_ref(py).entries, [1]);
        assert_eq!(handler.object.refcnt(py), 1);
        let Shared(content) = Shared(std::sync::Arc::new(NotClone)).clone_ref(py);
        let NotClone = *content;
    });
}

#[test]
fn a_path_to_the_crate() {
    extern crate gilref as renamed;

    mod vendored {
        pub(crate) use gilref as python;
    }

    #[derive(GilClone)]
    #[gil_clone(crate = "renamed")]
    struct Renamed(Py<PyAny>);

    // As a crate would that re-exports gilref to its users.
    #[derive(GilClone)]
    #[gil_clone(crate = "ui_tests::gilref")]
    struct ReExported(Py<PyAny>);

    #[derive(GilClone)]
    #[gil_clone(crate = "vendored::python")]
    struct Vendored(Py<PyAny>);

    attached(|py| {
        let original = object(py);
        let Renamed(copy) = Renamed(original.clone_ref(py)).clone_ref(py);
        let ReExported(copy) = ReExported(copy).clone_ref(py);
        let Vendored(copy) = Vendored(copy).clone_ref(py);
        assert!(copy.is(&original));
    });
}

#[test]
fn attach_meets_a_bound_on_clone() {
    #[derive(GilClone)]
    #[gil_clone(attach)]
    struct Slot<T>(T);

    fn twice<T: Clone>(value: &T) -> T {
        value.clone()
    }

    attached(|py| {
        let slot = Slot(object(py));
        assert!(twice(&slot).0.is(&slot.0));
        assert_eq!(twice(&Slot(1)).0, 1);
    });
}

#[test]
fn clone_on_a_type() {
    #[derive(Clone, PartialEq, Debug, GilClone)]
    #[gil_clone(clone)]
    struct Qubit {
        index: u32,
    }

    #[derive(Clone, GilClone)]
    #[gil_clone(clone)]
    enum Register<T> {
        Bits(Vec<T>),
        Empty,
    }

    // What can't be cloned field by field.
    #[derive(Clone, Copy, GilClone)]
    #[gil_clone(clone)]
    #[repr(C, packed)]
    struct Header(u8, u32);

    #[derive(Clone, Copy, GilClone)]
    #[gil_clone(clone)]
    union Word {
        signed: i32,
        unsigned: u32,
    }

    #[derive(GilClone)]
    struct Circuit {
        gates: Vec<(Qubit, Py<PyAny>)>,
        register: Register<u8>,
        header: Header,
        word: Word,
    }

    attached(|py| {
        let circuit = Circuit {
            gates: vec![(Qubit { index: 3 }, object(py))],
            register: Register::Bits(vec![1]),
            header: Header(1, 2),
            word: Word { signed: 7 },
        };
        let copy = circuit.clone_ref(py);
        assert_eq!(copy.gates[0].0, Qubit { index: 3 });
        assert_eq!(circuit.gates[0].1.refcnt(py), 2);
        assert!(matches!(copy.register, Register::Bits(bits) if bits == [1]));
        assert_eq!({ copy.header.1 }, 2);
        assert!(matches!(
            Register::<u8>::Empty.clone_ref(py),
            Register::Empty
        ));
    });
}

#[test]
fn fields_by_clone() {
    #[derive(Clone)]
    struct Layout(u8);

    #[derive(GilClone)]
    #[gil_clone(fields = clone)]
    struct Circuit {
        layout: Layout,
        #[gil_clone(default)]
        cache: Vec<u8>,
        #[gil_clone(clone_ref)]
        metadata: Py<PyAny>,
    }

    #[derive(GilClone)]
    enum Gate {
        #[gil_clone(clone)]
        Plain(Layout, String),
        #[gil_clone(fields = clone)]
        Mixed {
            layout: Layout,
            #[gil_clone(clone_ref)]
            parameter: Py<PyAny>,
        },
        Object(Py<PyAny>),
    }

    attached(|py| {
        let circuit = Circuit {
            layout: Layout(3),
            cache: vec![1],
            metadata: object(py),
        };
        let copy = circuit.clone_ref(py);
        assert_eq!((copy.layout.0, copy.cache.len()), (3, 0));
        let gates = [
            Gate::Plain(Layout(1), "h".to_owned()),
            Gate::Mixed {
                layout: Layout(2),
                parameter: copy.metadata.clone_ref(py),
            },
            Gate::Object(copy.metadata.clone_ref(py)),
        ];
        let copies = gates.clone_ref(py);
        assert!(matches!(&copies[0], Gate::Plain(Layout(1), name) if name == "h"));
        assert_eq!(circuit.metadata.refcnt(py), 6);
    });
}

#[test]
fn a_default_by_a_function() {
    fn none_yet() -> Option<u8> {
        Some(0)
    }

    #[derive(GilClone)]
    struct Handler<T> {
        #[gil_clone(default = Vec::new)]
        cache: Vec<T>,
        #[gil_clone(default = none_yet)]
        reads: Option<u8>,
        callback: Py<PyAny>,
    }

    struct NotDefault;

    attached(|py| {
        let handler = Handler {
            cache: vec![NotDefault],
            reads: None,
            callback: object(py),
        };
        let copy = handler.clone_ref(py);
        assert_eq!((copy.cache.len(), copy.reads), (0, Some(0)));
    });
}

#[test]
fn a_bound_on_a_field() {
    #[derive(GilClone)]
    struct Handler<K, V, T> {
        #[gil_clone(with = with::plain_keys, bound = "K: Clone + Eq + std::hash::Hash, V: GilClone")]
        callbacks: HashMap<K, V>,
        state: T,
    }

    #[derive(Clone, PartialEq, Eq, Hash)]
    struct Key(u8);

    attached(|py| {
        let handler = Handler {
            callbacks: HashMap::from([(Key(1), object(py))]),
            state: object(py),
        };
        let copy = handler.clone_ref(py);
        assert!(copy.callbacks[&Key(1)].is(&handler.callbacks[&Key(1)]));
        assert_eq!(copy.state.refcnt(py), 2);
    });
}

/// Where the `$crate` of a macro leads.
mod vendored {
    pub(crate) use ::gilref as python;
}

#[test]
fn a_path_to_the_crate_without_quotes() {
    macro_rules! wrapper {
        ($name:ident, $krate:path) => {
            #[derive(GilClone)]
            #[gil_clone(crate = $krate)]
            struct $name(Py<PyAny>);
        };
        ($name:ident) => {
            #[derive(GilClone)]
            #[gil_clone(crate = $crate::derive::attributes::vendored::python)]
            struct $name(Py<PyAny>);
        };
    }

    wrapper!(ByPath, ::gilref);
    wrapper!(ByDollar);

    attached(|py| {
        let ByPath(object) = ByPath(object(py)).clone_ref(py);
        let ByDollar(object) = ByDollar(object).clone_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}
