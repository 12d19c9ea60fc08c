//! Linking: if programs can't be linked with the chosen Python, the build says so, and what to do.
#![cfg(any(target_os = "linux", target_os = "macos"))]

#[path = "../../gilref/tests/child/mod.rs"]
mod child;

use std::path::Path;
use std::process::Command;

/// Checks a package against a Python that PyO3's configuration describes; the exit code, and what cargo printed.
fn check(package: &str, python: &str) -> (Option<i32>, String) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(here.join(".."));
    cargo.args(["check", "--package", package, "--target-dir"]);
    // One of its own: the configuration is part of every package that is built.
    cargo.arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join(python));
    let config = here.join("tests/pythons").join(python);
    cargo.env("PYO3_CONFIG_FILE", config.with_extension("config"));
    cargo.env("CARGO_TERM_COLOR", "never");
    let output = child::output(child::DEADLINE_WITH_BUILD, cargo);
    let said = String::from_utf8(output.stderr).expect("text");
    (output.status.code(), said)
}

/// The messages of the build script, which are to be one.
fn messages(said: &str) -> Vec<&str> {
    let from_us = "error: gilref-examples@";
    said.lines()
        .filter(|line| line.starts_with(from_us))
        .collect()
}

#[test]
fn a_static_python_is_named_with_what_to_do() {
    let (code, said) = check("gilref-examples", "static");

    assert_eq!(code, Some(101), "{said}");
    let [message] = messages(&said)[..] else {
        panic!("{said}")
    };
    for part in [
        "Python 3.11 (/opt/static/bin/python3)",
        "--enable-shared",
        "PYO3_PYTHON",
    ] {
        assert!(message.contains(part), "{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn missing_development_files_are_named_with_what_to_do() {
    let (code, said) = check("gilref-examples", "bare");

    assert_eq!(code, Some(101), "{said}");
    let [message] = messages(&said)[..] else {
        panic!("{said}")
    };
    for part in [
        "libpython3.11.",
        "/opt/bare/lib",
        "python3-dev",
        "python3-devel",
        "PYO3_PYTHON",
    ] {
        assert!(message.contains(part), "{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn as_a_library_gilref_needs_no_libpython() {
    let (code, said) = check("gilref", "static");

    assert_eq!(code, Some(0), "{said}");
}
