//! Attributes: each has its effect, and a wrong one gives an error that names it.

use super::{body, errors, impls, predicates};

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

const FIELD: &str = "`bound = \"T: Trait\"`, `clone`, `clone_ref`, `default`, `default = path::to::function` or `with = path::to::function`";
const TYPE: &str = "`attach`, `bound = \"T: Trait\"`, `clone`, `crate = path::to::gilref`, `fields = clone`, `from_py_object` or `into_py_object`";

#[test]
fn each_field_attribute_changes_one_expression() {
    assert_eq!(
        body("struct S(#[gil_clone(clone)] A);"),
        "{Self{0:<AasClone>::clone(&self.0),}}"
    );
    assert_eq!(
        body("struct S(#[gil_clone(clone_ref)] A);"),
        "{Self{0:<AasGilClone>::clone_ref(&self.0,__py),}}"
    );
    assert_eq!(
        body("struct S(#[gil_clone(default)] A);"),
        "{Self{0:<AasDefault>::default(),}}"
    );
    assert_eq!(
        body("struct S(#[gil_clone(default = A::<u8>::new)] A);"),
        "{Self{0:::gilref::__private::default_with::<A>(A::<u8>::new),}}"
    );
    assert_eq!(
        body("struct S(#[gil_clone(with = <A as B>::f::<u8, u8>,)] A);"),
        "{Self{0:match&self.0{__field=>{use::gilref::__private::CallWithas_;\
         ::gilref::__private::clone_with::<A,_,_>(<AasB>::f::<u8,u8>).__gilref_call(__field,__py)}},}}"
    );
}

#[test]
fn crate_changes_the_path_of_the_runtime() {
    for value in ["\"crate::py\"", "crate::py"] {
        assert_eq!(
            body(&format!("#[gil_clone(crate = {value})] struct S(A);")),
            "{Self{0:<Aascrate::py::GilClone>::clone_ref(&self.0,__py),}}"
        );
    }
}

#[test]
fn clone_on_a_type_clones_it_as_a_whole() {
    assert_eq!(
        body("#[gil_clone(clone)] struct S { a: A, b: u8 }"),
        "{<SelfasClone>::clone(self)}"
    );
    for source in [
        "#[gil_clone(clone)] enum E { A(X), B }",
        "#[gil_clone(clone)] union U { a: u8 }",
        "#[gil_clone(clone)] #[repr(packed)] struct S(u8);",
        "#[gil_clone(clone)] struct S<'a>(&'a mut u8);",
    ] {
        assert_eq!(body(source), "{<SelfasClone>::clone(self)}");
        assert_eq!(predicates(source), [""; 0]);
    }
    assert_eq!(
        predicates("#[gil_clone(clone)] struct S<T: Tr>(T::Out) where T: Own;"),
        ["T:Own", "Self:Clone"]
    );
    assert_eq!(
        predicates("#[gil_clone(clone)] struct S<const N: usize>([u8; N]);"),
        ["Self:Clone"]
    );
    assert_eq!(
        predicates("#[gil_clone(clone, bound = \"T: Clone\")] struct S<T>(T);"),
        ["T:(Clone)"]
    );
}

#[test]
fn clone_on_a_variant_clones_all_its_fields_by_clone() {
    assert_eq!(
        body("enum E<T> { #[gil_clone(clone)] A(X, u8, Vec<T>), B(X) }"),
        "{matchself{\
         Self::A{0:__self_0,1:__self_1,2:__self_2,}=>Self::A{\
         0:<XasClone>::clone(__self_0),1:*__self_1,2:<Vec<T>asClone>::clone(__self_2),},\
         Self::B{0:__self_0,}=>Self::B{0:<XasGilClone>::clone_ref(__self_0,__py),},}}"
    );
    assert_eq!(
        predicates("enum E<T, U> { #[gil_clone(clone)] A(T), B(U) }"),
        ["T:Clone", "U:GilClone"]
    );
}

#[test]
fn fields_says_how_the_fields_are_cloned_that_say_nothing() {
    let cloned = "{Self{0:<AasClone>::clone(&self.0),1:<BasGilClone>::clone_ref(&self.1,__py),\
                  2:<CasDefault>::default(),3:self.3,}}";
    assert_eq!(
        body(
            "#[gil_clone(fields = clone)] struct S(A, #[gil_clone(clone_ref)] B, #[gil_clone(default)] C, u8);"
        ),
        cloned
    );
    let variants =
        body("#[gil_clone(fields = clone)] enum E { A(A), #[gil_clone(fields = clone_ref)] B(B) }");
    assert!(variants.contains("<AasClone>::clone("), "{variants}");
    assert!(variants.contains("<BasGilClone>::clone_ref("), "{variants}");
    let variant =
        body("enum E { #[gil_clone(fields = clone)] A(A, #[gil_clone(clone_ref)] B), B(B) }");
    assert_eq!(variant.matches("asClone>").count(), 1, "{variant}");
    assert_eq!(
        predicates(
            "#[gil_clone(fields = clone)] struct S<T, U>(Vec<T>, #[gil_clone(clone_ref)] U);"
        ),
        ["T:Clone", "U:GilClone"]
    );
}

#[test]
fn what_contradicts_clone_around_it_is_refused() {
    let below = |keyword: &str, place: &str| {
        format!(
            "`{keyword}` conflicts with `clone` {place}, which clones all in it by `Clone`; \
             for exceptions, write `fields = clone` there"
        )
    };
    for (keyword, argument) in [
        ("clone", "clone"),
        ("clone_ref", "clone_ref"),
        ("default", "default"),
        ("default", "default = f"),
        ("with", "with = f"),
        ("bound", "bound = \"\""),
    ] {
        assert_eq!(
            errors(&format!(
                "#[gil_clone(clone)] struct S(#[gil_clone({argument})] u8);"
            )),
            [below(keyword, "on the type")]
        );
        assert_eq!(
            errors(&format!(
                "enum E {{ #[gil_clone(clone)] A(#[gil_clone({argument})] u8) }}"
            )),
            [below(keyword, "on a variant")]
        );
    }
    assert_eq!(
        errors(
            "#[gil_clone(clone)] enum E { #[gil_clone(clone)] A, #[gil_clone(fields = clone)] B }"
        ),
        [
            below("clone", "on the type"),
            below("fields", "on the type")
        ]
    );
    assert_eq!(
        errors("#[gil_clone(clone, attach)] struct S;"),
        ["`attach` conflicts with `clone`: the one writes `Clone`, the other calls it"]
    );
    assert_eq!(
        errors("#[gil_clone(clone, fields = clone)] struct S;"),
        ["`fields` conflicts with `clone`: all fields are cloned in one way"]
    );
    on_type(
        "#[gil_clone(fields = default)]",
        &["`fields` takes `clone` or `clone_ref`, as in `fields = clone`"],
    );
}

#[test]
fn words_of_other_derives_are_translated() {
    for word in ["skip", "ignore", "default_value"] {
        on_field(
            &format!("#[gil_clone({word})]"),
            &[&format!(
                "unknown attribute `{word}`; gilref calls it `default` or `default = path::to::function`"
            )],
        );
    }
    on_field(
        "#[gil_clone(clone_with = f)]",
        &["unknown attribute `clone_with`; gilref calls it `with = path::to::function`"],
    );
    on_type(
        "#[gil_clone(path = \"x\")]",
        &["unknown attribute `path`; gilref calls it `crate = path::to::gilref`"],
    );
    on_field(
        "#[gil_clone(rename = \"x\")]",
        &[&format!("gilref has no `rename`; expected {FIELD}")],
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
        "#[gil_clone(clone_reff)]",
        &["unknown attribute `clone_reff`; did you mean `clone_ref`?"],
    );
    on_field(
        "#[gil_clone(lock)]",
        &[&format!("unknown attribute `lock`; expected {FIELD}")],
    );
    on_type(
        "#[gil_clone(serialize = 3)]",
        &[&format!("unknown attribute `serialize`; expected {TYPE}")],
    );
}

#[test]
fn a_name_at_the_wrong_place_is_told_its_own() {
    on_type(
        "#[gil_clone(with = f)]",
        &["`with` belongs on a field, not on the type"],
    );
    on_field(
        "#[gil_clone(fields = clone)]",
        &["`fields` belongs on the type or on a variant, not on a field"],
    );
    on_field(
        "#[gil_clone(crate = \"x\")]",
        &["`crate` belongs on the type, not on a field"],
    );
    assert_eq!(
        errors("enum E { #[gil_clone(default)] A(u8) }"),
        ["`default` belongs on a field, not on a variant"]
    );
    assert_eq!(
        errors("struct S<#[gil_clone(clone)] T, #[gil_clone] 'a>(&'a T);"),
        ["`#[gil_clone]` belongs on the type, on a variant or on a field, not on a generic parameter";
            2]
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
    on_field("#[gil_clone(clone(1))]", &["`clone` takes no value"]);
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
        &["`crate` needs a value, as in `crate = path::to::gilref`"],
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
    for wrong in ["\"a b\"", "\"\"", "a b", "3", "a::<u8>", "\"\\u{7f}\""] {
        on_type(
            &format!("#[gil_clone(crate = {wrong})]"),
            &["`crate` takes a path, as in `crate = path::to::gilref`"],
        );
    }
    on_type(
        "#[gil_clone(bound = T)]",
        &["`bound` takes a string that holds where predicates, as in `bound = \"T: Trait\"`"],
    );
    on_type(
        "#[gil_clone(bound = \"where T: Copy\")]",
        &["`bound` takes where predicates without the `where`, as in `bound = \"T: Trait\"`"],
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
            "#[gil_clone(cloone)] #[repr(packed)] struct S<#[gil_clone] T> {
                #[gil_clone(foo)] a: T,
                #[gil_clone(with)] b: T,
            }"
        )
        .len(),
        5
    );
}
