//! What proves that a thread is attached.

use gilref::{Bound, GilClone, GilToken, Py, Python, types::PyAny};

use crate::{attached, object};

#[test]
fn a_token() {
    attached(|py| {
        let original = object(py);
        let copy = original.clone_ref(py);
        // A token is `Copy`: it can be used any number of times.
        assert!(copy.clone_ref(py).is(&original));
    });
}

#[test]
fn the_token_of_a_bound() {
    fn copy(object: &Py<PyAny>, other: &Bound<'_, PyAny>) -> Py<PyAny> {
        object.clone_ref(other.py())
    }

    attached(|py| {
        let original = object(py);
        assert!(copy(&original, original.bind(py)).is(&original));
    });
}

#[test]
fn an_own_type_that_holds_a_token() {
    #[derive(Clone, Copy)]
    struct Context<'py> {
        py: Python<'py>,
    }

    impl<'py> GilToken<'py> for Context<'py> {
        fn python(self) -> Python<'py> {
            self.py
        }
    }

    #[derive(GilClone)]
    struct Handler {
        callback: Py<PyAny>,
    }

    attached(|py| {
        let context = Context { py };
        let handler = Handler {
            callback: object(py),
        };
        assert!(handler.clone_ref(context).callback.is(&handler.callback));
    });
}

#[test]
fn a_token_from_the_answer_to_is_attached() {
    fn copy(object: &Py<PyAny>) -> Py<PyAny> {
        assert!(Python::is_attached());
        // Free on a thread that is attached.
        Python::attach(|py| object.clone_ref(py))
    }

    attached(|py| {
        let original = object(py);
        assert!(copy(&original).is(&original));
    });
}

#[test]
fn a_kept_thread_state_and_a_token() {
    attached(|py| {
        let original = object(py);
        let _kept = Python::keep_thread_state();
        assert!(Python::attach(|py| original.clone_ref(py)).is(&original));
    });
}

#[test]
fn a_token_from_c() {
    attached(|_| {
        // SAFETY: this thread is attached, and the token stays in this function.
        let py = unsafe { Python::assume_attached() };
        assert_eq!(object(py).refcnt(py), 1);
    });
}

#[test]
fn a_closure_that_ignores_its_token() {
    attached(|_| Python::attach(|_| assert!(Python::is_attached())));
}

#[test]
fn a_bound_that_is_displayed() {
    attached(|py| {
        let object: Py<PyAny> = py.eval("[1, 2]", None, None).unwrap().unbind();
        assert_eq!(format!("{}", object.bind(py)), "[1, 2]");
    });
}
