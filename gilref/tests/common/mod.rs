//! Helpers for several test programs: child processes with a deadline, objects that can be counted.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]

use std::env;
use std::process::{Child, Command, Output, Stdio, exit};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use gilref::types::PyAny;
use gilref::{Py, Python};

/// How long a child process may take. It needs about a second.
const DEADLINE: Duration = Duration::from_secs(120);

/// Runs `case` in a process of its own, which is this test program again, told to run `name` only:
/// the name of the test that calls this. Panics when it has not ended after two minutes.
pub fn in_child(name: &str, case: fn()) -> Output {
    in_child_within(DEADLINE, name, case).unwrap_or_else(|text| panic!("{text}"))
}

/// The same with another deadline. Where it was missed, what the process has printed.
pub fn in_child_within(deadline: Duration, name: &str, case: fn()) -> Result<Output, String> {
    const CHILD: &str = "GILREF_TEST_CHILD";
    if env::var_os(CHILD).is_some_and(|child| child == name) {
        case();
        exit(0);
    }
    let mut child = Command::new(env::current_exe().unwrap());
    child.args([name, "--exact", "--nocapture", "--test-threads=1"]);
    child.arg("--include-ignored");
    child.env(CHILD, name);
    // A process group of its own, so that the processes that it forks are ended with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut child, 0);
    wait_within(
        deadline,
        child
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    )
}

/// The outcome of a process, or a panic when it takes too long.
pub fn wait(child: Child) -> Output {
    wait_within(DEADLINE, child).unwrap_or_else(|text| panic!("{text}"))
}

fn wait_within(deadline: Duration, child: Child) -> Result<Output, String> {
    let id = child.id();
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || done.send(child.wait_with_output()));
    match outcome.recv_timeout(deadline) {
        Ok(output) => Ok(output.unwrap()),
        Err(_) => {
            let _ = Command::new("kill")
                .args(["-9", "--", &format!("-{id}"), &id.to_string()])
                .stderr(Stdio::null())
                .status();
            let output = outcome.recv().unwrap().unwrap();
            Err(format!(
                "still running after {deadline:?}: {}",
                text(&output)
            ))
        }
    }
}

/// What a process printed.
pub fn text(output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    format!("{}\n{stdout}\n{stderr}", output.status)
}

/// Demands that a process ended well.
#[track_caller]
pub fn assert_success(output: &Output) {
    assert!(output.status.success(), "{}", text(output));
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
