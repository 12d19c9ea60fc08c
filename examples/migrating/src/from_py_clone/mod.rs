pub mod after;
/// Without `py-clone` it does not compile, and that is where the migration begins.
#[cfg(feature = "py-clone")]
pub mod before;
