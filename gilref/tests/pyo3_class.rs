//! `#[gil_clone(from_py_object, into_py_object)]`: what `Clone` did for PyO3's classes, by `clone_ref`.

use std::collections::HashMap;
use std::ffi::CStr;

use gilref::GilClone;
use pyo3::prelude::*;
use pyo3::types::PyDict;

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass]
struct Schedule {
    #[pyo3(get, set)]
    on_late: Option<Py<PyAny>>,
}

#[pymethods]
impl Schedule {
    #[new]
    #[pyo3(signature = (on_late = None))]
    fn new(on_late: Option<Py<PyAny>>) -> Self {
        Schedule { on_late }
    }

    /// Asks for a `Schedule` while this one is mutably borrowed.
    fn while_borrowed(&mut self, function: Bound<'_, PyAny>) -> PyResult<()> {
        function.call0().map(drop)
    }
}

// The attributes stand on either side of `#[pyclass]`.
#[pyclass(name = "Renamed", frozen)]
#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
struct Frozen {
    #[pyo3(get)]
    schedule: Schedule,
}

#[pymethods]
impl Frozen {
    #[new]
    fn new(schedule: Schedule) -> Self {
        Frozen { schedule }
    }
}

#[derive(GilClone)]
#[gil_clone(from_py_object)]
#[gil_clone(into_py_object)]
#[pyclass(eq, eq_int)]
#[derive(PartialEq)]
enum Level {
    Low,
    High,
}

#[pyclass]
#[derive(GilClone)]
#[gil_clone(into_py_object, from_py_object)]
enum Step {
    Call { function: Py<PyAny> },
    Wait(u64, Level),
    Nothing {},
}

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass(unsendable, subclass)]
struct Unsendable {
    #[gil_clone(clone)]
    on_this_thread: std::rc::Rc<u8>,
}

#[pymethods]
impl Unsendable {
    #[new]
    fn new(value: u8) -> Self {
        Unsendable {
            on_this_thread: value.into(),
        }
    }
}

#[pyclass(subclass)]
struct Base;

#[derive(GilClone)]
#[gil_clone(from_py_object)]
#[pyclass(extends = Base, subclass)]
struct Derived {
    value: Py<PyAny>,
}

#[pymethods]
impl Derived {
    #[new]
    fn new(value: Py<PyAny>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Base).add_subclass(Derived { value })
    }
}

/// Holds each of the classes in each way in which a field can.
#[pyclass(get_all, set_all)]
struct Job {
    one: Schedule,
    perhaps: Option<Schedule>,
    many: Vec<Schedule>,
    named: HashMap<String, Schedule>,
    frozen: Frozen,
    level: Level,
    step: Step,
    steps: Vec<Step>,
}

#[pymethods]
impl Job {
    #[new]
    fn new(
        one: Schedule,
        perhaps: Option<Schedule>,
        many: Vec<Schedule>,
        frozen: Frozen,
        level: Level,
        steps: Vec<Step>,
    ) -> Self {
        Job {
            one,
            perhaps,
            many,
            named: HashMap::new(),
            frozen,
            level,
            step: Step::Nothing {},
            steps,
        }
    }
}

#[pyfunction]
fn same(schedule: Schedule) -> Schedule {
    schedule
}

#[pyfunction]
fn value_of(derived: Derived) -> Py<PyAny> {
    derived.value
}

#[pyfunction]
fn number_of(unsendable: Unsendable) -> u8 {
    *unsendable.on_this_thread
}

#[pyfunction]
fn renewed(unsendable: Unsendable) -> PyResult<Py<PyAny>> {
    Python::attach(|py| Ok((&unsendable).into_pyobject(py)?.into_any().unbind()))
}

const HEAD: &CStr = cr"
import sys
held = object()
schedule = Schedule(held)
frozen = Renamed(schedule)
steps = [Step.Call(print), Step.Wait(3, Level.High), Step.Nothing()]
job = Job(schedule, None, [schedule] * 2, frozen, Level.Low, steps)
";

/// Runs Python code that has the classes and the names of `HEAD`.
#[track_caller]
fn python(code: &CStr) {
    Python::initialize();
    Python::attach(|py| {
        let globals = PyDict::new(py);
        let classes = [
            py.get_type::<Schedule>(),
            py.get_type::<Frozen>(),
            py.get_type::<Level>(),
            py.get_type::<Step>(),
            py.get_type::<Unsendable>(),
            py.get_type::<Derived>(),
            py.get_type::<Job>(),
        ];
        for class in classes {
            globals.set_item(class.name().unwrap(), class).unwrap();
        }
        for function in [
            wrap_pyfunction!(same, py).unwrap(),
            wrap_pyfunction!(value_of, py).unwrap(),
            wrap_pyfunction!(number_of, py).unwrap(),
            wrap_pyfunction!(renewed, py).unwrap(),
        ] {
            let name = function.getattr("__name__").unwrap();
            globals.set_item(name, function).unwrap();
        }
        py.run(HEAD, Some(&globals), None).unwrap();
        if let Err(error) = py.run(code, Some(&globals), None) {
            error.display(py);
            panic!("{error}");
        }
    });
}

#[test]
fn an_argument_is_a_copy_that_refers_to_the_same_objects() {
    python(
        cr"
copy = same(schedule)
assert copy is not schedule and copy.on_late is held
copy.on_late = None
assert schedule.on_late is held
",
    );
}

#[test]
fn each_copy_is_counted_and_given_back() {
    python(
        cr"
before = sys.getrefcount(held)
copies = [same(schedule) for _ in range(10)]
assert sys.getrefcount(held) == before + 10
del copies
assert sys.getrefcount(held) == before
for _ in range(10):
    job.one, job.many, job.frozen, job.step
    job.one = schedule
assert sys.getrefcount(held) == before
",
    );
}

#[test]
fn fields_are_read_and_written() {
    python(
        cr"
assert job.one.on_late is held
assert job.perhaps is None
job.perhaps = schedule
assert job.perhaps.on_late is held
job.perhaps = None
assert job.perhaps is None
assert [each.on_late for each in job.many] == [held, held]
job.many = (schedule,)
assert len(job.many) == 1
job.named = {'a': schedule, 'b': Schedule()}
assert job.named['a'].on_late is held and job.named['b'].on_late is None
job.one = Schedule()
assert job.one.on_late is None
",
    );
}

#[test]
fn a_frozen_class_under_another_name_is_read_and_written() {
    python(
        cr"
assert type(job.frozen).__name__ == 'Renamed'
assert job.frozen.schedule.on_late is held
job.frozen = Renamed(Schedule())
assert job.frozen.schedule.on_late is None
",
    );
}

#[test]
fn an_enum_without_fields_keeps_its_single_objects() {
    python(
        cr"
assert job.level is Level.Low and job.level == Level.Low
job.level = Level.High
assert job.level is Level.High
",
    );
}

#[test]
fn an_enum_with_fields_stays_of_its_variants_class() {
    python(
        cr"
assert type(job.step) is Step.Nothing
job.step = Step.Call(print)
assert type(job.step) is Step.Call and job.step.function is print
assert [type(each) for each in job.steps] == [Step.Call, Step.Wait, Step.Nothing]
assert job.steps[1]._0 == 3 and job.steps[1]._1 is Level.High
",
    );
}

#[test]
fn a_class_with_extends_is_an_argument_also_where_python_derived_from_it() {
    python(
        cr"
class More(Derived): pass
assert value_of(Derived(held)) is held
assert value_of(More(held)) is held
",
    );
}

#[test]
fn an_unsendable_class_is_copied_on_its_own_thread() {
    python(
        cr"
class More(Unsendable): pass
assert number_of(Unsendable(7)) == 7
assert number_of(More(7)) == 7
assert number_of(renewed(Unsendable(7))) == 7
",
    );
}

#[test]
fn an_unsendable_class_is_refused_on_another_thread_as_pyo3_refuses_it() {
    python(
        cr"
import threading
here, seen = Unsendable(7), []
def other():
    try:
        number_of(here)
    except BaseException as error:
        seen.append(str(error))
thread = threading.Thread(target=other)
thread.start()
thread.join()
assert len(seen) == 1 and 'unsendable' in seen[0], seen
",
    );
}

#[test]
fn an_object_of_another_class_is_refused_by_the_name_of_the_class() {
    python(
        cr#"
for refused in [
    lambda: same(3),
    lambda: setattr(job, 'one', 3),
    lambda: setattr(job, 'many', [schedule, 3]),
]:
    try:
        refused()
    except TypeError as error:
        assert "'Schedule'" in str(error), error
    else:
        raise AssertionError("not refused")
assert job.one.on_late is held and len(job.many) == 2
"#,
    );
}

#[test]
fn an_object_that_is_mutably_borrowed_is_refused() {
    python(
        cr#"
try:
    schedule.while_borrowed(lambda: same(schedule))
except (RuntimeError, TypeError) as error:
    assert 'borrowed' in str(error) or 'borrowed' in str(error.__cause__), (error, error.__cause__)
else:
    raise AssertionError("not refused")
assert same(schedule).on_late is held
"#,
    );
}
