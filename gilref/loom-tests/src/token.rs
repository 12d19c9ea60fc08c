//! A token for the gates, which count some threads without a locked instruction when these are attached.

use core::marker::PhantomData;

/// Nobody is attached here, and nobody makes one.
#[derive(Clone, Copy)]
pub(crate) struct Python<'py>(PhantomData<&'py ()>);
