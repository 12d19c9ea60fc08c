//! What the derived impl asks of a type's parameters: what its fields need and no more.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use gilref::{GilClone, Py, types::PyAny};

use crate::{attached, object};

/// Has no trait at all.
struct Nothing;

fn is_gil_clone<T: GilClone>() {}

#[test]
fn fields() {
    #[derive(GilClone)]
    struct Inner {
        object: Py<PyAny>,
    }

    #[derive(GilClone)]
    struct Outer<'a> {
        inner: HashMap<String, Vec<Option<Inner>>>,
        name: &'a str,
        text: &'a mut_free::Text,
        filter: fn(&str) -> bool,
        closure: Arc<dyn Fn(&str) -> bool + Send + Sync>,
        shared: Rc<RefCell<Nothing>>,
        lock: Arc<std::sync::Mutex<Py<PyAny>>>,
    }

    mod mut_free {
        pub(super) struct Text;
    }

    is_gil_clone::<Outer<'_>>();
    attached(|py| {
        let inner = Inner { object: object(py) };
        let outer = Outer {
            inner: HashMap::from([("key".to_owned(), vec![Some(inner), None])]),
            name: "name",
            text: &mut_free::Text,
            filter: str::is_empty,
            closure: Arc::new(|_| true),
            shared: Rc::new(RefCell::new(Nothing)),
            lock: Arc::new(std::sync::Mutex::new(object(py))),
        };
        let copy = outer.clone_ref(py);
        assert_eq!(copy.inner["key"][0].as_ref().unwrap().object.refcnt(py), 2);
        assert_eq!(copy.lock.lock().unwrap().refcnt(py), 1);
        assert!((copy.filter)("") && (copy.closure)(copy.name));
        let (Nothing, mut_free::Text) = (&*copy.shared.borrow(), copy.text);
    });
}

#[test]
fn a_parameter() {
    #[derive(GilClone)]
    struct Handler<T> {
        state: T,
        more: Vec<Option<T>>,
    }

    is_gil_clone::<Handler<Py<PyAny>>>();
    is_gil_clone::<Handler<Handler<u8>>>();
}

/// A counted or copied pointer, a marker and a `Py` ask nothing of what they name.
#[test]
fn a_parameter_behind_a_pointer() {
    #[derive(GilClone)]
    struct Handler<'a, T, U: ?Sized> {
        arc: Arc<T>,
        rc: Option<Rc<U>>,
        weak: Weak<U>,
        reference: &'a T,
        pointer: *const T,
        function: fn(T) -> T,
        optional: Option<fn(&U)>,
        marker: PhantomData<U>,
        object: Py<T>,
    }

    is_gil_clone::<Handler<'_, Nothing, dyn Fn()>>();
}

#[test]
fn a_parameter_behind_a_py() {
    #[derive(GilClone)]
    struct Handler<T> {
        state: Py<T>,
        states: Vec<Py<T>>,
    }

    is_gil_clone::<Handler<Nothing>>();
}

#[test]
fn a_cloned_parameter() {
    #[derive(Clone)]
    struct OnlyClone;

    #[derive(GilClone)]
    struct Handler<T, U> {
        #[gil_clone(clone)]
        state: Vec<T>,
        object: U,
    }

    is_gil_clone::<Handler<OnlyClone, Py<PyAny>>>();
}

#[test]
fn a_defaulted_parameter() {
    #[derive(GilClone)]
    struct Handler<T> {
        #[gil_clone(default)]
        cache: Vec<T>,
    }

    #[derive(GilClone)]
    struct Cache<T> {
        #[gil_clone(default)]
        value: T,
    }

    is_gil_clone::<Handler<Nothing>>();
    is_gil_clone::<Cache<u8>>();
}

#[test]
fn a_parameter_of_a_function() {
    fn copy<T>(state: &Arc<T>, _py: gilref::Python<'_>) -> Arc<T> {
        Arc::clone(state)
    }

    #[derive(GilClone)]
    struct Handler<T> {
        #[gil_clone(with = copy)]
        state: Arc<T>,
    }

    is_gil_clone::<Handler<Nothing>>();
}

/// Maps are built anew, so that their keys need what the map needs, also where the type does not say so.
#[test]
fn a_key() {
    #[derive(GilClone)]
    struct Hashed<K, V, S = RandomState> {
        map: HashMap<K, V, S>,
    }

    #[derive(GilClone)]
    struct Ordered<K, V> {
        map: BTreeMap<K, V>,
        set: BTreeSet<K>,
    }

    is_gil_clone::<Hashed<String, Py<PyAny>>>();
    is_gil_clone::<Hashed<(u8, String), Py<PyAny>>>();
    is_gil_clone::<Ordered<String, Py<PyAny>>>();

    fn any_hasher<S: BuildHasher + Clone>() {
        is_gil_clone::<Hashed<String, Py<PyAny>, S>>();
    }
    any_hasher::<RandomState>();
}

#[test]
fn an_associated_type() {
    trait Protocol {
        type Connection;
    }

    struct Http;

    impl Protocol for Http {
        type Connection = Py<PyAny>;
    }

    #[derive(GilClone)]
    struct Handler<P: Protocol> {
        connection: P::Connection,
        spare: Vec<<P as Protocol>::Connection>,
    }

    #[derive(GilClone)]
    struct Item<I: Iterator>(I::Item);

    #[derive(GilClone)]
    struct Target<T: Deref>(<T as Deref>::Target)
    where
        T::Target: Sized;

    is_gil_clone::<Handler<Http>>();
    is_gil_clone::<Item<std::iter::Empty<Py<PyAny>>>>();
    is_gil_clone::<Target<Arc<Py<PyAny>>>>();
}

#[test]
fn keys_that_ask_less_than_their_parameters_would() {
    use std::cmp::Ordering;
    use std::collections::{BTreeMap, BinaryHeap, HashMap};
    use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
    use std::marker::PhantomData;

    #[derive(GilClone)]
    struct Id<T>(u32, PhantomData<fn() -> T>);

    impl<T> PartialEq for Id<T> {
        fn eq(&self, other: &Self) -> bool {
            self.0 == other.0
        }
    }
    impl<T> Eq for Id<T> {}
    impl<T> Hash for Id<T> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }
    impl<T> PartialOrd for Id<T> {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }
    impl<T> Ord for Id<T> {
        fn cmp(&self, other: &Self) -> Ordering {
            self.0.cmp(&other.0)
        }
    }

    /// Has no order, no hash, and no `Clone`.
    #[derive(GilClone)]
    struct Callback(Py<PyAny>);

    #[derive(GilClone)]
    struct Arena<T, H: Default + Hasher> {
        items: HashMap<Id<T>, T, BuildHasherDefault<H>>,
        ordered: BTreeMap<(Id<T>, u8), Vec<T>>,
        queue: BinaryHeap<Id<T>>,
    }

    attached(|py| {
        let arena = Arena::<_, DefaultHasher> {
            items: [(Id(1, PhantomData), Callback(object(py)))]
                .into_iter()
                .collect(),
            ordered: BTreeMap::new(),
            queue: BinaryHeap::from([Id(1, PhantomData)]),
        };
        let copy = arena.clone_ref(py);
        assert_eq!(copy.items[&Id(1, PhantomData)].0.refcnt(py), 2);
        assert_eq!(copy.queue.len() + copy.ordered.len(), 1);
    });
}

#[test]
fn associated_types_that_contain_the_deriving_type() {
    trait Kids {
        type List;
    }

    impl<T> Kids for Tree<T> {
        type List = Vec<Tree<T>>;
    }

    struct Forest<T>(std::marker::PhantomData<T>);

    impl<T> Kids for Forest<T> {
        type List = Vec<Tree<T>>;
    }

    #[derive(GilClone)]
    struct Tree<T> {
        value: T,
        kids: <Self as Kids>::List,
        more: Option<<Tree<T> as Kids>::List>,
        others: <Forest<T> as Kids>::List,
    }

    attached(|py| {
        let leaf = |value| Tree {
            value,
            kids: Vec::new(),
            more: None,
            others: Vec::new(),
        };
        let tree = Tree {
            kids: vec![leaf(object(py))],
            ..leaf(object(py))
        };
        assert_eq!(tree.clone_ref(py).kids[0].value.refcnt(py), 2);
        let _: Forest<u8> = Forest(std::marker::PhantomData);
    });
}

#[test]
fn types_with_the_name_of_one_of_std() {
    #[derive(GilClone)]
    struct Cell<T> {
        value: T,
        next: Option<Box<Cell<T>>>,
    }

    #[derive(GilClone)]
    enum Arc<T> {
        One(T),
        Two(Box<Arc<T>>, Box<Arc<T>>),
    }

    attached(|py| {
        let object = object(py);
        let cell = Cell {
            value: object.clone_ref(py),
            next: Some(Box::new(Cell {
                value: object.clone_ref(py),
                next: None,
            })),
        };
        let arc = Arc::Two(
            Box::new(Arc::One(cell.clone_ref(py))),
            Box::new(Arc::One(cell)),
        );
        let copy = arc.clone_ref(py);
        assert_eq!(object.refcnt(py), 9);
        drop((arc, copy));
        assert_eq!(object.refcnt(py), 1);
    });
}

/// What these names stand for can't be seen, and may hold a reference.
#[test]
fn names_that_tell_less_than_the_type_holds() {
    type Result<T> = std::result::Result<T, Py<PyAny>>;
    type ObjectHashMap<K> = HashMap<K, Py<PyAny>>;

    #[derive(GilClone)]
    struct CachedHashMap<K, V> {
        entries: Vec<(K, V)>,
        loader: Py<PyAny>,
    }

    #[derive(GilClone)]
    struct Path(Vec<Py<PyAny>>);

    #[derive(GilClone)]
    struct Registry<'a> {
        results: HashMap<u8, Result<u8>>,
        objects: ObjectHashMap<String>,
        cached: CachedHashMap<String, u8>,
        paths: HashMap<String, Path>,
        boxed: BTreeMap<String, Box<Path>>,
        named: Vec<(&'a str, Path)>,
    }

    attached(|py| {
        let object = object(py);
        let one = || object.clone_ref(py);
        let registry = Registry {
            results: HashMap::from([(1, Err(one()))]),
            objects: HashMap::from([(String::new(), one())]),
            cached: CachedHashMap {
                entries: vec![(String::new(), 1)],
                loader: one(),
            },
            paths: HashMap::from([(String::new(), Path(vec![one()]))]),
            boxed: BTreeMap::from([(String::new(), Box::new(Path(vec![one()])))]),
            named: vec![("name", Path(vec![one()]))],
        };
        let copy = registry.clone_ref(py);
        assert_eq!(object.refcnt(py), 13);
        assert_eq!(copy.cached.entries, registry.cached.entries);
        drop((registry, copy));
        assert_eq!(object.refcnt(py), 1);
    });
}
