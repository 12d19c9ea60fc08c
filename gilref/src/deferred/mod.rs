//! What waits: references that were dropped on detached threads and are not released yet.
//!
//! Nothing here decides what is put in, when it is released, or who is told: that is the
//! [`pool`](crate::pool)'s.

mod blocks;
mod release;
mod stats;
mod store;

pub(crate) use blocks::Pushed;
pub(crate) use release::{release_at_exit, release_up_to};
pub use stats::{PoolStats, stats};
pub(crate) use stats::{count_leaked_drop, pending};
pub(crate) use store::{FIRST_BLOCK, WAITING};
