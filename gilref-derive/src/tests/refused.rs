//! Refused types: each gives one error, and a stub impl prevents further errors.

use super::{derive, errors, expand, impls, text};
use crate::impls::gil_clone::GilClone;

#[test]
fn unions_are_refused() {
    let source = "union U { a: u8 }";
    assert_eq!(
        errors(source),
        [
            "GilClone can't be derived for a union: which of its fields to clone isn't known; \
             put `#[gil_clone(clone)]` on the union if it has `Clone`, or implement it by hand"
        ]
    );
    assert_eq!(impls(source), 1);
}

#[test]
fn packed_types_are_refused() {
    for repr in ["packed", "C, packed", "packed(2)", "C, packed(4)"] {
        let source = format!("#[repr({repr})] struct S {{ a: u8 }}");
        assert_eq!(
            errors(&source),
            [
                "GilClone can't be derived for a packed type: references to its fields may be unaligned; \
                 put `#[gil_clone(clone)]` on the type if it has `Clone`, or implement it by hand"
            ],
        );
        assert_eq!(impls(&source), 1);
    }
    assert_eq!(errors("#[repr(C, align(8))] struct S { a: u8 }"), [""; 0]);
}

#[test]
fn unsized_tails_are_refused_without_a_stub() {
    let cases = [
        ("[u8]", "`Arc` or `Box`"),
        ("str", "`Arc` or `Box`"),
        ("(str)", "`Arc` or `Box`"),
        ("dyn Send + 'static", "`Arc`"),
    ];
    for (tail, pointer) in cases {
        let source = format!("struct S {{ a: u8, b: {tail} }}");
        assert_eq!(
            errors(&source),
            [format!(
                "GilClone can't be derived for a type with a dynamically sized field: \
                 a clone is returned by value; put the field behind {pointer}"
            )],
        );
        // The trait asks for `Sized`: a stub would be an error of its own.
        assert_eq!(impls(&source), 0);
    }
}

#[test]
fn of_unsized_fields_elsewhere_the_compiler_speaks() {
    for source in [
        "struct S { a: str, b: u8 }",
        "struct S(dyn Send, [u8; 1]);",
        "enum E { A([u8]) }",
    ] {
        assert_eq!(errors(source), [""; 0]);
        assert_eq!(impls(source), 1, "a stub");
    }
}

#[test]
fn a_mutable_reference_is_refused_unless_an_attribute_says_what_to_do() {
    let source = "struct S<'a, T> { a: &'a mut T, #[gil_clone(with = f)] b: &'a mut T }";
    assert_eq!(
        errors(source),
        [
            "a mutable reference can't be cloned: it is the only one to its target; \
             hold the value itself, or share it behind `Arc`"
        ]
    );
    assert_eq!(impls(source), 1);
}

#[test]
fn a_wrong_crate_path_leaves_no_stub() {
    assert_eq!(impls("#[gil_clone(crate = \"\")] struct S;"), 0);
    assert_eq!(impls("#[gil_clone(crate = \"x\", clone)] struct S;"), 1);
}

#[test]
fn the_stub_keeps_the_generics_and_drops_the_fields() {
    let file = expand(
        "struct S<'a, T: Copy + 'a, const N: usize = 3>(#[gil_clone] &'a [T; N]) where T: Eq;",
    );
    let text = prettyplease::unparse(&file);
    assert!(
        text.contains("impl<'a, T: Copy + 'a, const N: usize> ::gilref::GilClone for S<'a, T, N>\nwhere\n    T: Eq,"),
        "{text}"
    );
    assert!(text.contains("::core::unreachable!()"), "{text}");
}

/// The compiler has reported them: it parses the type before it runs the macro.
#[test]
fn syntax_errors_in_fields_are_left_to_the_compiler() {
    for fields in [
        "([u8; ])",
        "{ a: }",
        "{ a }",
        "{ a, b: u8 }",
        "{ a: Vec< }",
        "{ a: Vec<u8>> }",
        "{ a: u8 b: u8 }",
        "{ : u8 }",
        "(u8 u8)",
    ] {
        let source = format!("struct S<T> {fields} where T: Copy;");
        let source = source.replace("} where T: Copy;", "}");
        assert_eq!(errors(&source), [""; 0], "{source}");
        assert_eq!(impls(&source), 1, "{source}");
        assert!(
            text(&source).contains("const {"),
            "a stub that can't be built: {source}"
        );
    }
    assert_eq!(errors("enum E { A(u8), B { a } }"), [""; 0]);
    // The derive still reports its own errors.
    assert_eq!(errors("struct S { #[gil_clone(x)] a: u8, b: }").len(), 1);
}

#[test]
fn what_is_no_type_gives_only_an_error() {
    for source in [
        "",
        "fn f() {}",
        "struct",
        "struct S<",
        "struct S<T: >>",
        "42",
        "struct S where",
    ] {
        let Ok(tokens) = source.parse() else { continue };
        let file: syn::File = syn::parse2(derive::<GilClone>(tokens)).unwrap();
        assert!(!file.items.is_empty(), "{source}");
    }
}
