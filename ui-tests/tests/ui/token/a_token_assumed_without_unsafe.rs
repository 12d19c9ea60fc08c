//! Whoever makes a token from nothing promises that the thread is attached, with `unsafe`.
//! Twin: `pass/token.rs`, `a_token_from_c`

use gilref::Python;

fn called_from_c() {
    let py = Python::assume_attached();
    println!("{py:?}");
}

fn main() {}
