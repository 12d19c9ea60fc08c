//! Drops that had to wait.

// Nothing calls it yet.
#[allow(dead_code)]
mod blocks;
