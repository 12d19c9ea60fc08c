//! The clones without a `clone` in their name, in `hidden/`: what the compiler says to each.
//!
//! Not by trybuild: some of the messages quote std's source, where that is installed. Compared is the first line of the first
//! error, which stands at the head of each case.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A package of their own, with a program for each case.
fn package() -> PathBuf {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hidden");
    let programs = package.join("src/bin");
    let _ = fs::remove_dir_all(&programs);
    fs::create_dir_all(&programs).unwrap();
    for entry in fs::read_dir(Path::new(ROOT).join("hidden")).unwrap() {
        let case = entry.unwrap().path();
        fs::copy(&case, programs.join(case.file_name().unwrap())).unwrap();
    }
    let root = Path::new(ROOT);
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let manifest = manifest
        .replace("name = \"gilref-migrating\"", "name = \"hidden\"")
        .replace(
            "\"../../gilref\"",
            &format!("{:?}", root.join("../../gilref")),
        )
        .replace("[dev-dependencies]\n", "")
        .replace("[build-dependencies]", "[dev-dependencies]");
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    package
}

/// The first error in each case.
fn errors() -> BTreeMap<String, String> {
    let output = Command::new(env::var_os("CARGO").unwrap())
        .args(["check", "--bins", "--keep-going", "--message-format=short"])
        .current_dir(package())
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("hidden-target"),
        )
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let mut errors = BTreeMap::new();
    for line in said.lines() {
        let Some((place, error)) = line.split_once(": error[") else {
            continue;
        };
        let case = Path::new(place.split(':').next().unwrap())
            .file_stem()
            .unwrap();
        let case = case.to_str().unwrap().to_owned();
        errors
            .entry(case)
            .or_insert_with(|| error.replacen("]: ", ": ", 1));
    }
    assert!(!errors.is_empty(), "{said}");
    errors
}

#[test]
fn the_compiler_says_what_stands_at_the_head_of_each_case() {
    let errors = errors();
    let mut wrong = Vec::new();
    let cases = cases();
    for (name, source) in &cases {
        let head = source.lines().next().unwrap().trim_start_matches("//! ");
        let said = errors.get(name).map_or("no error", String::as_str);
        if !said.starts_with(head) {
            wrong.push(format!("{name}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(errors.len(), cases.len());
}

#[test]
fn the_pages_table_has_each_case_with_its_error_and_what_takes_its_place() {
    let read = |path: &str| fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
    let page = read("../../docs/migrating.md");
    let after = one_line(&read("src/hidden_clones.rs"));
    let section = page
        .split("\n## ")
        .find(|it| it.starts_with("Clones that are not called"));
    let table = section.expect("the page has the section").lines();
    let mut cases = cases();

    for row in table.filter(|line| line.starts_with("| `")) {
        let cells: Vec<String> = row.split(" | ").map(code).collect();
        let [before, error, instead] = &cells[..] else {
            panic!("not three cells: {row}");
        };
        let found = cases.iter().find(|(_, source)| {
            one_line(source).contains(before) && source.starts_with(&format!("//! {error}:"))
        });
        let (name, _) = found.unwrap_or_else(|| panic!("no case for {row}"));
        assert!(after.contains(instead), "not tested: {instead}");
        let name = name.clone();
        cases.remove(&name);
    }
    assert!(cases.is_empty(), "not in the table: {:?}", cases.keys());
}

/// The names and the sources.
fn cases() -> BTreeMap<String, String> {
    let entries = fs::read_dir(Path::new(ROOT).join("hidden")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// What stands between the first two backticks of a cell.
fn code(cell: &str) -> String {
    let code = cell.split('`').nth(1).unwrap_or_default();
    code.replace("\\|", "|")
}

fn one_line(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}
