//! Deferred references: they were dropped on detached threads and are not released yet.
//!
//! Which references are put in, when they are released and who is told is decided in
//! [`pool`](crate::pool).

mod blocks;
mod release;
mod stats;
mod store;

pub(crate) use blocks::Pushed;
pub(crate) use release::{release_at_exit, release_up_to};
pub use stats::{PoolStats, stats};
pub(crate) use stats::{count_leaked_drop, pending};
pub(crate) use store::{FIRST_BLOCK, WAITING};
