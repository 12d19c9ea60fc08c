//! What `derive(GilClone)` takes.

mod attributes;
mod bounds;
mod shapes;
