//! Instructions of the short operations, counted by valgrind: `.ci/instructions`.
//!
//! A clock on a busy machine can't see a change of a tenth; the count can. Each benchmark runs its
//! operation a hundred times, and fails a twentieth above the number that stands over it: what was
//! counted on CPython 3.11. Where a change makes an operation cheaper, lower the number.
//!
//! Counted is what runs between the benchmark's function and its return, also in libpython. What
//! `setup` does is not.

#![allow(missing_docs, reason = "what gungraun's macros write has none")]

use std::hint::black_box;

use gilref::types::PyAny;
use gilref::{Bound, GilClone, GilDrop, Py, Python, pool};
use gilref_benchmarks::libraries::{ForPyO3, Gilref, Library};
use gilref_benchmarks::subjects::{Eight, Many, Nested, One, Shape};
use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};

/// How often each benchmark runs its operation.
const TIMES: usize = 100;

/// What was counted for all of [`TIMES`]. Fails a twentieth above it.
fn counted(instructions: u64) -> LibraryBenchmarkConfig {
    let ceiling = instructions + instructions / 20;
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::default().hard_limits([(EventKind::Ir, ceiling)]));
    config
}

/// A token that lives as long as the process: it is attached and stays so.
fn attached() -> Python<'static> {
    Python::initialize();
    // SAFETY: the interpreter is initialized.
    unsafe { pyo3_ffi::PyGILState_Ensure() };
    // SAFETY: attached by the line above, which nobody takes back.
    unsafe { Python::assume_attached() }
}

/// Something to copy, and a vector with room for the copies.
struct Copying<S> {
    subject: S,
    copies: Vec<S>,
    py: Python<'static>,
}

fn copying<S: Shape<Py<PyAny>> + GilClone>() -> Copying<S> {
    let py = attached();
    let subject = S::build(&mut || Gilref::new(py));
    // Warms up what is looked up or allocated once.
    drop(subject.clone_ref(py));
    Copying {
        subject,
        copies: Vec::with_capacity(TIMES),
        py,
    }
}

/// Copies to drop, of an original that stays.
fn copies<S: Shape<Py<PyAny>> + GilClone>() -> Copying<S> {
    let mut copying = copying::<S>();
    clone_all(&mut copying);
    copying
}

#[inline]
fn clone_all<S: GilClone>(of: &mut Copying<S>) {
    let subject = black_box(&of.subject);
    of.copies
        .extend((0..TIMES).map(|_| subject.clone_ref(of.py)));
}

/// What a benchmark returns is dropped outside of it.
#[inline]
fn cloned<S: GilClone>(mut of: Copying<S>) -> Copying<S> {
    clone_all(&mut of);
    of
}

#[inline]
fn dropped<S>(mut of: Copying<S>) -> Copying<S> {
    of.copies.clear();
    of
}

#[inline]
fn released<S: GilDrop>(mut of: Copying<S>) -> Copying<S> {
    let py = of.py;
    of.copies.drain(..).for_each(|copy| copy.drop_ref(py));
    of
}

type Ref = One<Py<PyAny>>;
type Struct = Eight<Py<PyAny>>;
type Thousand = Many<Py<PyAny>, 1_000>;
type Tree = Nested<Py<PyAny>>;

#[library_benchmark(config = counted(482))]
#[bench::of_one(setup = copying)]
fn clone_one(of: Copying<Ref>) -> Copying<Ref> {
    cloned(of)
}

#[library_benchmark(config = counted(4_736))]
#[bench::of_one(setup = copies)]
fn drop_one(of: Copying<Ref>) -> Copying<Ref> {
    dropped(of)
}

#[library_benchmark(config = counted(667))]
#[bench::of_one(setup = copies)]
fn release_one(of: Copying<Ref>) -> Copying<Ref> {
    released(of)
}

#[library_benchmark(config = counted(2_872))]
#[bench::of_eight(setup = copying)]
fn clone_eight(of: Copying<Struct>) -> Copying<Struct> {
    cloned(of)
}

#[library_benchmark(config = counted(35_933))]
#[bench::of_eight(setup = copies)]
fn drop_eight(of: Copying<Struct>) -> Copying<Struct> {
    dropped(of)
}

#[library_benchmark(config = counted(3_573))]
#[bench::of_eight(setup = copies)]
fn release_eight(of: Copying<Struct>) -> Copying<Struct> {
    released(of)
}

#[library_benchmark(config = counted(47_376))]
#[bench::of_twenty_five(setup = copies)]
fn release_nested(of: Copying<Tree>) -> Copying<Tree> {
    released(of)
}

#[library_benchmark(config = counted(472_407))]
#[bench::of_a_thousand(setup = copying)]
fn clone_thousand(of: Copying<Thousand>) -> Copying<Thousand> {
    cloned(of)
}

#[library_benchmark(config = counted(622_553))]
#[bench::of_a_thousand(setup = copies)]
fn release_thousand(of: Copying<Thousand>) -> Copying<Thousand> {
    released(of)
}

fn bound() -> Bound<'static, PyAny> {
    let py = attached();
    Gilref::new(py).into_bound(py)
}

#[library_benchmark(config = counted(1_018))]
#[bench::of_one(setup = bound)]
fn clone_and_drop_bound(bound: Bound<'static, PyAny>) -> Bound<'static, PyAny> {
    for _ in 0..TIMES {
        drop(black_box(black_box(&bound).clone()));
    }
    bound
}

type ForPyO3Py = <ForPyO3 as Library>::Py;

fn for_pyo3_copies() -> (ForPyO3Py, Vec<ForPyO3Py>) {
    attached();
    ForPyO3::attach(|py| {
        let object = ForPyO3::new(py);
        let copies = (0..TIMES).map(|_| object.clone_ref(py)).collect();
        (object, copies)
    })
}

#[library_benchmark(config = counted(4_850))]
#[bench::of_one(setup = for_pyo3_copies)]
fn drop_one_for_pyo3((object, mut copies): (ForPyO3Py, Vec<ForPyO3Py>)) -> ForPyO3Py {
    copies.clear();
    object
}

library_benchmark_group!(
    name = references;
    benchmarks =
        clone_one, drop_one, release_one,
        clone_eight, drop_eight, release_eight,
        release_nested, clone_thousand, release_thousand,
        clone_and_drop_bound, drop_one_for_pyo3
);

fn nested() -> Python<'static> {
    let py = attached();
    attach_often::<Gilref>();
    py
}

/// Detached, with an interpreter that has been attached to.
fn outermost() {
    Python::initialize();
    attach_often::<Gilref>();
    attach_often::<ForPyO3>();
}

#[inline]
fn attach_often<L: Library>() {
    for _ in 0..TIMES {
        L::attach(|token| {
            black_box(token);
        });
    }
}

#[library_benchmark(config = counted(4_221))]
#[bench::of_many(setup = nested)]
fn attach_nested(_py: Python<'static>) {
    attach_often::<Gilref>();
}

#[library_benchmark(config = counted(57_921))]
#[bench::on_the_main_thread(setup = outermost)]
fn attach_outermost(_detached: ()) {
    attach_often::<Gilref>();
}

#[library_benchmark(config = counted(73_802))]
#[bench::on_the_main_thread(setup = outermost)]
fn attach_outermost_for_pyo3(_detached: ()) {
    attach_often::<ForPyO3>();
}

#[library_benchmark(config = counted(46_423))]
#[bench::of_many(setup = nested)]
fn detach(py: Python<'static>) {
    for _ in 0..TIMES {
        py.detach(|| {
            black_box(());
        });
    }
}

library_benchmark_group!(
    name = attaching;
    benchmarks = attach_nested, attach_outermost, attach_outermost_for_pyo3, detach
);

/// References to drop on this thread, which is detached and has dropped before.
fn detached_copies() -> Vec<Py<PyAny>> {
    Python::initialize();
    pool::set_drain_thread(None);
    pool::set_nudge(false);
    let copies = || {
        Python::attach(|py| {
            let object = Gilref::new(py);
            (0..TIMES).map(|_| object.clone_ref(py)).collect::<Vec<_>>()
        })
    };
    drop(copies());
    copies()
}

/// An attached thread, and as many references that wait.
fn waiting() -> Python<'static> {
    drop(detached_copies());
    let py = attached();
    assert_eq!(pool::stats().pending, TIMES as u64);
    py
}

#[library_benchmark(config = counted(5_631))]
#[bench::of_many(setup = detached_copies)]
fn drop_detached(mut copies: Vec<Py<PyAny>>) -> Vec<Py<PyAny>> {
    copies.clear();
    copies
}

#[library_benchmark(config = counted(1_134))]
#[bench::of_many(setup = waiting)]
fn drain(py: Python<'static>) -> usize {
    pool::drain(py)
}

library_benchmark_group!(name = deferred; benchmarks = drop_detached, drain);

main!(library_benchmark_groups = references, attaching, deferred);
