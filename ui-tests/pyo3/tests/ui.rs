//! What must not compile for those who hold PyO3's types, and the words in which it is refused: see `ui-tests/tests/ui.rs`.

use ui_tests::cases;

#[test]
fn what_must_not_compile_is_refused_in_the_checked_words() {
    cases::assert_compiler_is_the_pinned_one();
    let cases = trybuild::TestCases::new();
    // With `py-clone` PyO3's own `Py` is cloned in words or not at all, by PyO3.
    if cfg!(not(feature = "py-clone")) {
        cases.compile_fail("tests/ui/*.rs");
    }
    cases.compile_fail("tests/ui/for_pyo3/*.rs");
}

#[test]
fn each_case_says_why_it_fails_and_names_its_twin() {
    cases::assert_each_says_why_it_fails_and_names_its_twin(
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests").as_ref(),
        &["", "for_pyo3"],
    );
}
