//! Python references that are cloned only where the compiler can prove that the GIL is held.
#![cfg_attr(feature = "nightly", feature(auto_traits, negative_impls))]

mod attach;
mod borrowed;
mod bound;
mod clone;
pub mod conversion;
mod detach;
mod err;
mod interpreter;
mod lifecycle;
pub mod pool;
mod py;
mod thread_state;
mod token;
pub mod types;
mod ungil;
pub mod with;

pub use attach::AttachError;
pub use borrowed::Borrowed;
pub use bound::Bound;
pub use clone::{AttachClone, GilClone, Plain};
pub use err::{CastError, CastIntoError, PyErr, PyResult};
pub use py::Py;
pub use thread_state::ThreadStateGuard;
pub use token::{GilToken, Python};
pub use ungil::Ungil;

#[cfg(feature = "derive")]
pub use gilref_derive::GilClone;
