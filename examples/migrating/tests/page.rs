//! `docs/migrating.md` shows code that is compiled here, and what the compiler has said about it.

use std::fs;
use std::path::Path;

/// All files of a folder, one after the other.
fn all(folder: &str, extension: &str) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &all(path.to_str().unwrap(), extension);
        } else if path.extension().is_some_and(|it| it == extension) {
            text += &fs::read_to_string(path).unwrap();
        }
    }
    text
}

#[test]
fn the_page_quotes_what_is_tested() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/migrating.md");
    let page = fs::read_to_string(page).unwrap();
    let (code, answers) = (all("src", "rs"), all("tests/ui", "stderr"));

    let mut quoted = 0;
    for block in page.split("\n```").skip(1).step_by(2) {
        let (language, block) = block.split_once('\n').unwrap();
        let source = match language {
            "rust" => &code,
            "text" => &answers,
            _ => continue,
        };
        // Three dots stand for what is left out.
        for part in block.split("// ...\n").flat_map(|it| it.split("\n...\n")) {
            let part = part.trim_end();
            assert!(source.contains(part), "quoted, but not tested:\n{part}");
            quoted += 1;
        }
    }
    assert!(quoted >= 15, "only {quoted} quotes were found");
}
