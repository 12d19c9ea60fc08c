//! A `Borrowed` counts no reference: it is good while the one that lent it is.
//! Twin: `pass/lifetimes.rs`, `a_reference_of_its_own`

use gilref::Python;

fn main() {
    Python::attach(|py| {
        let borrowed = {
            let lender = py.eval("object()", None, None).unwrap();
            lender.as_borrowed()
        };
        println!("{borrowed}");
    });
}
