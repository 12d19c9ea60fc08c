//! Programs: runs an example as its reader would.

#[path = "../../../gilref/tests/child/mod.rs"]
mod child;

use std::fmt;
use std::path::Path;
use std::process::Command;

/// What a program printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `cargo run --example name -- args`, from the root and with this test's profile.
pub(crate) fn run(name: &str, args: &[&str]) -> Ended {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root);
    cargo.args(["run", "--quiet", "--example", name]);
    cargo.arg("--target-dir").arg(target);
    if cfg!(not(debug_assertions)) {
        cargo.arg("--release");
    }
    cargo.arg("--").args(args);
    let output = child::output(child::DEADLINE_WITH_BUILD, cargo);
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
    }
}

impl Ended {
    /// The number in the line that begins with `what`.
    #[allow(dead_code, reason = "each test program uses a part of this")]
    pub(crate) fn number_after(&self, what: &str) -> u64 {
        let line = self.stdout.lines().find_map(|line| line.strip_prefix(what));
        let number = line.and_then(|rest| rest.trim().parse().ok());
        number.unwrap_or_else(|| panic!("no number after {what:?}: {self}"))
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "exit code {:?}\n{}\n{}",
            self.code, self.stdout, self.stderr
        )
    }
}
