//! What both sets of refused cases have in common: the compiler whose words they are, and the form of a case.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Panics, with what to do, where cargo runs another compiler than the one whose messages are checked in.
///
/// # Panics
///
/// That is what it does.
pub fn assert_compiler_is_the_pinned_one() {
    let (pinned, in_use) = (pinned(), in_use());
    assert!(
        in_use.split(' ').nth(1) == Some(pinned),
        "the messages under ui-tests are those of rustc {pinned}, and this is {}: run `cargo +{pinned} test`, \
         or leave these tests out with `--exclude ui-tests --exclude ui-tests-pyo3`",
        in_use.trim(),
    );
}

/// Panics where a case has no reason, no twin or no text, or a text that differs between machines: what trybuild can't see.
///
/// `tests` has the refused cases in the folder `ui`, in the folders `topics` of it, and what their second lines name.
///
/// # Panics
///
/// With all that is wrong.
pub fn assert_each_says_why_it_fails_and_names_its_twin(tests: &Path, topics: &[&str]) {
    let ui = tests.join("ui");
    let wrong: Vec<String> = files_under(&ui)
        .into_iter()
        .flat_map(|path| {
            let name = path
                .strip_prefix(&ui)
                .unwrap_or(&path)
                .display()
                .to_string();
            let mut wrong = if path.extension() == Some("stderr".as_ref()) {
                wrong_with_text(&path)
            } else {
                wrong_with_case(&path, tests)
            };
            if !topics
                .iter()
                .any(|topic| path.parent() == Some(&ui.join(topic)))
            {
                wrong.push("its folder is none that is tested".to_owned());
            }
            wrong.into_iter().map(move |what| format!("{name}: {what}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn wrong_with_text(path: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    if !path.with_extension("rs").exists() {
        wrong.push("its case is gone".to_owned());
    }
    // The lines of std are printed where the component rust-src is installed, and only there.
    if read(path).contains("$RUST") {
        wrong.push("points into std".to_owned());
    }
    wrong
}

fn wrong_with_case(path: &Path, tests: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    if !path.with_extension("stderr").exists() {
        wrong.push("no .stderr beside it".to_owned());
    }
    let source = read(path);
    let mut head = source.lines();
    if !head.next().is_some_and(|why| why.starts_with("//! ")) {
        wrong.push("the first line must say, after `//!`, why it fails".to_owned());
    }
    match head.next().and_then(twin) {
        Some((file, function)) => {
            let twins = fs::read_to_string(tests.join(file)).unwrap_or_default();
            if !twins.contains(&format!("fn {function}(")) {
                wrong.push(format!("there is no `{function}` in tests/{file}"));
            }
        }
        None => {
            wrong.push("the second line must be //! Twin: `pass/file.rs`, `function`".to_owned());
        }
    }
    wrong
}

/// The file and the function of a line such as "//! Twin: `pass/token.rs`, `a_token`".
fn twin(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("//! Twin: `")?
        .strip_suffix('`')?
        .split_once("`, `")
}

/// The compiler whose texts are checked in.
fn pinned() -> &'static str {
    include_str!("../../rust-toolchain.toml")
        .lines()
        .find_map(|line| line.trim().strip_prefix("channel = "))
        .expect("rust-toolchain.toml names a channel")
        .trim_matches('"')
}

/// What `rustc --version` says of the compiler that cargo will run.
fn in_use() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .arg("--version")
        .output()
        .expect("rustc runs");
    String::from_utf8(output.stdout).expect("rustc prints UTF-8")
}

fn files_under(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    entries
        .flat_map(|entry| {
            let path = entry.expect("a directory can be read").path();
            if path.is_dir() {
                files_under(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
