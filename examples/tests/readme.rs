//! README: its links, its features, its versions and its compiler message are right. Its code is compiled and run as a doc test of
//! this package's library. Its commands run these tests and those of `registry`.

use std::fs;
use std::path::PathBuf;

/// A file of the repository.
fn read(path: &str) -> String {
    let path = at(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn at(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(path)
}

/// What stands between `start` and the next `end`, each time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let parts = text.split(start).skip(1);
    parts
        .map(|part| part.split(end).next().unwrap_or(part))
        .collect()
}

#[test]
fn the_first_screen_shows_problem_answer_and_error() {
    let readme = read("README.md");
    let screen: Vec<&str> = readme.lines().take(30).collect();

    for shown in [
        "can't be `Clone`",
        "#[derive(GilClone)]",
        "handler.clone_ref(py)",
        "error[E0599]",
    ] {
        assert!(
            screen.iter().any(|line| line.contains(shown)),
            "{shown} is further down"
        );
    }
}

#[test]
fn every_link_to_a_file_leads_somewhere() {
    let readme = read("README.md");
    let links = between(&readme, "](", ")");
    let files: Vec<_> = links
        .into_iter()
        .filter(|link| !link.starts_with("http"))
        .collect();

    assert!(!files.is_empty());
    for file in files {
        assert!(at(file).exists(), "{file} does not exist");
    }
}

#[test]
fn every_feature_is_listed() {
    let (readme, manifest) = (read("README.md"), read("gilref/Cargo.toml"));
    let features = between(&manifest, "[features]\n", "\n[")[0].lines();
    let names = features.filter_map(|line| Some(line.split_once(" = ")?.0));
    // The table has the first and the last of these.
    let names = names.filter(|name| *name != "default" && !name.starts_with("abi3-py31"));

    for name in names.chain(["abi3-py315"]) {
        assert!(
            readme.contains(&format!("`{name}`")),
            "the feature {name} is not listed"
        );
    }
}

#[test]
fn the_rust_version_is_the_one_that_cargo_demands() {
    let (readme, manifest) = (read("README.md"), read("Cargo.toml"));
    let version = between(&manifest, "\nrust-version = \"", "\"")[0];

    assert!(readme.contains(&format!("Rust {version} or later")));
}

/// A line of a compiler message without its line number.
fn unnumbered(line: &str) -> &str {
    line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit())
}

#[test]
fn the_error_is_what_the_compiler_says() {
    let readme = read("README.md");
    let shown = between(&readme, "```text\nerror[E0599]", "```")[0]
        .lines()
        .skip(1);
    // Checked against the compiler by `ui-tests`.
    let said = read("ui-tests/tests/ui/clone/a_derived_struct.stderr");
    let mut said = said.lines();

    assert!(said.next().unwrap().starts_with("error[E0599]"));
    for line in shown {
        assert!(
            said.any(|said| unnumbered(said) == unnumbered(line)),
            "it does not say {line}"
        );
    }
}
