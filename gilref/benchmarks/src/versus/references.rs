//! Rows about references: clone, drop on an attached thread, release with the token.

use std::hint::black_box;
use std::mem::ManuallyDrop;
use std::time::Instant;

use super::{FOR_PYO3, TO_PYO3, TO_RAW};

use crate::libraries::{ForPyO3, Gilref, Library, PyO3, Raw};
use crate::subjects::{Choice, Eight, Many, MostlyPlain, Named, Nested, One, Shape, Subject};
use crate::table::{Row, Table};
use crate::turns::{Timer, each};

/// What is timed of a subject's life.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Clone,
    DropAttached,
    DropRef,
    /// A clone that is dropped at once, attached.
    CloneAndDrop,
}

impl Part {
    pub(super) const ALL: [Self; 4] = [
        Self::Clone,
        Self::DropAttached,
        Self::DropRef,
        Self::CloneAndDrop,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Clone => "`clone_ref`",
            Self::DropAttached => "drop, attached",
            Self::DropRef => "`drop_ref`",
            Self::CloneAndDrop => "`clone_ref` and drop at once",
        }
    }
}

/// Clones a subject `COUNT` times, and drops the copies.
pub(super) fn timer<L: Library, S>(part: Part) -> Timer
where
    S: Shape<L::Py> + Subject<L> + 'static,
{
    let subject: S = L::attach(|token| S::build(&mut || L::new(token)));
    Box::new(move || {
        L::attach(|token| match part {
            Part::CloneAndDrop => {
                let start = Instant::now();
                for _ in 0..S::COUNT {
                    let copy = black_box(&subject).copy(token);
                    black_box(copy).drop_attached(token);
                }
                each(start.elapsed(), S::COUNT)
            }
            _ => apart(&subject, part, token),
        })
    })
}

/// The time of all clones, or of all drops after them.
fn apart<L: Library, S>(subject: &S, part: Part, token: L::Token<'_>) -> f64
where
    S: Shape<L::Py> + Subject<L>,
{
    // A vector of values that have a destructor writes down how far it is before it hands out each.
    // The raw references have none, so that this would be timed for the others only.
    let mut copies = Vec::with_capacity(S::COUNT);
    let start = Instant::now();
    // By the length of a range: no question is asked whether there is room.
    copies.extend((0..S::COUNT).map(|_| ManuallyDrop::new(black_box(subject).copy(token))));
    let cloned = start.elapsed();
    let copies = copies.into_iter().map(ManuallyDrop::into_inner);
    let start = Instant::now();
    match part {
        Part::DropAttached => copies.for_each(|copy| copy.drop_attached(token)),
        _ => copies.for_each(|copy| copy.release(token)),
    }
    let dropped = start.elapsed();
    let time = match part {
        Part::Clone => cloned,
        _ => dropped,
    };
    each(time, S::COUNT)
}

/// A subject's rows.
macro_rules! subject {
    ($table:expr, $shape:ident $(, $len:literal)?; $($part:ident: $ratio:expr, $bound:expr;)*) => {
        for part in Part::ALL {
            let shape = <$shape<() $(, $len)?> as Shape<()>>::NAME;
            $table.row(&format!("{}, {shape}", part.name()), |name| Row {
                name,
                timers: [
                    Some(timer::<Raw, $shape<<Raw as Library>::Py $(, $len)?>>(part)),
                    Some(timer::<Gilref, $shape<<Gilref as Library>::Py $(, $len)?>>(part)),
                    Some(timer::<ForPyO3, $shape<<ForPyO3 as Library>::Py $(, $len)?>>(part)),
                    Some(timer::<PyO3, $shape<<PyO3 as Library>::Py $(, $len)?>>(part)),
                ],
                bounds: match part {
                    $(Part::$part => vec![($ratio, $bound)],)*
                    #[allow(unreachable_patterns)]
                    _ => Vec::new(),
                },
            });
        }
    };
}

pub(super) fn rows(table: &mut Table) {
    subject!(table, One;
        Clone: FOR_PYO3, 1.1;
        DropRef: TO_PYO3, 1.05;
        CloneAndDrop: FOR_PYO3, if cfg!(Py_3_12) { 1.2 } else { 4.0 };
    );
    subject!(table, Many, 1_000; Clone: TO_RAW, 1.1; DropRef: TO_RAW, 1.05;);
    subject!(table, Many, 1_000_000; Clone: TO_RAW, 1.1;);
    subject!(table, Eight; Clone: TO_RAW, 1.1; DropRef: TO_RAW, 1.05;);
    subject!(table, Choice; Clone: TO_RAW, 1.1;);
    subject!(table, Nested; Clone: TO_RAW, 1.1;);
    subject!(table, Named;);
    subject!(table, MostlyPlain; Clone: TO_PYO3, 1.1;);
    table.row("`Bound`: clone and drop", bound);
}

fn bound(name: String) -> Row {
    const COUNT: usize = 4_000;
    // Each library's own type, and so no trait for it.
    macro_rules! timer {
        ($library:ty, $bind:expr) => {
            Some(Box::new(|| {
                <$library>::attach(|token| {
                    let object = <$library>::new(token);
                    let bound = $bind(&object, token);
                    let start = Instant::now();
                    for _ in 0..COUNT {
                        drop(black_box(black_box(bound).clone()));
                    }
                    each(start.elapsed(), COUNT)
                })
            }) as Timer)
        };
    }
    let raw = || {
        Raw::attach(|token| {
            let object = Raw::new(token);
            let start = Instant::now();
            for _ in 0..COUNT {
                black_box(black_box(&object).copy(token)).release(token);
            }
            let time = start.elapsed();
            object.release(token);
            each(time, COUNT)
        })
    };
    Row {
        name,
        timers: [
            Some(Box::new(raw)),
            timer!(Gilref, gilref::Py::bind),
            // It hands out PyO3's.
            None,
            timer!(PyO3, pyo3::Py::bind),
        ],
        bounds: vec![(TO_RAW, 1.1), (TO_PYO3, 1.1)],
    }
}
