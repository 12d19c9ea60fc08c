//! Jobs written in Python, queued and run by Rust threads.
//!
//! A job holds Python objects, so that it can only be copied where the thread is attached:
//!
//! ```
//! use gilref::{GilClone, Python};
//! use job_queue::Job;
//!
//! fn twice(job: Job, py: Python<'_>) -> [Job; 2] {
//!     [job.clone_ref(py), job]
//! }
//! ```
//!
//! Without a token there is no copy:
//!
//! ```compile_fail,E0599
//! use job_queue::Job;
//!
//! fn twice(job: Job) -> [Job; 2] {
//!     [job.clone(), job]
//! }
//! ```

mod job;
mod queue;

pub use job::{Job, Retry};
pub use queue::Queue;

// Does not compile ("type annotations needed") once one of these types has `Clone`: then there are two ways to read `_`.
const _: () = {
    trait Ambiguous<Reason> {
        fn check() {}
    }

    impl<T> Ambiguous<()> for T {}

    struct HasClone;
    impl<T: Clone> Ambiguous<HasClone> for T {}

    let _ = <Job as Ambiguous<_>>::check;
    let _ = <Retry as Ambiguous<_>>::check;
    let _ = <Queue as Ambiguous<_>>::check;
};
