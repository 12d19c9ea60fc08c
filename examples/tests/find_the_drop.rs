//! The example `find_the_drop` names the function that dropped.

// With the abort policy it aborts, as it should.
#![cfg(not(gilref_disable_reference_pool))]

mod program;

use program::run;

#[test]
fn the_backtrace_names_the_function_that_dropped_and_its_thread() {
    let program = run("find_the_drop", &[]);

    assert_eq!(program.code, Some(0), "{program}");
    assert!(
        program
            .stderr
            .contains("thread 'sessions', which is not attached: deferred"),
        "{program}"
    );
    assert!(
        program
            .stderr
            .contains("find_the_drop::Recent::forget_oldest"),
        "{program}"
    );
}

#[test]
fn only_detached_drops_are_seen() {
    let program = run("find_the_drop", &[]);

    assert_eq!(
        program.stdout.matches("is forgotten").count(),
        3,
        "{program}"
    );
    assert_eq!(program.stdout.matches("is closed").count(), 2, "{program}");
    assert_eq!(program.number_after("dropped detached:"), 3, "{program}");
}
