//! Names that meet those of the expansion.

use gilref::{Bound, GilClone, GilToken, Py, Python, types::PyAny};

use crate::{attached, object};

#[test]
fn names_of_the_expansion() {
    #[derive(GilClone)]
    struct Handler {
        py: Py<PyAny>,
        __py: Py<PyAny>,
        __field: u8,
        __token: u8,
        __self_0: u8,
        r#type: u8,
        r#fn: Py<PyAny>,
    }

    #[derive(GilClone)]
    enum Source {
        Named {
            py: Py<PyAny>,
            __py: u8,
            __self_py: u8,
            __self___py: u8,
            r#type: u8,
        },
        r#Self_(u8),
        r#struct(Py<PyAny>),
    }

    attached(|py| {
        let shared = object(py);
        let handler = Handler {
            py: shared.clone_ref(py),
            __py: object(py),
            __field: 1,
            __token: 2,
            __self_0: 3,
            r#type: 4,
            r#fn: shared.clone_ref(py),
        };
        let copy = handler.clone_ref(py);
        assert!(copy.py.is(&copy.r#fn) && !copy.py.is(&copy.__py));
        assert_eq!(
            [copy.__field, copy.__token, copy.__self_0, copy.r#type],
            [1, 2, 3, 4]
        );
        let source = Source::Named {
            py: shared,
            __py: 1,
            __self_py: 2,
            __self___py: 3,
            r#type: 4,
        };
        let Source::Named {
            __py,
            __self_py,
            __self___py,
            r#type,
            ..
        } = source.clone_ref(py)
        else {
            panic!("another variant");
        };
        assert_eq!([__py, __self_py, __self___py, r#type], [1, 2, 3, 4]);
        let _ = (Source::r#Self_(1), Source::r#struct(object(py)));
    });
}

#[test]
fn lifetimes_called_py() {
    #[derive(GilClone)]
    struct Row<'py, 'a, 'r#fn> {
        cells: Vec<Bound<'py, PyAny>>,
        names: &'a [&'r#fn str],
    }

    attached(|py| {
        let row = Row {
            cells: vec![py.none()],
            names: &["name"],
        };
        assert_eq!(row.clone_ref(py).cells.len(), row.names.len());
    });
}

#[test]
fn parameters_called_like_the_expansions_names() {
    #[derive(GilClone)]
    struct Handler<Token, GilClone_, Python_> {
        token: Token,
        gil_clone: GilClone_,
        python: Vec<Python_>,
    }

    fn is_gil_clone<T: GilClone>() {}

    is_gil_clone::<Handler<u8, Py<PyAny>, String>>();
}

/// The trait is asked for by its path: a method of the same name is not in its way.
#[test]
fn a_method_of_the_same_name() {
    struct Connection(u8);

    impl Connection {
        fn clone_ref(&self, _py: Python<'_>) -> Self {
            panic!("not the trait's method")
        }
    }

    impl GilClone for Connection {
        fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
            Connection(self.0)
        }
    }

    #[derive(GilClone)]
    struct Handler {
        connection: Connection,
    }

    attached(|py| {
        let handler = Handler {
            connection: Connection(1),
        };
        assert_eq!(handler.clone_ref(py).connection.0, 1);
    });
}

mod forbidden {
    #![forbid(unsafe_code)]

    use gilref::{GilClone, Py, types::PyAny};

    #[derive(GilClone)]
    pub(super) struct Handler {
        pub(super) callback: Py<PyAny>,
    }
}

#[test]
fn under_forbid_unsafe() {
    attached(|py| {
        let handler = forbidden::Handler {
            callback: object(py),
        };
        assert!(handler.clone_ref(py).callback.is(&handler.callback));
    });
}
