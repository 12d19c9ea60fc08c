//! Helpers for several test programs: child processes with a deadline, objects that can be counted.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]

#[path = "../child/mod.rs"]
pub mod child;

use std::env;
use std::process::{Command, Output, exit};
use std::thread;
use std::time::Duration;

use child::DEADLINE;
pub use child::text;

use gilref::types::PyAny;
use gilref::{Py, Python};

/// How long a test waits for a process of its own: `.ci/mutants`, some of whose mutants hang, wants less.
fn deadline() -> Duration {
    let seconds = env::var("GILREF_TEST_DEADLINE").ok();
    seconds.map_or(DEADLINE, |seconds| {
        Duration::from_secs(seconds.parse().unwrap())
    })
}

/// Runs `case` in a process of its own, which is this test program again, told to run `name` only:
/// the name of the test that calls this. Panics when it has not ended after two minutes.
pub fn in_child(name: &str, case: fn()) -> Output {
    in_child_within(deadline(), name, case).unwrap_or_else(|text| panic!("{text}"))
}

/// The same with another deadline. Where it was missed, what the process has printed.
pub fn in_child_within(deadline: Duration, name: &str, case: fn()) -> Result<Output, String> {
    const CHILD: &str = "GILREF_TEST_CHILD";
    if env::var_os(CHILD).is_some_and(|child| child == name) {
        case();
        exit(0);
    }
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([name, "--exact", "--nocapture", "--test-threads=1"]);
    command.arg("--include-ignored");
    command.env(CHILD, name);
    child::output_within(deadline, command)
}

/// Demands that a process ended well.
#[track_caller]
pub fn assert_success(output: &Output) {
    assert!(output.status.success(), "{}", text(output));
}

/// Waits for what another thread will do. The deadline is that of the process.
pub fn until(condition: impl Fn() -> bool) {
    while !condition() {
        thread::yield_now();
    }
}

/// A new object that is not immortal and that nobody else refers to.
pub fn object(py: Python<'_>) -> Py<PyAny> {
    py.eval("object()", None, None).unwrap().unbind()
}

/// An object that adds one to the list's only item when it is destroyed, and the list.
pub fn witness(py: Python<'_>) -> (Py<PyAny>, Py<PyAny>) {
    let count = py.eval("[0]", None, None).unwrap();
    let make = py
        .eval(
            "lambda count: type('Witness', (), {'__del__': lambda self: count.__setitem__(0, count[0] + 1)})()",
            None,
            None,
        )
        .unwrap();
    let witness = make.call1((&count,)).unwrap();
    (witness.unbind(), count.unbind())
}

/// On a free-threaded build, when other threads have lowered an object's count, the object may be
/// destroyed only when the thread that created it runs bytecode again. This makes this thread do so.
pub fn settle(py: Python<'_>) {
    py.run("pass", None, None).unwrap();
}

/// How often the witness was destroyed.
pub fn deaths(py: Python<'_>, count: &Py<PyAny>) -> usize {
    count.bind(py).get_item(0).unwrap().extract().unwrap()
}

/// How many callbacks `atexit` would call.
pub fn exit_callbacks(py: Python<'_>) -> usize {
    let atexit = py.import("atexit").unwrap();
    let count = atexit.call_method0("_ncallbacks").unwrap();
    count.extract().unwrap()
}

/// Ends the interpreter, from a thread that is not attached.
pub fn finalize() {
    // SAFETY: initialized; not released, because the interpreter takes the thread state with it.
    unsafe { pyo3_ffi::PyGILState_Ensure() };
    // SAFETY: attached, on the thread that initialized.
    unsafe { pyo3_ffi::Py_FinalizeEx() };
}
