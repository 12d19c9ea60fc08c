//! `impl FromPyObject` and `impl IntoPyObject for &Type`: the conversions of a PyO3 class, for
//! `#[gil_clone(from_py_object, into_py_object)]`. PyO3 itself writes them for classes with `Clone`
//! only.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::ast::Input;
use crate::errors::Errors;
use crate::runtime::Runtime;
use crate::tokens::Tokens;

/// Reports types for which PyO3 has no class or no conversion, as far as the tokens show it. The
/// bounds of the impls find the rest.
pub(super) fn check(input: &Input, errors: &mut Errors) {
    for (attribute, refusal) in [
        (&input.attributes.from_py_object, refuse_from(input)),
        (&input.attributes.into_py_object, refuse_into(input)),
    ] {
        if let (Some(attribute), Some(refusal)) = (attribute, refusal) {
            errors.at(attribute, format_args!("`{attribute}` {refusal}"));
        }
    }
}

fn refuse_from(input: &Input) -> Option<&'static str> {
    refuse_both(input).or(has_option(input, "from_py_object").then_some(
        "is in `#[pyclass(..)]` too, where PyO3 writes it by `Clone`: take it out there",
    ))
}

fn refuse_into(input: &Input) -> Option<&'static str> {
    refuse_both(input).or(has_option(input, "extends").then_some(
        "can't be on a class with `extends`: an object of it needs a value of the base class too",
    ))
}

fn refuse_both(input: &Input) -> Option<&'static str> {
    if !cfg!(feature = "pyo3") {
        Some("needs gilref's feature `pyo3`")
    } else if !input.generics.parameters.is_empty() {
        Some("can't be on a generic type: PyO3 has no generic classes")
    } else {
        None
    }
}

fn has_option(input: &Input, option: &str) -> bool {
    let mut options = input.attributes.class_options.iter();
    options.any(|word| word == option)
}

/// Writes the impls that are asked for and not refused.
pub(super) fn write(input: &Input) -> TokenStream {
    let attributes = &input.attributes;
    let place = |attribute: &Option<Ident>, refusal: Option<_>| match (attribute, refusal) {
        (Some(attribute), None) => Some(attribute.span()),
        _ => None,
    };
    let from = place(&attributes.from_py_object, refuse_from(input));
    let into = place(&attributes.into_py_object, refuse_into(input));
    let bound = match (from, into) {
        (_, Some(here)) => bound(input, "IntoObject", here),
        (Some(here), None) => bound(input, "Class", here),
        (None, None) => return TokenStream::new(),
    };
    let ident = &input.ident;
    let runtime = Runtime(attributes);

    let from = from.map(|here| {
        quote_spanned! {here=>
            #[automatically_derived]
            impl<'a, 'py> #runtime::__private::pyo3::FromPyObject<'a, 'py> for #ident
            where
                #bound,
            {
                type Error = #runtime::__private::pyo3::pyclass::PyClassGuardError<'a, 'py>;

                fn extract(
                    object: #runtime::__private::pyo3::Borrowed<
                        'a, 'py, #runtime::__private::pyo3::PyAny,
                    >,
                ) -> ::core::result::Result<Self, Self::Error> {
                    #runtime::__private::Class::copy_from_object(object)
                }
            }
        }
    });
    let into = into.map(|here| {
        quote_spanned! {here=>
            #[automatically_derived]
            impl<'py> #runtime::__private::pyo3::IntoPyObject<'py> for &#ident
            where
                #bound,
            {
                type Target = #ident;
                type Output = #runtime::__private::pyo3::Bound<'py, #ident>;
                type Error = #runtime::__private::pyo3::PyErr;

                fn into_pyobject(
                    self,
                    py: #runtime::__private::pyo3::Python<'py>,
                ) -> ::core::result::Result<Self::Output, Self::Error> {
                    #runtime::__private::IntoObject::copy_into_object(self, py)
                }
            }
        }
    });
    quote!(#from #into)
}

/// `Type: Trait`, all of it at one place.
///
/// If the type is no class, the compiler reports the bound at that place, and does not report the
/// body. Two equal bounds with the same span give only one error.
fn bound(input: &Input, name: &str, here: Span) -> TokenStream {
    let mut bound = Tokens::default();
    let mut ident = input.ident.clone();
    ident.set_span(ident.span().located_at(here));
    bound.push(ident);
    bound.sign(':', here);
    Runtime(&input.attributes).append("__private", here, &mut bound);
    bound.path(&[name], here);
    quote!(#bound)
}
