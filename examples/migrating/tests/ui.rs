//! What the compiler says between before and after.

#[test]
fn the_compiler_leads_through_each_migration() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
