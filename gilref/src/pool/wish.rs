//! The wish for a drain by the interpreter loop: there is one pool, and so one wish.

use super::request::Wish;

pub(super) static WISH: Wish = Wish::new();
