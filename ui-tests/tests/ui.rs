//! What must not compile, and the words in which it is refused.
//!
//! The cases are the files under `tests/ui/`. Each opens with the reason why it must fail and the name of its twin under
//! `tests/pass/`, which does nearly the same and compiles, so that a case can't fail for the wrong reason. `pass` is a test
//! of its own, for any compiler; the texts here are those of one: the toolchain that `rust-toolchain.toml` pins.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p ui-tests --test ui`, and read what `git diff` says as the
//! user would who meets it.

use ui_tests::cases;

/// The folders under `tests/ui/`.
const TOPICS: &[&str] = &[
    "token",
    "clone",
    // What the feature `py-clone` permits.
    #[cfg(not(feature = "py-clone"))]
    "clone/py",
    "threads",
    "lifetimes",
    "derive/attributes",
    "derive/bounds",
    "derive/shapes",
    "hygiene",
];

#[test]
fn what_must_not_compile_is_refused_in_the_checked_words() {
    cases::assert_compiler_is_the_pinned_one();
    // No `pass` among them: then trybuild checks all in one run of cargo.
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
