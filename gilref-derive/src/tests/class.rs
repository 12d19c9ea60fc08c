//! The attributes that write more than `GilClone`: for PyO3's classes, and for bounds on `Clone`.

use quote::ToTokens;
use syn::Item;

use super::{compact, errors, expand};

/// The traits that are implemented, each with its type.
fn impls(source: &str) -> Vec<String> {
    expand(source)
        .items
        .into_iter()
        .filter_map(|item| match item {
            Item::Impl(item) => {
                let (trait_path, _) = item.trait_?;
                let name = trait_path.segments.last()?.ident.to_string();
                Some(format!(
                    "{name} for {}",
                    compact(item.self_ty.to_token_stream())
                ))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn attach_adds_a_clone() {
    assert_eq!(
        impls("#[gil_clone(attach)] struct S(A);"),
        ["GilClone for S", "Clone for S"]
    );
}

#[test]
fn the_stub_of_a_refused_type_has_a_clone_too() {
    assert_eq!(
        impls("#[gil_clone(attach)] struct S(#[gil_clone(colne)] A);"),
        ["GilClone for S", "Clone for S"]
    );
}

#[cfg(not(feature = "pyo3"))]
#[test]
fn without_the_feature_the_attributes_say_so() {
    assert_eq!(
        errors("#[gil_clone(from_py_object, into_py_object)] struct S(A);"),
        [
            "`from_py_object` needs gilref's feature `pyo3`",
            "`into_py_object` needs gilref's feature `pyo3`",
        ]
    );
}

#[cfg(feature = "pyo3")]
mod with_pyo3 {
    use super::{errors, impls};

    #[test]
    fn each_attribute_adds_one_impl() {
        for (attributes, added) in [
            ("from_py_object", &["FromPyObject for S"][..]),
            ("into_py_object", &["IntoPyObject for &S"]),
            (
                "into_py_object, from_py_object",
                &["FromPyObject for S", "IntoPyObject for &S"],
            ),
        ] {
            let source = format!("#[gil_clone({attributes})] enum S {{ A, B(C) }}");
            assert_eq!(errors(&source), [""; 0], "{attributes}");
            assert_eq!(impls(&source)[1..], *added, "{attributes}");
        }
    }

    #[test]
    fn generic_types_are_refused() {
        for generics in ["T", "'a", "const N: usize"] {
            let source =
                format!("#[gil_clone(from_py_object, into_py_object)] struct S<{generics}>(A);");
            assert_eq!(
                errors(&source),
                [
                    "`from_py_object` can't be on a generic type: PyO3 has no generic classes",
                    "`into_py_object` can't be on a generic type: PyO3 has no generic classes",
                ],
            );
            assert_eq!(impls(&source).len(), 1);
        }
    }

    #[test]
    fn what_a_class_below_the_derive_contradicts_is_refused() {
        for pyclass in ["pyclass", "pyo3::pyclass", "::pyo3::pyclass"] {
            let source = format!(
                "#[gil_clone(from_py_object, into_py_object)]
                 #[{pyclass}(frozen, from_py_object, extends = a::Base, name = \"extends\")]
                 struct S(A);"
            );
            assert_eq!(
                errors(&source),
                [
                    "`from_py_object` is in `#[pyclass(..)]` too, where PyO3 writes it by `Clone`: \
                     take it out there",
                    "`into_py_object` can't be on a class with `extends`: an object of it needs a value \
                     of the base class too",
                ],
            );
            assert_eq!(impls(&source).len(), 1);
        }
    }

    #[test]
    fn what_does_not_contradict_is_accepted() {
        for pyclass in [
            "",
            "#[pyclass]",
            "#[pyclass()]",
            "#[pyclass(frozen, skip_from_py_object, name = \"from_py_object\")]",
            "#[other::attribute(extends, from_py_object)]",
            "#[doc = \"extends\"]",
        ] {
            let source =
                format!("#[gil_clone(from_py_object, into_py_object)] {pyclass} struct S(A);");
            assert_eq!(errors(&source), [""; 0], "{pyclass}");
            assert_eq!(impls(&source).len(), 3, "{pyclass}");
        }
    }
}
