//! Attributes do what they say, and wrong ones are told so by name.

use super::{body, errors, impls};

#[track_caller]
fn on_field(attribute: &str, expected: &[&str]) {
    let source = format!("struct S {{ {attribute} a: u8 }}");
    assert_eq!(errors(&source), expected, "{attribute}");
    assert_eq!(impls(&source), 1, "a stub for {attribute}");
}

#[track_caller]
fn on_type(attribute: &str, expected: &[&str]) {
    let source = format!("{attribute} struct S {{ a: u8 }}");
    assert_eq!(errors(&source), expected, "{attribute}");
}

const FIELD: &str = "`clone`, `default` or `with = path::to::function`";
const TYPE: &str = "`attach`, `bound = \"T: Trait\"`, `crate = \"path::to::gilref\"`, `from_py_object` or `into_py_object`";

#[test]
fn each_field_attribute_changes_one_expression() {
    assert_eq!(
        body("struct S(#[gil_clone(clone)] A);"),
        "{Self{0:<AasClone>::clone(&self.0),}}"
    );
    assert_eq!(
        body("struct S(#[gil_clone(default)] A);"),
        "{Self{0:<AasDefault>::default(),}}"
    );
    assert_eq!(
        body("struct S(#[gil_clone(with = <A as B>::f::<u8, u8>,)] A);"),
        "{Self{0:match(&self.0,::gilref::GilToken::python(__py)){\
         (__field,__token)=><AasB>::f::<u8,u8>(__field,::core::convert::Into::into(__token)),},}}"
    );
}

#[test]
fn crate_changes_the_path_of_the_runtime() {
    assert_eq!(
        body("#[gil_clone(crate = \"crate::py\")] struct S(A);"),
        "{Self{0:<Aascrate::py::GilClone>::clone_ref(&self.0,__py),}}"
    );
}

#[test]
fn unknown_names_get_a_suggestion_or_the_list() {
    on_field(
        "#[gil_clone(cloned)]",
        &["unknown attribute `cloned`; did you mean `clone`?"],
    );
    on_field(
        "#[gil_clone(Clone)]",
        &["unknown attribute `Clone`; did you mean `clone`?"],
    );
    on_field(
        "#[gil_clone(wiht = f)]",
        &["unknown attribute `wiht`; did you mean `with`?"],
    );
    on_field(
        "#[gil_clone(r#clone)]",
        &["unknown attribute `r#clone`; did you mean `clone`?"],
    );
    on_type(
        "#[gil_clone(krate = \"x\")]",
        &["unknown attribute `krate`; did you mean `crate`?"],
    );
    on_field(
        "#[gil_clone(skip)]",
        &[&format!("unknown attribute `skip`; expected {FIELD}")],
    );
    on_type(
        "#[gil_clone(serialize = 3)]",
        &[&format!("unknown attribute `serialize`; expected {TYPE}")],
    );
}

#[test]
fn a_name_at_the_wrong_place_is_told_its_own() {
    on_type(
        "#[gil_clone(clone)]",
        &["`clone` belongs on a field, not on the type"],
    );
    on_field(
        "#[gil_clone(bound = \"\")]",
        &["`bound` belongs on the type, not on a field"],
    );
    on_field(
        "#[gil_clone(crate = \"x\")]",
        &["`crate` belongs on the type, not on a field"],
    );
    assert_eq!(
        errors("enum E { #[gil_clone(clone)] A(u8) }"),
        ["`#[gil_clone]` belongs on the type or on a field, not on a variant"]
    );
    assert_eq!(
        errors("struct S<#[gil_clone(clone)] T, #[gil_clone] 'a>(&'a T);"),
        ["`#[gil_clone]` belongs on the type or on a field, not on a generic parameter"; 2]
    );
}

#[test]
fn a_second_attribute_of_one_field_is_refused() {
    on_field("#[gil_clone(clone, clone)]", &["duplicate `clone`"]);
    on_field(
        "#[gil_clone(clone)] #[gil_clone(clone)]",
        &["duplicate `clone`"],
    );
    on_type(
        "#[gil_clone(bound = \"\", bound = \"\")]",
        &["duplicate `bound`"],
    );
    on_field(
        "#[gil_clone(clone, default)]",
        &["`default` conflicts with `clone`: a field is cloned in one way"],
    );
    on_field(
        "#[gil_clone(with = f)] #[gil_clone(clone)]",
        &["`clone` conflicts with `with`: a field is cloned in one way"],
    );
}

#[test]
fn values_are_given_where_they_are_taken() {
    on_field("#[gil_clone(clone = 1)]", &["`clone` takes no value"]);
    on_field("#[gil_clone(default(1))]", &["`default` takes no value"]);
    on_field(
        "#[gil_clone(clone default)]",
        &["expected `,` after `clone`"],
    );
    for missing in ["with", "with =", "with(f)", "with f"] {
        on_field(
            &format!("#[gil_clone({missing})]"),
            &["`with` needs a value, as in `with = path::to::function`"],
        );
    }
    on_type(
        "#[gil_clone(bound)]",
        &["`bound` needs a value, as in `bound = \"T: Trait\"`"],
    );
    on_type(
        "#[gil_clone(crate)]",
        &["`crate` needs a value, as in `crate = \"path::to::gilref\"`"],
    );
}

#[test]
fn values_of_the_wrong_kind_are_refused() {
    on_field(
        "#[gil_clone(with = \"f\")]",
        &["`with` takes a path without quotes, as in `with = path::to::function`"],
    );
    for wrong in ["|a, b| a", "3 + 4", "f()", "::", "a b", "[]", "f::<"] {
        on_field(
            &format!("#[gil_clone(with = {wrong})]"),
            &["`with` takes a path to a function, as in `with = path::to::function`"],
        );
    }
    on_type(
        "#[gil_clone(crate = gilref)]",
        &["`crate` takes a string that holds a path, as in `crate = \"path::to::gilref\"`"],
    );
    on_type(
        "#[gil_clone(crate = \"a b\")]",
        &["`crate` must hold a path, as in `crate = \"path::to::gilref\"` (unexpected token)"],
    );
    on_type(
        "#[gil_clone(bound = T)]",
        &["`bound` takes a string that holds where predicates, as in `bound = \"T: Trait\"`"],
    );
    on_type(
        "#[gil_clone(bound = \"T\")]",
        &["`bound` must hold where predicates, as in `bound = \"T: Trait\"` (expected `:`)"],
    );
}

#[test]
fn an_attribute_without_arguments_is_refused() {
    for bare in [
        "#[gil_clone]",
        "#[gil_clone = 1]",
        "#[gil_clone[clone]]",
        "#[gil_clone{clone}]",
    ] {
        on_field(
            bare,
            &[&format!("expected `#[gil_clone(..)]` with {FIELD}")],
        );
        on_type(bare, &[&format!("expected `#[gil_clone(..)]` with {TYPE}")]);
    }
    on_field("#[gil_clone()]", &[&format!("expected {FIELD}")]);
    on_type("#[gil_clone()]", &[&format!("expected {TYPE}")]);
    on_field(
        "#[gil_clone(+, 3)]",
        &[&format!("expected {FIELD}"), &format!("expected {FIELD}")],
    );
    on_field("#[gil_clone(,)]", &[&format!("expected {FIELD}")]);
}

#[test]
fn a_trailing_comma_is_fine() {
    on_field("#[gil_clone(clone,)]", &[]);
    on_type("#[gil_clone(bound = \"\",)]", &[]);
}

#[test]
fn other_attributes_are_not_ours() {
    on_field("#[serde(clone = 1)] #[doc = \"x\"]", &[]);
}

#[test]
fn all_errors_of_one_type_come_together() {
    assert_eq!(
        errors(
            "#[gil_clone(clone)] #[repr(packed)] struct S<#[gil_clone] T> {
                #[gil_clone(foo)] a: T,
                #[gil_clone(with)] b: T,
            }"
        )
        .len(),
        5
    );
}
