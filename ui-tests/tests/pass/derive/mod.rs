//! What `derive(GilClone)` takes.

mod attributes;
