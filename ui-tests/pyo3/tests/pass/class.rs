//! What must compile for PyO3's classes: for each case under `tests/ui/class/` one that does nearly the same.

use gilref::GilClone;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::attached;

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

#[pymethods]
impl Schedule {
    #[new]
    fn new() -> Self {
        Schedule { on_late: None }
    }
}

#[pyclass(subclass)]
struct Base;

#[derive(GilClone)]
#[gil_clone(from_py_object)]
#[pyclass(extends = Base)]
struct Derived {
    schedule: Option<Py<Schedule>>,
}

fn eval(code: &std::ffi::CStr, names: impl FnOnce(&Bound<'_, PyDict>) -> PyResult<()>) {
    Python::initialize();
    Python::attach(|py| {
        let globals = PyDict::new(py);
        globals.set_item("Schedule", py.get_type::<Schedule>())?;
        names(&globals)?;
        py.run(code, Some(&globals), None)
    })
    .unwrap();
}

#[test]
fn an_argument() {
    #[pyfunction]
    fn run(one: Schedule, perhaps: Option<Schedule>, many: Vec<Schedule>) -> usize {
        usize::from(one.on_late.is_some()) + many.len() + perhaps.map_or(0, |_| 1)
    }

    eval(
        c"assert run(Schedule(), None, [Schedule()]) == 1",
        |globals| globals.set_item("run", wrap_pyfunction!(run, globals.py())?),
    );
}

#[test]
fn a_field() {
    #[pyclass(get_all, set_all)]
    struct Job {
        one: Schedule,
        perhaps: Option<Schedule>,
        many: Vec<Schedule>,
    }

    eval(
        c"job.many = [job.one]; assert job.perhaps is None",
        |globals| {
            let job = Job {
                one: Schedule::new(),
                perhaps: None,
                many: Vec::new(),
            };
            globals.set_item("job", Bound::new(globals.py(), job)?)
        },
    );
}

#[test]
fn a_class_with_extends() {
    #[pyfunction]
    fn run(derived: Derived) -> bool {
        derived.schedule.is_none()
    }

    eval(c"assert run(derived)", |globals| {
        let derived = PyClassInitializer::from(Base).add_subclass(Derived { schedule: None });
        globals.set_item("derived", Bound::new(globals.py(), derived)?)?;
        globals.set_item("run", wrap_pyfunction!(run, globals.py())?)
    });
}

#[test]
fn a_pyref_of_a_class() {
    #[derive(GilClone)]
    #[pyclass]
    struct Step {
        callback: Py<PyAny>,
    }

    fn copy(step: PyRef<'_, Step>, py: Python<'_>) -> Step {
        step.clone_ref(py)
    }

    fn copy_of_mutable(step: PyRefMut<'_, Step>) -> Step {
        step.clone_ref(step.py())
    }

    attached(|py| {
        let callback = py.None();
        let step = Bound::new(py, Step { callback }).unwrap();
        assert!(copy(step.borrow(), py).callback.is_none(py));
        assert!(copy_of_mutable(step.borrow_mut()).callback.is_none(py));
    });
}

/// The expansion relies on no name that is in scope.
mod shadowed {
    #![no_implicit_prelude]
    // `skip_from_py_object` is for PyO3 0.29, where a class with `Clone` is an argument by itself.
    #![allow(non_camel_case_types, deprecated)]

    struct Result;
    struct Python;
    struct Bound;
    struct PyErr;
    trait FromPyObject {}
    trait IntoPyObject {}

    mod facade {
        pub(super) use ::gilref as runtime;
    }

    #[derive(facade::runtime::GilClone)]
    #[gil_clone(crate = facade::runtime, from_py_object, into_py_object, attach)]
    #[::pyo3::pyclass(skip_from_py_object)]
    pub(crate) struct r#type {
        #[pyo3(get)]
        pub(crate) number: u8,
    }
}

#[test]
fn a_class_under_other_names() {
    #[pyfunction]
    fn number(value: shadowed::r#type) -> u8 {
        value.clone().number
    }

    eval(c"assert number(value) == 7", |globals| {
        let py = globals.py();
        globals.set_item(
            "value",
            (&shadowed::r#type { number: 7 }).into_pyobject(py)?,
        )?;
        globals.set_item("number", wrap_pyfunction!(number, py)?)
    });
}
