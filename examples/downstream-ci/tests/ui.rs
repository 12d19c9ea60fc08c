//! What must not compile. After an update of gilref or of the compiler: `TRYBUILD=overwrite cargo test --test ui`, and a
//! look at the difference.

#[test]
fn jobs_are_copied_with_a_token_only() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
