//! `docs/soundness.md` names a test for each invariant: here it is checked that each of them exists.

use std::fs;
use std::path::Path;

/// All Rust files below a folder, as text, and the names of those files.
fn read(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") {
                read(&path, text);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            text.push_str(&format!("\nfn {name}()\n"));
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_test_that_the_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut tests = String::new();
    for folder in ["gilref", "ui-tests/tests"] {
        read(&root.join(folder), &mut tests);
    }
    let page = fs::read_to_string(root.join("docs/soundness.md")).unwrap();
    // A test's name is a sentence: at least four words.
    let names = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .filter(|name| name.split('_').filter(|word| !word.is_empty()).count() >= 4);
    let mut count = 0;
    for name in names {
        assert!(tests.contains(&format!("fn {name}(")), "no test `{name}`");
        count += 1;
    }
    assert!(count > 40, "only {count} names were found");
}
