//! Subjects of the benchmarks: what is cloned and dropped, from one reference to a million.
//!
//! Each is generic over its reference, so that every library clones the same shape: gilref by its
//! derives, the others by hand, as their users must.

use std::collections::HashMap;

use gilref::{GilClone, GilDrop};

use crate::libraries::{ForPyO3, Gilref, Library, PyO3, Raw, RawToken};

/// What a library does with a subject.
pub trait Subject<L: Library>: Sized {
    /// One more of it.
    fn copy(&self, token: L::Token<'_>) -> Self;

    /// Drops it attached, as `drop` does. The raw functions have no `drop`: they release by hand.
    fn drop_attached(self, token: L::Token<'_>);

    /// Gives back each of its references with the token.
    fn release(self, token: L::Token<'_>);
}

/// What is written by hand for each shape.
pub trait Shape<P>: Sized {
    /// Its name in the table.
    const NAME: &'static str;
    /// How many of it are timed at once: enough to be seen by the clock.
    const COUNT: usize;

    /// One with references that come from `new`.
    fn build(new: &mut dyn FnMut() -> P) -> Self;
    /// A copy, with each reference copied by `copy`.
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self;
    /// Gives each reference to `release`.
    fn release_by_hand(self, release: impl Fn(P));
}

impl<S: Shape<<Raw as Library>::Py>> Subject<Raw> for S {
    #[inline]
    fn copy(&self, token: RawToken<'_>) -> Self {
        self.copy_by_hand(|reference| reference.copy(token))
    }

    #[inline]
    fn drop_attached(self, token: RawToken<'_>) {
        self.release_by_hand(|reference| reference.release(token));
    }

    #[inline]
    fn release(self, token: RawToken<'_>) {
        self.release_by_hand(|reference| reference.release(token));
    }
}

impl<S: Shape<<PyO3 as Library>::Py>> Subject<PyO3> for S {
    #[inline]
    fn copy(&self, py: pyo3::Python<'_>) -> Self {
        self.copy_by_hand(|reference| reference.clone_ref(py))
    }

    #[inline]
    fn drop_attached(self, _py: pyo3::Python<'_>) {
        drop(self);
    }

    #[inline]
    fn release(self, py: pyo3::Python<'_>) {
        self.release_by_hand(|reference| reference.drop_ref(py));
    }
}

impl<S: Shape<<Gilref as Library>::Py> + GilClone + GilDrop> Subject<Gilref> for S {
    #[inline]
    fn copy(&self, py: gilref::Python<'_>) -> Self {
        self.clone_ref(py)
    }

    #[inline]
    fn drop_attached(self, _py: gilref::Python<'_>) {
        drop(self);
    }

    #[inline]
    fn release(self, py: gilref::Python<'_>) {
        self.drop_ref(py);
    }
}

impl<S: Shape<<ForPyO3 as Library>::Py> + GilClone + GilDrop> Subject<ForPyO3> for S {
    #[inline]
    fn copy(&self, py: pyo3::Python<'_>) -> Self {
        self.clone_ref(py)
    }

    #[inline]
    fn drop_attached(self, _py: pyo3::Python<'_>) {
        drop(self);
    }

    #[inline]
    fn release(self, py: pyo3::Python<'_>) {
        self.drop_ref(py);
    }
}

/// One reference.
#[derive(GilClone, GilDrop)]
pub struct One<P>(P);

impl<P> One<P> {
    /// The reference.
    pub fn into_inner(self) -> P {
        self.0
    }
}

impl<P> Shape<P> for One<P> {
    const NAME: &'static str = "one reference";
    const COUNT: usize = 4_000;

    fn build(new: &mut dyn FnMut() -> P) -> Self {
        Self(new())
    }

    #[inline]
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self {
        Self(copy(&self.0))
    }

    #[inline]
    fn release_by_hand(self, release: impl Fn(P)) {
        release(self.0);
    }
}

/// A vector of `LEN` references.
#[derive(GilClone, GilDrop)]
pub struct Many<P, const LEN: usize>(Vec<P>);

impl<P, const LEN: usize> Shape<P> for Many<P, LEN> {
    const NAME: &'static str = match LEN {
        1_000 => "`Vec` of 1,000",
        1_000_000 => "`Vec` of 1,000,000",
        _ => "`Vec`",
    };
    const COUNT: usize = if LEN < 8_000 { 8_000 / LEN } else { 1 };

    fn build(new: &mut dyn FnMut() -> P) -> Self {
        Self((0..LEN).map(|_| new()).collect())
    }

    #[inline]
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self {
        Self(self.0.iter().map(copy).collect())
    }

    #[inline]
    fn release_by_hand(self, release: impl Fn(P)) {
        self.0.into_iter().for_each(release);
    }
}

/// A derived struct.
#[derive(GilClone, GilDrop)]
pub struct Eight<P> {
    a: P,
    b: P,
    c: P,
    d: P,
    e: P,
    f: P,
    g: P,
    h: P,
}

impl<P> Shape<P> for Eight<P> {
    const NAME: &'static str = "derived struct of 8";
    const COUNT: usize = 1_000;

    fn build(new: &mut dyn FnMut() -> P) -> Self {
        Self {
            a: new(),
            b: new(),
            c: new(),
            d: new(),
            e: new(),
            f: new(),
            g: new(),
            h: new(),
        }
    }

    #[inline]
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self {
        Self {
            a: copy(&self.a),
            b: copy(&self.b),
            c: copy(&self.c),
            d: copy(&self.d),
            e: copy(&self.e),
            f: copy(&self.f),
            g: copy(&self.g),
            h: copy(&self.h),
        }
    }

    #[inline]
    fn release_by_hand(self, release: impl Fn(P)) {
        let Self {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
        } = self;
        release(a);
        release(b);
        release(c);
        release(d);
        release(e);
        release(f);
        release(g);
        release(h);
    }
}

/// A derived enum.
#[derive(GilClone, GilDrop)]
pub enum Choice<P> {
    /// No reference.
    Nothing,
    /// A number and a reference.
    Numbered(u64, P),
    /// Two references.
    Pair {
        /// The first.
        left: P,
        /// The second.
        right: P,
    },
}

impl<P> Shape<P> for Choice<P> {
    const NAME: &'static str = "derived enum (2)";
    const COUNT: usize = 2_000;

    fn build(new: &mut dyn FnMut() -> P) -> Self {
        Self::Pair {
            left: new(),
            right: new(),
        }
    }

    #[inline]
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Numbered(number, reference) => Self::Numbered(*number, copy(reference)),
            Self::Pair { left, right } => Self::Pair {
                left: copy(left),
                right: copy(right),
            },
        }
    }

    #[inline]
    fn release_by_hand(self, release: impl Fn(P)) {
        match self {
            Self::Nothing => {}
            Self::Numbered(_, reference) => release(reference),
            Self::Pair { left, right } => [left, right].into_iter().for_each(release),
        }
    }
}

/// Derived types in derived types.
#[derive(GilClone, GilDrop)]
pub struct Nested<P> {
    name: String,
    first: Eight<P>,
    choices: Vec<Choice<P>>,
    last: Option<P>,
}

impl<P> Shape<P> for Nested<P> {
    const NAME: &'static str = "nested derived types (25)";
    const COUNT: usize = 300;

    fn build(new: &mut dyn FnMut() -> P) -> Self {
        Self {
            name: String::from("nested"),
            first: Eight::build(new),
            choices: (0..8).map(|_| Choice::build(new)).collect(),
            last: Some(new()),
        }
    }

    #[inline]
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self {
        let choice = |choice: &Choice<P>| choice.copy_by_hand(&copy);
        Self {
            name: self.name.clone(),
            first: self.first.copy_by_hand(&copy),
            choices: self.choices.iter().map(choice).collect(),
            last: self.last.as_ref().map(&copy),
        }
    }

    #[inline]
    fn release_by_hand(self, release: impl Fn(P)) {
        self.first.release_by_hand(&release);
        let choices = self.choices.into_iter();
        choices.for_each(|choice| choice.release_by_hand(&release));
        self.last.into_iter().for_each(release);
    }
}

/// References by name.
#[derive(GilClone, GilDrop)]
pub struct Named<P>(HashMap<String, P>);

impl<P> Shape<P> for Named<P> {
    const NAME: &'static str = "`HashMap<String, Py>` of 100";
    const COUNT: usize = 20;

    fn build(new: &mut dyn FnMut() -> P) -> Self {
        Self((0..100).map(|n| (format!("name {n}"), new())).collect())
    }

    #[inline]
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self {
        let entry = |(name, reference): (&String, &P)| (name.clone(), copy(reference));
        Self(self.0.iter().map(entry).collect())
    }

    #[inline]
    fn release_by_hand(self, release: impl Fn(P)) {
        self.0.into_values().for_each(release);
    }
}

/// A derived struct that holds far more plain values than references.
#[derive(GilClone, GilDrop)]
pub struct MostlyPlain<P> {
    numbers: HashMap<u64, u64>,
    reference: P,
}

impl<P> Shape<P> for MostlyPlain<P> {
    const NAME: &'static str = "derived, with a `HashMap<u64, u64>` of 1,000";
    const COUNT: usize = 10;

    fn build(new: &mut dyn FnMut() -> P) -> Self {
        Self {
            numbers: (0..1_000).map(|n| (n, n)).collect(),
            reference: new(),
        }
    }

    #[inline]
    fn copy_by_hand(&self, copy: impl Fn(&P) -> P) -> Self {
        Self {
            numbers: self.numbers.clone(),
            reference: copy(&self.reference),
        }
    }

    #[inline]
    fn release_by_hand(self, release: impl Fn(P)) {
        release(self.reference);
    }
}
