//! The pages under `docs/` that show code of this repository show it as it is.

use std::fs;
use std::path::Path;

#[test]
fn your_own_ci_quotes_the_example() {
    assert_quotes(
        "docs/your-own-ci.md",
        7,
        "examples/downstream-ci",
        &[
            "Cargo.toml",
            "build.rs",
            "src/lib.rs",
            "tests/jobs.rs",
            "tests/ui.rs",
            "tests/ui/clone_a_job.rs",
        ],
    );
}

#[test]
fn in_a_library_quotes_the_example() {
    assert_quotes(
        "docs/in-a-library.md",
        7,
        "examples/library",
        &[
            "Cargo.toml",
            "build.rs",
            "src/lib.rs",
            "tests/both_tokens.rs",
        ],
    );
}

#[test]
fn embedding_quotes_the_example() {
    assert_quotes(
        "docs/embedding.md",
        9,
        "examples/embedding",
        &["Cargo.toml", "build.rs", "src/main.rs"],
    );
}

/// Demands that each of the page's `count` blocks is a part of one of the files.
#[track_caller]
fn assert_quotes(page: &str, count: usize, example: &str, files: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let files = files.iter().map(|file| read(&format!("{example}/{file}")));
    // The page shows what a user writes, who has no folder beside it.
    let files: String = files
        .map(|text| {
            text.replace(", path = \"../../gilref\"", "")
                .replace("{ version = \"0.1\" }", "\"0.1\"")
        })
        .collect();

    let text = read(page);
    let quotes = quotes(&text);
    assert_eq!(quotes.len(), count);
    for quote in quotes {
        assert!(
            files.contains(&quote),
            "{page} shows what no file of {example} contains:\n{quote}"
        );
    }
}

/// The blocks of Rust and TOML.
fn quotes(page: &str) -> Vec<String> {
    let mut quotes = Vec::new();
    let mut open: Option<String> = None;
    for line in page.lines() {
        match &mut open {
            Some(_) if line == "```" => quotes.extend(open.take()),
            Some(block) => *block += &format!("{line}\n"),
            None if line == "```rust" || line == "```toml" => open = Some(String::new()),
            None => {}
        }
    }
    quotes
}
