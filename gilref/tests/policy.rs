//! The three policies for detached drops. The cfgs of the build choose the policy; `.ci/policies` builds this file with each, in
//! debug and in release.

mod common;

use common::{in_child, object, text};
use gilref::types::PyAny;
use gilref::{Py, Python, pool};

thread_local!(static KEPT: std::cell::RefCell<Vec<Py<PyAny>>> = const { std::cell::RefCell::new(Vec::new()) });

#[cfg(not(gilref_disable_reference_pool))]
#[test]
fn defer_is_the_default() {
    let output = in_child("defer_is_the_default", || {
        Python::initialize();
        drop(Python::attach(object));
        let stats = pool::stats();
        assert_eq!((stats.deferred, stats.pending, stats.leaked), (1, 1, 0));
    });
    assert!(output.status.success(), "{}", text(&output));
}

#[cfg(all(
    gilref_disable_reference_pool,
    not(gilref_leak_on_drop_without_reference_pool)
))]
mod abort {
    use super::*;
    use std::process::Output;

    #[track_caller]
    fn assert_aborted(output: &Output) {
        use std::os::unix::process::ExitStatusExt;
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.signal(), Some(6), "{}", text(output));
        assert!(stderr.contains("gilref_disable_reference_pool"), "{stderr}");
        assert!(!stderr.contains("not reached"), "{stderr}");
    }

    #[test]
    fn abort_prints_its_reason_and_dies_by_sigabrt() {
        assert_aborted(&in_child(
            "abort::abort_prints_its_reason_and_dies_by_sigabrt",
            || {
                Python::initialize();
                drop(Python::attach(object));
                eprintln!("not reached");
            },
        ));
    }

    #[test]
    fn abort_calls_the_hook_first() {
        let output = in_child("abort::abort_calls_the_hook_first", || {
            Python::initialize();
            pool::set_hook(Some(|drop| eprintln!("hooked: {:?}", drop.fate())));
            drop(Python::attach(object));
        });
        assert_aborted(&output);
        assert!(
            text(&output).contains("hooked: Aborted"),
            "{}",
            text(&output)
        );
    }

    #[test]
    fn abort_is_also_for_the_end_of_a_thread() {
        assert_aborted(&in_child(
            "abort::abort_is_also_for_the_end_of_a_thread",
            || {
                Python::initialize();
                let object = Python::attach(object);
                std::thread::spawn(|| KEPT.with_borrow_mut(|kept| kept.push(object)))
                    .join()
                    .unwrap();
                eprintln!("not reached");
            },
        ));
    }
}

#[cfg(all(
    gilref_disable_reference_pool,
    gilref_leak_on_drop_without_reference_pool
))]
#[test]
fn leak_neither_crashes_nor_recurses_nor_releases() {
    let output = in_child("leak_neither_crashes_nor_recurses_nor_releases", || {
        Python::initialize();
        let (reference, count) = Python::attach(common::witness);
        let kept = Python::attach(object);
        let copies = Python::attach(|py| (0..1000).map(|_| kept.clone_ref(py)).collect::<Vec<_>>());
        drop(reference);
        drop(copies);
        let stats = pool::stats();
        assert_eq!((stats.deferred, stats.pending, stats.leaked), (0, 0, 1001));
        Python::attach(|py| {
            assert_eq!(pool::drain(py), 0);
            assert_eq!(common::deaths(py, &count), 0);
            assert_eq!(kept.refcnt(py), 1001);
        });
    });
    assert!(output.status.success(), "{}", text(&output));
}

/// From 3.12 on `None` is immortal. Before, it is an object like any other, and the policy applies to it.
#[cfg(any(
    Py_3_12,
    not(gilref_disable_reference_pool),
    gilref_leak_on_drop_without_reference_pool
))]
#[test]
fn an_immortal_object_in_a_thread_local_is_no_reason_to_abort() {
    let output = in_child(
        "an_immortal_object_in_a_thread_local_is_no_reason_to_abort",
        || {
            Python::initialize();
            std::thread::spawn(|| {
                let none = Python::attach(|py| py.none().unbind());
                KEPT.with_borrow_mut(|kept| kept.push(none));
            })
            .join()
            .unwrap();
        },
    );
    assert!(output.status.success(), "{}", text(&output));
}

/// With every policy: nothing will be released.
#[cfg(Py_3_12)]
#[test]
fn immortal_objects_are_neither_counted_nor_reported() {
    use std::sync::atomic::{AtomicUsize, Ordering};

    static SEEN: AtomicUsize = AtomicUsize::new(0);
    let output = in_child("immortal_objects_are_neither_counted_nor_reported", || {
        Python::initialize();
        let immortal = || -> Vec<_> {
            Python::attach(|py| {
                let small = py.eval("7", None, None).unwrap();
                (0..100)
                    .flat_map(|_| [py.none().unbind().into_any(), small.clone().unbind()])
                    .collect()
            })
        };
        let before = pool::stats();
        drop(immortal());
        pool::set_hook(Some(|_| {
            SEEN.fetch_add(1, Ordering::Relaxed);
        }));
        drop(immortal());
        assert_eq!(pool::stats(), before);
        assert_eq!(SEEN.load(Ordering::Relaxed), 0);
    });
    assert!(output.status.success(), "{}", text(&output));
}

/// With every policy, because nothing else can be done.
#[test]
fn without_an_interpreter_a_drop_leaks_silently() {
    let output = in_child("without_an_interpreter_a_drop_leaks_silently", || {
        Python::initialize();
        let object = Python::attach(object);
        common::finalize();
        let before = pool::stats().leaked;
        drop(object);
        assert_eq!(pool::stats().leaked, before + 1);
    });
    assert!(output.status.success(), "{}", text(&output));
    assert!(!text(&output).contains("gilref:"), "{}", text(&output));
}

/// An error is meant to leave an attach by `?`, and `main` too.
#[test]
fn an_exception_that_leaves_attach_waits_for_the_next_drain() {
    fn program() -> gilref::PyResult<()> {
        Python::initialize();
        Python::attach(|py| py.run("raise ValueError(witness)", None, None))?;
        Ok(())
    }
    let output = in_child(
        "an_exception_that_leaves_attach_waits_for_the_next_drain",
        || {
            Python::initialize();
            let count = Python::attach(|py| {
                let (reference, count) = common::witness(py);
                let main = py.import("__main__").unwrap();
                main.setattr("witness", reference.into_bound(py)).unwrap();
                count
            });
            // As for a `main` that returns it: printed, and then dropped.
            let code = std::process::Termination::report(program());
            assert_eq!(code, std::process::ExitCode::FAILURE);
            let stats = pool::stats();
            assert_eq!((stats.deferred, stats.pending, stats.leaked), (1, 1, 0));
            Python::attach(|py| {
                assert_eq!(pool::stats().pending, 0);
                py.run("del witness", None, None).unwrap();
                assert_eq!(common::deaths(py, &count), 1);
                count.drop_ref(py);
            });
        },
    );
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("ValueError: "), "{}", text(&output));
}

/// The README's program that embeds Python.
#[test]
fn the_program_of_the_readme_ends_well() {
    fn program() -> gilref::PyResult<()> {
        Python::embed(|| {
            let dumps: Py<PyAny> =
                Python::attach(|py| py.import("json")?.getattr("dumps")?.extract())?;

            let text: String =
                Python::attach(move |py| dumps.bind(py).call1((vec![1, 2, 3],))?.extract())?;
            assert_eq!(text, "[1, 2, 3]");
            Ok(())
        })
    }
    let name = "the_program_of_the_readme_ends_well";
    let output = in_child(name, || {
        assert_eq!(
            std::process::Termination::report(program()),
            std::process::ExitCode::SUCCESS
        );
    });
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn the_program_of_the_readme_reports_its_error() {
    let name = "the_program_of_the_readme_reports_its_error";
    let output = in_child(name, || {
        let program = || -> gilref::PyResult<()> {
            Python::embed(|| Python::attach(|py| py.import("no_such_module").map(drop)))
        };
        assert_eq!(
            std::process::Termination::report(program()),
            std::process::ExitCode::FAILURE
        );
    });
    assert!(output.status.success(), "{}", text(&output));
    assert!(
        text(&output).contains("ModuleNotFoundError"),
        "{}",
        text(&output)
    );
}
