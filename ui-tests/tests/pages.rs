//! The pages under `docs/` that show code of this repository show it as it is.

use std::fs;
use std::path::Path;

#[test]
fn your_own_ci_quotes_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let example: String = [
        "Cargo.toml",
        "build.rs",
        "src/lib.rs",
        "tests/jobs.rs",
        "tests/ui.rs",
        "tests/ui/clone_a_job.rs",
    ]
    .map(|file| read(&format!("examples/downstream-ci/{file}")))
    .concat();

    let page = read("docs/your-own-ci.md");
    let quotes = quotes(&page);
    assert_eq!(quotes.len(), 7);
    for quote in quotes {
        assert!(
            example.contains(&quote),
            "docs/your-own-ci.md shows what no file of examples/downstream-ci contains:\n{quote}"
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
