pub mod after;
/// With `py-clone`.
#[cfg(feature = "py-clone")]
pub mod before;
