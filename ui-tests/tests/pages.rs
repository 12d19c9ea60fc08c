//! Pages: what `docs/` shows of an example is in that example, links lead somewhere, and the versions of
//! Python are the same everywhere.

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

#[test]
fn every_link_between_pages_leads_to_a_file_and_a_heading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages = 0;
    for folder in [root.clone(), root.join("docs")] {
        for entry in fs::read_dir(&folder).unwrap() {
            let page = entry.unwrap().path();
            if page.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            pages += 1;
            let text = fs::read_to_string(&page).unwrap();
            let links = text
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next());
            for link in links.filter(|link| !link.starts_with("http")) {
                let (file, heading) = link.split_once('#').unwrap_or((link, ""));
                let target = if file.is_empty() {
                    page.clone()
                } else {
                    folder.join(file)
                };
                assert!(target.exists(), "{}: {link}", page.display());
                if !heading.is_empty() {
                    let text = fs::read_to_string(&target).unwrap();
                    let found = headings(&text).any(|found| found == heading);
                    assert!(found, "{}: {link}: no such heading", page.display());
                }
            }
        }
    }
    assert!(pages > 10, "only {pages} pages");
}

#[test]
fn readme_cargo_and_the_scripts_name_the_same_pythons() {
    // given
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |file: &str| fs::read_to_string(root.join(file)).unwrap();
    let manifest = read("gilref/Cargo.toml");
    let readme = read("README.md");
    let list = |key: &str| -> Vec<String> {
        let (_, line) = manifest.split_once(&format!("\n{key} = ")).unwrap();
        let line = line.lines().next().unwrap();
        line.split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let (tested, compiles, refused) = (list("tested"), list("compiles"), list("refused"));
    // then
    let (oldest, newest) = (tested.first().unwrap(), tested.last().unwrap());
    assert!(readme.contains(&format!("| CPython {oldest} to {newest} | tested")));
    assert!(readme.contains(&format!(
        "| free-threaded {} | compiles",
        compiles.join(", ")
    )));
    assert!(readme.contains(&format!("| {} | refused", refused.join(", "))));
    let wanted = [&tested[..], &compiles[..]].concat().join(" ");
    assert!(read(".ci/find-pythons").contains(&format!("wanted=\"{wanted}\"")));
}

/// The names under which GitHub links to a page's headings.
fn headings(page: &str) -> impl Iterator<Item = String> {
    let lines = page.lines().filter(|line| line.starts_with('#'));
    lines.map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let words = words.replace(' ', "-");
        words.replace(|c: char| !c.is_alphanumeric() && c != '-' && c != '_', "")
    })
}
