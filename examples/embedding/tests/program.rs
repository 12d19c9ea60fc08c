//! The program, run as its user runs it.

use std::path::Path;
use std::process::{Command, Output};

fn rules(script: &str, orders: &str) -> Output {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut program = Command::new(env!("CARGO_BIN_EXE_rules"));
    program.args([scripts.join(script), scripts.join(orders)]);
    program.output().expect("it starts")
}

#[test]
fn orders_that_break_a_rule_are_named() {
    let output = rules("rules.py", "orders.txt");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "12 cups and 12 saucers, blue: breaks is short",
            "a teapot: breaks has an amount",
        ]
    );
}

#[test]
fn an_exception_in_the_script_is_shown_with_its_traceback() {
    let output = rules("broken.py", "orders.txt");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("broken.py\", line 1, in <module>"), "{text}");
    assert!(
        text.ends_with("ZeroDivisionError: division by zero\n"),
        "{text}"
    );
}

#[test]
fn a_missing_file_is_shown_as_python_shows_it() {
    let output = rules("rules.py", "no such file");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("FileNotFoundError: [Errno 2] "), "{text}");
}

#[test]
fn the_scripts_exit_callback_is_called() {
    let output = rules("with_a_farewell.py", "orders.txt");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.ends_with("orders checked: 4\n"), "{text}");
}
