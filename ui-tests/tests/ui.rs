//! What must not compile, and the words in which it is refused.
//!
//! The cases are the files under `tests/ui/`. Each opens with the reason why it must fail and the name of its twin under
//! `tests/pass/`, which does nearly the same and compiles, so that a case can't fail for the wrong reason. `pass` is a test
//! of its own, for any compiler; the texts here are those of one: the toolchain that `rust-toolchain.toml` pins.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p ui-tests --test ui`, and read what `git diff` says as the
//! user would who meets it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The folders under `tests/ui/`.
const TOPICS: &[&str] = &[
    "token",
    "clone",
    "clone/py",
    "threads",
    "lifetimes",
    "derive/attributes",
    "derive/bounds",
    "derive/shapes",
    "hygiene",
];

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

#[test]
fn what_must_not_compile_is_refused_in_the_checked_words() {
    let (pinned, in_use) = (pinned(), in_use());
    assert!(
        in_use.split(' ').nth(1) == Some(pinned),
        "the messages under ui-tests/tests/ui are those of rustc {pinned}, and this is {}: \
         run `cargo +{pinned} test -p ui-tests`, or leave these tests out with `--exclude ui-tests`",
        in_use.trim(),
    );

    // No `pass` among them: then trybuild checks all in one run of cargo.
    let cases = trybuild::TestCases::new();
    for topic in TOPICS {
        // What the feature permits.
        if *topic != "clone/py" || cfg!(not(feature = "py-clone")) {
            cases.compile_fail(format!("tests/ui/{topic}/*.rs"));
        }
    }
}

/// What trybuild can't see: a case without a reason, without a twin, or with a text that differs between machines.
#[test]
fn each_case_says_why_it_fails_and_names_its_twin() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut wrong = Vec::new();
    let ui = tests.join("ui");
    for path in files_under(&ui) {
        let name = path.strip_prefix(&tests).unwrap_or(&path).display();
        if path.extension() == Some("stderr".as_ref()) {
            if !path.with_extension("rs").exists() {
                wrong.push(format!("{name}: its case is gone"));
            }
            continue;
        }
        let topic = path
            .parent()
            .and_then(|folder| folder.strip_prefix(&ui).ok());
        if !TOPICS.iter().any(|known| topic == Some(Path::new(known))) {
            wrong.push(format!("{name}: its folder is none of `TOPICS`"));
        }
        let source = read(&path);
        let mut head = source.lines();
        if !head.next().is_some_and(|why| why.starts_with("//! ")) {
            wrong.push(format!(
                "{name}: the first line must say, after `//!`, why it fails"
            ));
        }
        match head.next().and_then(twin) {
            Some((file, function)) => {
                let twins = fs::read_to_string(tests.join(file)).unwrap_or_default();
                if !twins.contains(&format!("fn {function}(")) {
                    wrong.push(format!("{name}: there is no `{function}` in tests/{file}"));
                }
            }
            None => wrong.push(format!(
                "{name}: the second line must be //! Twin: `pass/file.rs`, `function`"
            )),
        }
        let stderr = path.with_extension("stderr");
        if !stderr.exists() {
            wrong.push(format!("{name}: no .stderr beside it"));
        } else if read(&stderr).contains("$RUST") {
            // The lines of std are printed where the component rust-src is installed, and only there.
            wrong.push(format!("{name}: its .stderr points into std"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The file and the function of a line such as "//! Twin: `pass/token.rs`, `a_token`".
fn twin(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("//! Twin: `")?
        .strip_suffix('`')?
        .split_once("`, `")
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
