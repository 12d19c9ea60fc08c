//! Faults: forks, exits, destructors and locks that could crash or hang the process. Each case runs in a process of
//! its own with a deadline, so that a crash or a hang fails that case only.
#![cfg(not(gilref_disable_reference_pool))]

#[path = "../common/mod.rs"]
mod common;

#[cfg(all(debug_assertions, target_os = "linux", target_env = "gnu"))]
mod coroutines;
mod destructors;
mod drain_thread;
mod end;
mod ended_thread;
#[cfg(unix)]
mod fork;
mod kept_state;
mod late_attach;
mod limit;
mod locks;
mod native;
mod python_code;
mod sub_interpreter;

use common::until;

/// Runs `case` in a process of its own and demands that it ends well. `name` is that of the test
/// that calls this, with its module.
#[track_caller]
fn ends_well(name: &str, case: fn()) {
    common::assert_success(&common::in_child(name, case));
}
