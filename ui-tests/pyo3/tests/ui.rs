//! What must not compile for those who hold PyO3's types, and the words in which it is refused: see `ui-tests/tests/ui.rs`.

use ui_tests::cases;

/// The folders under `tests/ui/`.
const TOPICS: &[&str] = &[
    // With `py-clone` PyO3's own `Py` is cloned, and PyO3 has other words where a class is not.
    #[cfg(not(feature = "py-clone"))]
    "",
    #[cfg(not(feature = "py-clone"))]
    "class",
    "for_pyo3",
];

#[test]
fn what_must_not_compile_is_refused_in_the_checked_words() {
    cases::assert_compiler_is_the_pinned_one();
    let refused = trybuild::TestCases::new();
    for topic in TOPICS {
        refused.compile_fail(format!("tests/ui/{topic}/*.rs"));
    }
}

#[test]
#[cfg(not(feature = "py-clone"))] // `TOPICS` are all the folders
fn each_case_says_why_it_fails_and_names_its_twin() {
    cases::assert_each_says_why_it_fails_and_names_its_twin(
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests").as_ref(),
        TOPICS,
    );
}
