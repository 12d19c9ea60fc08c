//! The example `registry` accounts for every reference, and says so when one is missing.

// The other policies never release what is dropped detached.
#![cfg(not(gilref_disable_reference_pool))]

mod program;

use program::run;

#[test]
fn every_reference_is_accounted_for() {
    let registry = run("registry", &[]);

    assert_eq!(registry.code, Some(0), "{registry}");
    let count = |what| registry.number_after(what);
    assert_eq!(count("events handled"), 1079);
    assert_eq!(count("events without a handler"), 85);
    assert_eq!(count("errors raised"), 76);
    assert!(
        registry
            .stdout
            .contains("ValueError: the address has no postcode"),
        "{registry}"
    );
    assert_eq!(
        count("drops deferred"),
        count("clones made") * count("references in each")
    );
    assert_eq!(count("drops released"), count("drops deferred"));
    assert_eq!(count("pool: high water"), count("drops deferred"));
    assert_eq!(count("pool: pending"), 0);
}

#[test]
fn clones_refer_to_the_same_objects() {
    let registry = run("registry", &[]);

    // One ledger heard of every order, whichever worker it came to.
    assert!(
        registry.stdout.starts_with("256 orders, 68970.60 EUR, "),
        "{registry}"
    );
}

#[test]
fn a_reference_too_many_is_a_failure() {
    let leaky = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/leaky");

    let registry = run("registry", &[leaky]);

    assert_eq!(registry.code, Some(1), "{registry}");
    assert!(registry.stdout.contains("differs"), "{registry}");
}

#[test]
fn a_directory_without_events_is_an_error() {
    let registry = run("registry", &[env!("CARGO_MANIFEST_DIR")]);

    assert_eq!(registry.code, Some(2), "{registry}");
    assert!(registry.stderr.contains("No such file"), "{registry}");
}
