//! Rows that show how a cost grows: with the number of references, threads and pending drops.
//!
//! Named `what / how many`; `.ci/performance` draws a line for each `what`.

use super::pool::{drain, push};
use super::references::{Part, timer};
use crate::libraries::{ForPyO3, Gilref, Library, PyO3, Raw};
use crate::subjects::Many;
use crate::table::{Row, Table};

pub(super) fn rows(table: &mut Table) {
    gilref::pool::set_drain_thread(None);
    references::<1>(table);
    references::<10>(table);
    references::<100>(table);
    references::<1_000>(table);
    references::<10_000>(table);
    references::<100_000>(table);
    references::<1_000_000>(table);
    for threads in [1, 2, 3, 4, 6, 8] {
        table.row(&format!("drop, detached / {threads}"), |name| Row {
            name,
            timers: [
                None,
                Some(push::<Gilref>(threads)),
                Some(push::<ForPyO3>(threads)),
                Some(push::<PyO3>(threads)),
            ],
            bounds: Vec::new(),
        });
    }
    for count in [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] {
        table.row(&format!("drain / {count}"), |name| Row {
            name,
            timers: drain(count, false),
            bounds: Vec::new(),
        });
    }
}

/// A vector of so many references.
fn references<const LEN: usize>(table: &mut Table) {
    for part in [Part::Clone, Part::DropAttached, Part::DropRef] {
        table.row(&format!("{} / {LEN}", part.name()), |name| Row {
            name,
            timers: [
                Some(timer::<Raw, Many<<Raw as Library>::Py, LEN>>(part)),
                Some(timer::<Gilref, Many<<Gilref as Library>::Py, LEN>>(part)),
                Some(timer::<ForPyO3, Many<<ForPyO3 as Library>::Py, LEN>>(part)),
                Some(timer::<PyO3, Many<<PyO3 as Library>::Py, LEN>>(part)),
            ],
            bounds: Vec::new(),
        });
    }
}
