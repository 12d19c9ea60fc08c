//! Shapes: the clone of each kind of struct and enum is built in the same form.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::{body, compact, predicates, predicates_by};
use crate::derive::derive;
use crate::impls::gil_clone::GilClone;
use crate::impls::gil_drop::GilDrop;

#[test]
fn structs_are_built_field_by_field() {
    assert_eq!(body("struct S;"), "{Self{}}");
    assert_eq!(body("struct S {}"), "{Self{}}");
    assert_eq!(body("struct S();"), "{Self{}}");
    assert_eq!(
        body("struct S { r#type: A }"),
        "{Self{r#type:<AasGilClone>::clone_ref(&self.r#type,__py),}}"
    );
    assert_eq!(
        body("struct S(A, B);"),
        "{Self{0:<AasGilClone>::clone_ref(&self.0,__py),1:<BasGilClone>::clone_ref(&self.1,__py),}}"
    );
}

#[test]
fn a_keyword_of_some_editions_is_written_as_a_name_of_all() {
    assert_eq!(
        body("struct dyn { gen: A }"),
        "{Self{r#gen:<AasGilClone>::clone_ref(&self.r#gen,__py),}}"
    );
    assert_eq!(
        body("enum E { async, try { await: A } }"),
        "{matchself{Self::r#async{}=>Self::r#async{},\
         Self::r#try{r#await:__self_await,}=>Self::r#try{\
         r#await:<AasGilClone>::clone_ref(__self_await,__py),},}}"
    );
}

#[test]
fn enums_are_built_variant_by_variant() {
    assert_eq!(body("enum E {}"), "{match*self{}}");
    assert_eq!(
        body("enum E { A = 3, }"),
        "{matchself{Self::A{}=>Self::A{},}}"
    );
    assert_eq!(
        body("enum E { A(X), r#fn { r#type: X, #[gil_clone(default)] d: D } }"),
        "{matchself{\
         Self::A{0:__self_0,}=>Self::A{0:<XasGilClone>::clone_ref(__self_0,__py),},\
         Self::r#fn{r#type:__self_type,..}=>Self::r#fn{\
         r#type:<XasGilClone>::clone_ref(__self_type,__py),\
         d:<DasDefault>::default(),},}}"
    );
}

#[test]
fn of_a_name_that_may_be_an_unsized_type_is_asked_where_it_leads() {
    let asked = |ty: &str, is_last: bool| {
        format!(
            "{{use::gilref::__private::SizedFieldas_;\
             <::gilref::__private::Doubtful<{ty},{is_last}>>::cloning()(&self.0,__py)}}"
        )
    };
    for ty in ["Path", "a::Path", "OsStr", "std::ffi::CStr", "core::str"] {
        assert_eq!(
            body(&format!("struct S({ty});")),
            format!("{{Self{{0:{},}}}}", asked(ty, true))
        );
        assert_eq!(
            predicates(&format!("struct S<'a, T>({ty}, &'a T);")),
            [
                "for<'__a>S<'a,T>:::gilref::__private::AssumeSized<'__a>".to_owned(),
                format!("for<'__a>{ty}:::gilref::__private::AssumeSized<'__a>"),
            ]
        );
        assert!(body(&format!("struct S({ty}, u8);")).contains(&asked(ty, false)));
    }
    for ty in [
        "Path<T>",
        "path::Owned",
        "Vec<Path>",
        "Box<str>",
        "<u8 as System>::Path",
    ] {
        let source = format!("struct S({ty});");
        assert!(!body(&source).contains("Doubtful"));
        assert_eq!(predicates(&source), [""; 0]);
    }
    assert_eq!(predicates("struct S<Path>(Path);"), ["Path:GilClone"]);
    assert_eq!(predicates("struct S<T>(T::Path);"), ["T::Path:GilClone"]);
}

#[test]
fn a_field_that_is_not_cloned_by_its_method_is_not_assumed_to_be_sized() {
    for attribute in ["clone", "with = copy", "default"] {
        let source = format!("struct S(#[gil_clone({attribute})] Path);");
        assert_eq!(predicates(&source), [""; 0], "{source}");
    }
    assert_eq!(predicates("#[gil_clone(clone)] struct S(Path);"), [""; 0]);
    assert_eq!(
        predicates_by::<GilDrop>("struct S(#[gil_drop(plain)] Path);"),
        [""; 0]
    );
}

#[test]
fn references_pointers_functions_and_primitives_are_copied() {
    for ty in [
        "&'a T",
        "&'static str",
        "*const T",
        "*mut T",
        "fn(T)",
        "for<'a> fn(&'a T) -> &'a T",
        "unsafe extern \"C\" fn()",
        "Option<fn(T)>",
        "std::option::Option<extern \"C\" fn()>",
        "(&'a T)",
        "Option<(fn())>",
        "u8",
        "bool",
        "usize",
    ] {
        assert_eq!(
            body(&format!("struct S({ty});")),
            "{Self{0:self.0,}}",
            "{ty}"
        );
        assert_eq!(
            body(&format!("enum E {{ A({ty}) }}")),
            "{matchself{Self::A{0:__self_0,}=>Self::A{0:*__self_0,},}}",
            "{ty}"
        );
    }
}

/// `macro_rules!` wraps a `$t:ty` in a group without delimiters.
#[test]
fn invisible_groups_change_nothing() {
    let grouped = |tokens: TokenStream| TokenTree::Group(Group::new(Delimiter::None, tokens));
    for (ty, expected) in [
        (quote!(&'static u8), "0:self.0,"),
        (quote!(fn(u8)), "0:self.0,"),
        (quote!(Vec<T>), "whereT:GilClone"),
        (quote!(Arc<T>), "GilCloneforS<T>{"),
    ] {
        let once = grouped(ty.clone());
        let twice = grouped(quote!(#once));
        for ty in [once, twice] {
            let text = compact(derive::<GilClone>(quote!(struct S<T>(#ty);)));
            assert!(text.contains(expected), "{text}");
        }
    }
    let function = grouped(quote!(fn(u8)));
    let text = compact(derive::<GilClone>(quote!(struct S(Option<#function>);)));
    assert!(text.contains("0:self.0,"), "{text}");
    let path = grouped(quote!(a::b));
    let text = compact(derive::<GilClone>(quote!(
        struct S(#[gil_clone(with = #path)] u8);
    )));
    assert!(text.contains("clone_with::<u8,_,_>(a::b)"), "{text}");
}

#[test]
fn what_has_no_part_in_the_copy_is_skipped() {
    assert_eq!(
        body("struct S { /** Documented. */ #[x(,)] pub(in a::b) a: &'a A, pub(crate) b: u8 = 2 }"),
        "{Self{a:self.a,b:self.b,}}"
    );
    assert_eq!(
        body("struct S(pub (u8), pub(super) u8, pub (super::A, u8), crate::A);"),
        "{Self{0:self.0,1:self.1,\
         2:<(super::A,u8)asGilClone>::clone_ref(&self.2,__py),\
         3:<crate::AasGilClone>::clone_ref(&self.3,__py),}}"
    );
    assert_eq!(
        body("enum E { A = F::<u8, 1>::X, B(u8) = 1 << 3, C {} = (1 < 2) as isize }"),
        "{matchself{Self::A{}=>Self::A{},\
         Self::B{0:__self_0,}=>Self::B{0:*__self_0,},Self::C{}=>Self::C{},}}"
    );
}

/// `macro_rules!` wraps a `$v:vis` in a group without delimiters, even where it is empty.
#[test]
fn invisible_visibilities_are_skipped() {
    for visibility in [quote!(), quote!(pub), quote!(pub(crate))] {
        let visibility = Group::new(Delimiter::None, visibility);
        let text = compact(derive::<GilClone>(quote!(
            #visibility struct S(#visibility u8);
        )));
        assert!(text.contains("0:self.0,"), "{text}");
        let text = compact(derive::<GilClone>(quote!(
            #visibility struct S { #visibility a: u8 }
        )));
        assert!(text.contains("a:self.a,"), "{text}");
    }
}

#[test]
fn a_field_and_the_token_never_share_a_name() {
    assert!(body("enum E { A { py: X } }").contains("clone_ref(__self_py,__py)"));
}

#[test]
fn what_is_plain_and_has_a_map_or_a_pointer_in_it_is_cloned_by_clone() {
    for ty in [
        "HashMap<u64, String>",
        "Vec<BTreeMap<String, Vec<u8>>>",
        "HashMap<u32, u32, Own>",
        "Vec<&'a T>",
        "(u8, *const T)",
        "HashSet<Arc<str>>",
        "HashMap<u8, PhantomData<T>>",
        "FxHashMap<u8, Arc<Path>>",
        "HashSet<Cow<'a, OsStr>>",
        "HashMap<u8, Result<u8, String>>",
        "Cell<&'a T>",
        "Arc<&'a T>",
        "Rc<fn(u8) -> u8>",
        "RefCell<&'a T>",
        "OnceCell<Option<&'a T>>",
        "(Bound<&'a T>, Bound<fn()>)",
    ] {
        let text = body(&format!("struct S<'a, T>({ty});"));
        assert!(text.contains("asClone>::clone("), "{ty}: {text}");
    }
    for ty in [
        "Vec<u64>",
        "HashMap<u64, Py<T>>",
        "HashMap<u64, Own>",
        "HashMap<u64, S>",
        // The last of them releases a reference, perhaps with a token.
        "HashMap<u64, Arc<Py<T>>>",
        "Vec<(&'a T, Py<T>)>",
        "own::Map<u64, u64>",
        "OwnHashMap<u64, u64>",
        // Aliases, of maps and results that hold more.
        "HashMap<u64>",
        "BTreeMap<u64>",
        "HashMap<u64, Result<u64>>",
        // A type without size is never held as it is: these are the user's own.
        "HashMap<u64, Path>",
        "HashMap<u64, Box<OsStr>>",
        "Vec<(&'a T, CStr)>",
    ] {
        let text = body(&format!("struct S<'a, T>({ty});"));
        assert!(text.contains("asGilClone>::clone_ref("), "{ty}: {text}");
    }
    // The deriving type has the name of a std type, but is not that type.
    let text = body("struct HashMap<'a>(Vec<HashMap<'a>>, HashMap<u8, u8>);");
    assert!(!text.contains("asClone>"), "{text}");
}
