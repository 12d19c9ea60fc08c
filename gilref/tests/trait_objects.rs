//! What `gil_clone_trait_object!` promises: boxed objects are cloned as the types behind them are, in a crate that forbids
//! unsafe code and has no prelude.
#![cfg(feature = "derive")]
#![forbid(unsafe_code)]

use std::fmt::Debug;
use std::marker::PhantomData;

use gilref::types::PyAny;
use gilref::{DynGilClone, GilClone, GilDrop, Py, Python};

trait Stage: DynGilClone {
    fn references(&self) -> usize;
    fn object(&self) -> Option<&Py<PyAny>>;
}
gilref::gil_clone_trait_object!(Stage);

#[derive(GilClone)]
struct Call(String, Py<PyAny>);

#[derive(GilClone)]
struct Nothing;

#[derive(GilClone)]
struct Nested {
    stages: Vec<Box<dyn Stage>>,
    spare: Option<Box<dyn Stage + Send + Sync>>,
}

impl Stage for Call {
    fn references(&self) -> usize {
        self.0.len()
    }
    fn object(&self) -> Option<&Py<PyAny>> {
        Some(&self.1)
    }
}

impl Stage for Nothing {
    fn references(&self) -> usize {
        0
    }
    fn object(&self) -> Option<&Py<PyAny>> {
        None
    }
}

impl Stage for Nested {
    fn references(&self) -> usize {
        let spare = self.spare.iter().map(|stage| stage.references());
        self.stages
            .iter()
            .map(|stage| stage.references())
            .chain(spare)
            .sum()
    }
    fn object(&self) -> Option<&Py<PyAny>> {
        self.stages.iter().find_map(|stage| stage.object())
    }
}

/// Everything the macro can be given.
mod generic {
    use gilref::DynGilClone;

    pub(crate) trait One<T>: DynGilClone {
        fn get(&self) -> T;
    }
    gilref::gil_clone_trait_object!(<T> One<T>);

    pub(crate) trait Many<'a, K: 'a, V, const N: usize>: DynGilClone
    where
        K: Ord,
    {
        type Out;
    }
    gilref::gil_clone_trait_object!(<'a, K: Ord + Into<Option<Vec<u8>>>, V, Out, const N: usize> Many<'a, K, V, N, Out = Out> where V: Ord, K: 'a);
    pub(crate) trait Nested<T>: DynGilClone {}
    gilref::gil_clone_trait_object!(<T: AsRef<Vec<u8>>> self::Nested<Vec<T>>);
}

/// Names of the prelude that mean something else.
mod without_prelude {
    #![no_implicit_prelude]
    #![allow(dead_code, reason = "they are in the way of the expansion")]

    struct Box;
    struct Send;
    struct Sync;
    trait GilClone {}

    pub(crate) trait Bare: ::gilref::DynGilClone {}
    ::gilref::gil_clone_trait_object!(Bare);
    impl Bare for super::Nothing {}
}

fn attached(f: impl FnOnce(Python<'_>)) {
    Python::initialize();
    Python::attach(f);
}

#[test]
fn an_object_is_cloned_as_the_type_behind_it() {
    attached(|py| {
        let object = py.eval("object()", None, None).unwrap().unbind();
        let call = || Call(String::from("four"), object.clone_ref(py));
        let original: Box<dyn Stage> = Box::new(Nested {
            stages: vec![Box::new(call()), Box::new(Nothing), Box::new(call())],
            spare: Some(Box::new(call())),
        });
        assert_eq!(object.refcnt(py), 4);

        let copy = original.clone_ref(py);

        assert_eq!(copy.references(), 12);
        assert_eq!(object.refcnt(py), 7);
        assert!(copy.object().unwrap().is(&object));
        drop(original);
        assert_eq!(copy.references(), 12);
        copy.drop_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}

#[test]
fn an_object_that_borrows_is_cloned_too() {
    struct Borrows<'a>(&'a str);
    impl GilClone for Borrows<'_> {
        fn clone_ref<'py>(&self, _py: impl gilref::GilToken<'py>) -> Self {
            Borrows(self.0)
        }
    }
    impl<'a> generic::One<&'a str> for Borrows<'a> {
        fn get(&self) -> &'a str {
            self.0
        }
    }
    attached(|py| {
        let text = String::from("text");
        let original: Box<dyn generic::One<&str> + '_> = Box::new(Borrows(&text));
        assert_eq!(original.clone_ref(py).get(), "text");
    });
}

#[cfg(feature = "pyo3")]
#[test]
fn pyo3_s_token_serves_as_well() {
    attached(|py| {
        let theirs = pyo3::Python::from(py);
        let original: Box<dyn Stage + Send> = Box::new(Nothing);
        assert_eq!(original.clone_ref(theirs).references(), 0);
    });
}

#[test]
fn each_form_of_a_generic_trait_is_taken() {
    fn is_gil_clone<T: GilClone + GilDrop>(_: PhantomData<T>) {}
    fn forms<'a, T: AsRef<Vec<u8>>, K: Ord + Into<Option<Vec<u8>>> + 'a, V: Ord + Debug>() {
        is_gil_clone(PhantomData::<Box<dyn generic::One<T>>>);
        is_gil_clone(PhantomData::<Box<dyn generic::One<T> + Send>>);
        is_gil_clone(PhantomData::<Box<dyn generic::One<T> + Sync + 'a>>);
        is_gil_clone(PhantomData::<Box<dyn generic::One<T> + Send + Sync>>);
        is_gil_clone(PhantomData::<Box<dyn generic::Many<'a, K, V, 3, Out = T>>>);
        is_gil_clone(PhantomData::<Box<dyn generic::Nested<Vec<T>>>>);
        is_gil_clone(PhantomData::<Box<dyn without_prelude::Bare + Send>>);
    }
    let _ = forms::<Vec<u8>, Vec<u8>, u8>;
}
