//! What must not compile for those who hold PyO3's types, and the words in which it is refused: see `ui-tests/tests/ui.rs`.

use ui_tests::cases;

#[test]
fn what_must_not_compile_is_refused_in_the_checked_words() {
    cases::assert_compiler_is_the_pinned_one();
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

#[test]
fn each_case_says_why_it_fails_and_names_its_twin() {
    cases::assert_each_says_why_it_fails_and_names_its_twin(
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests").as_ref(),
        &[""],
    );
}
