//! How a field says that it is cloned in another way.

use std::collections::HashMap;

use gilref::{GilClone, Py, Python, types::PyAny, with};

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
