//! A child process with a deadline: each test that starts one does it by this.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]

use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a process may take that needs about a second.
pub const DEADLINE: Duration = Duration::from_secs(120);

/// How long one may take that compiles first.
pub const DEADLINE_WITH_BUILD: Duration = Duration::from_secs(1800);

/// Runs a process to its end, with nothing on its standard input. Where it misses the deadline, it is
/// ended with all that it has started, and the error is what it has printed.
pub fn output_within(deadline: Duration, mut command: Command) -> Result<Output, String> {
    // A process group of its own, so that the processes that it starts are ended with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let id = child.id();
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || done.send(child.wait_with_output()));
    if let Ok(output) = outcome.recv_timeout(deadline) {
        return Ok(output.unwrap());
    }
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

/// The same, with a panic where the deadline is missed.
#[track_caller]
pub fn output(deadline: Duration, command: Command) -> Output {
    output_within(deadline, command).unwrap_or_else(|text| panic!("{text}"))
}

/// What a process printed, and how it ended.
pub fn text(output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    format!("{}\n{stdout}\n{stderr}", output.status)
}
