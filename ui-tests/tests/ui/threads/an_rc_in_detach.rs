//! On a stable compiler "holds no token" is told by `Send`, which an `Rc` is not.
//! Twin: `pass/threads.rs`, `an_arc_in_detach`

use gilref::Python;
use std::rc::Rc;

fn get(count: Rc<i32>, py: Python<'_>) -> i32 {
    py.detach(|| *count)
}

fn main() {}
