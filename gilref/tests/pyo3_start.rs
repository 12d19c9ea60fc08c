//! Starting the interpreter: only one is started, whichever of the two crates is asked first.

mod common;

use std::sync::Barrier;
use std::thread;
use std::{env, fs};

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

/// PyO3 tells who attaches by it to wait for the end of the start. Whoever has the GIL by then would
/// wait for ever.
#[test]
fn an_attach_in_the_middle_of_pyo3s_start_waits_for_its_end_without_the_gil() {
    let name = "an_attach_in_the_middle_of_pyo3s_start_waits_for_its_end_without_the_gil";
    let output = in_child(name, || {
        let folder = env::temp_dir().join(format!("gilref-start-{}", std::process::id()));
        let began = folder.join("began");
        fs::create_dir_all(&folder).unwrap();
        // Lets others have the GIL while `site` is imported.
        let slow = format!(
            "import time\nopen({began:?}, 'w').close()\nfor _ in range(200): time.sleep(0.001)"
        );
        fs::write(folder.join("sitecustomize.py"), slow).unwrap();
        // SAFETY: no other thread yet.
        unsafe { env::set_var("PYTHONPATH", &folder) };
        // Until there is an interpreter: from 3.15 on that is after the start.
        let attaches: [fn(); 2] = [
            || {
                let run = |py: pyo3::Python<'_>| py.run(c"import site; exit", None, None).unwrap();
                while gilref::for_pyo3::try_attach(run).is_err() {}
            },
            || {
                let nested = |_: gilref::Python<'_>| pyo3::Python::attach(|_| ());
                while gilref::Python::try_attach(nested).is_err() {}
            },
        ];
        thread::scope(|scope| {
            scope.spawn(pyo3::Python::initialize);
            while !began.exists() {
                thread::yield_now();
            }
            for attach in attaches {
                scope.spawn(attach);
            }
        });
        fs::remove_dir_all(&folder).unwrap();
    });
    assert_success(&output);
}
