//! Starting the interpreter: only one is started, whichever of the two crates is asked first.

mod common;

use std::sync::Barrier;
use std::thread;

use common::{assert_success, in_child};

#[test]
fn both_crates_may_start_the_interpreter_at_the_same_time() {
    let name = "both_crates_may_start_the_interpreter_at_the_same_time";
    for _ in 0..3 {
        let output = in_child(name, || {
            let barrier = Barrier::new(4);
            let ours = || {
                barrier.wait();
                gilref::Python::initialize();
                gilref::Python::attach(|py| py.run("import site; exit", None, None).unwrap());
            };
            let theirs = || {
                barrier.wait();
                pyo3::Python::initialize();
                pyo3::Python::attach(|py| py.run(c"import site; exit", None, None).unwrap());
            };
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(ours);
                    scope.spawn(theirs);
                }
            });
        });
        assert_success(&output);
    }
}
