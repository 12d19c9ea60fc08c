//! The drain limit: more entries wait than one attach may release.

use std::num::NonZeroUsize;

use gilref::{Python, pool};

use crate::common::{deaths, object, witness};
use crate::ends_well;

#[test]
fn two_hundred_thousand_entries_are_released_a_thousand_at_a_time() {
    ends_well(
        "limit::two_hundred_thousand_entries_are_released_a_thousand_at_a_time",
        || {
            const ENTRIES: usize = 200_000;
            const LIMIT: usize = 1000;

            pool::set_nudge(false);
            pool::set_drain_thread(None);
            pool::set_drain_limit(NonZeroUsize::new(LIMIT));
            Python::initialize();
            let shared = Python::attach(object);
            let (witness, count) = Python::attach(witness);
            let mut copies: Vec<_> =
                Python::attach(|py| (1..ENTRIES).map(|_| shared.clone_ref(py)).collect());
            copies.push(witness);
            drop(copies);
            assert_eq!(pool::stats().high_water, ENTRIES as u64);

            for attach in 1..=ENTRIES / LIMIT {
                Python::attach(|py| {
                    let left = ENTRIES - attach * LIMIT;
                    assert_eq!(pool::stats().pending, left as u64);
                    let references = usize::try_from(shared.refcnt(py)).unwrap();
                    assert_eq!(references, left + deaths(py, &count));
                });
            }
            Python::attach(|py| {
                assert_eq!((shared.refcnt(py), deaths(py, &count)), (1, 1));
                assert_eq!(pool::drain(py), 0);
                shared.drop_ref(py);
                count.drop_ref(py);
            });
            let stats = pool::stats();
            assert_eq!((stats.pending, stats.leaked), (0, 0));
            assert_eq!(stats.released, ENTRIES as u64);
        },
    );
}
