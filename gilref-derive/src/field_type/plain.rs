//! Plain types: those that can hold no Python reference, as far as their syntax tells.
//!
//! Types are known by their last path segment.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

use crate::known::{is_hash, is_map, is_set};

/// Whether the type is `Copy`, and can't or needn't have an impl of `GilClone`.
pub(super) fn is_copied(ty: &Type, own: &Ident) -> bool {
    match without_groups(ty) {
        Type::Path(path) if path.qself.is_none() => match path.path.get_ident() {
            Some(name) => is_primitive(&name.to_string()),
            None => path.path.segments.last().is_some_and(|last| {
                (last.ident == "Option" || last.ident == "Pin")
                    && last.ident != *own
                    && types(last).next().is_some_and(|ty| is_pointer(ty, own))
            }),
        },
        other => is_pointer(other, own),
    }
}

/// A shared reference, a raw pointer, a function pointer, or one of them in `Option` or `Pin`.
fn is_pointer(ty: &Type, own: &Ident) -> bool {
    match without_groups(ty) {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Ptr(_) | Type::FnPtr(_) => true,
        Type::Path(path) => {
            path.qself.is_none() && path.path.get_ident().is_none() && is_copied(ty, own)
        }
        _ => false,
    }
}

/// Whether the type is made of known types that hold no Python reference and have `Clone`.
pub(super) fn is_plain(ty: &Type, own: &Ident) -> bool {
    let is_plain = |ty: &Type| is_plain(ty, own);
    match without_groups(ty) {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Ptr(_) | Type::FnPtr(_) | Type::Never(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        Type::Array(array) => is_plain(&array.elem),
        Type::Slice(slice) => is_plain(&slice.elem),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last();
            last.is_some_and(|last| last.ident != *own && is_plain_segment(last, own))
        }
        _ => false,
    }
}

fn is_plain_segment(segment: &PathSegment, own: &Ident) -> bool {
    let name = segment.ident.to_string();
    if segment.arguments.is_none() {
        return is_primitive(&name) || is_plain_name(&name);
    }
    if holds_nothing(&name) {
        return true;
    }
    // One argument of two: an alias, which may hold something that it does not name.
    let is_alias = (is_map(&name) || name == "Result") && types(segment).count() < 2;
    if is_alias || !is_container(&name) && !is_counted(&name) {
        return false;
    }
    // A hasher is always cloned by `Clone`.
    let contents = match (is_hash(&name), is_map(&name)) {
        (true, true) => 2,
        (true, false) => 1,
        (false, _) => usize::MAX,
    };
    let may_hold_unsized = is_counted(&name) || name == "Cow";
    types(segment)
        .take(contents)
        .all(|ty| is_plain(ty, own) || may_hold_unsized && has_unsized_name(ty))
}

/// Whether there is a map or a set in the plain type, or a pointer inside of a container.
pub(super) fn gains_by_clone(ty: &Type) -> bool {
    match without_groups(ty) {
        Type::Reference(_) | Type::Ptr(_) | Type::FnPtr(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().any(gains_by_clone),
        Type::Array(array) => gains_by_clone(&array.elem),
        Type::Slice(slice) => gains_by_clone(&slice.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            is_map(&name) || is_set(&name) || types(last).any(gains_by_clone)
        }),
        _ => false,
    }
}

pub(super) fn points_to_trait_object(ty: &Type) -> bool {
    let Type::Path(path) = without_groups(ty) else {
        return false;
    };
    path.path.segments.last().is_some_and(|segment| {
        let is_pointer = ["Box", "Arc", "Rc"]
            .iter()
            .any(|name| segment.ident == name);
        is_pointer && types(segment).any(|ty| matches!(without_groups(ty), Type::TraitObject(_)))
    })
}

/// Whether a value of the type has a mutable reference in it, as far as its syntax tells.
pub(super) fn holds_mutable_reference(ty: &Type) -> bool {
    match without_groups(ty) {
        Type::Reference(reference) => reference.mutability.is_some(),
        Type::Tuple(tuple) => tuple.elems.iter().any(holds_mutable_reference),
        Type::Array(array) => holds_mutable_reference(&array.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            is_container(&last.ident.to_string()) && types(last).any(holds_mutable_reference)
        }),
        _ => false,
    }
}

pub(super) fn is_primitive(name: &str) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        name,
        "bool" | "char" | "f32" | "f64"
            | "i8" | "i16" | "i32" | "i64" | "i128" | "isize"
            | "u8" | "u16" | "u32" | "u64" | "u128" | "usize"
    );
    found
}

/// Types of std whose names are hardly used for other types. So `Path` is none of them.
fn is_plain_name(name: &str) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        name,
        "String" | "str" | "PathBuf" | "OsString" | "CString"
            | "Duration" | "Instant" | "SystemTime"
            | "IpAddr" | "Ipv4Addr" | "Ipv6Addr" | "SocketAddr" | "SocketAddrV4" | "SocketAddrV6"
    );
    found || name.starts_with("NonZero")
}

/// Whether the type has the name of one of std's unsized types.
pub(super) fn has_unsized_name(ty: &Type) -> bool {
    let Type::Path(path) = without_groups(ty) else {
        return false;
    };
    let last = path.path.segments.last();
    // An associated type has what name its trait gave it.
    path.qself.is_none()
        && last.is_some_and(|last| {
            last.arguments.is_none() && is_unsized_name(&last.ident.to_string())
        })
}

/// The unsized types of std that are named by a path.
pub(super) fn is_unsized_name(name: &str) -> bool {
    matches!(name, "Path" | "OsStr" | "CStr" | "str")
}

/// Reference-counted pointers: a clone does not clone the value, and the last pointer drops it.
fn is_counted(name: &str) -> bool {
    matches!(name, "Arc" | "Rc")
}

/// Types that neither clone nor release what they name.
fn holds_nothing(name: &str) -> bool {
    matches!(name, "Weak" | "PhantomData")
}

/// Types of std that hold their arguments, and have `Clone` where their arguments have it.
fn is_container(name: &str) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        name,
        "Option" | "Result" | "Box" | "Pin" | "Cow" | "Reverse" | "Wrapping" | "Saturating"
            | "NonZero" | "Range" | "RangeFrom" | "RangeInclusive" | "RangeTo" | "RangeToInclusive"
            | "Bound" | "ControlFlow" | "Poll" | "ManuallyDrop" | "MaybeUninit"
            | "Cell" | "RefCell" | "OnceCell" | "OnceLock"
            | "Vec" | "VecDeque" | "LinkedList" | "BinaryHeap"
    );
    found || is_known_map(name)
}

/// The maps and sets of std and of `indexmap`, and their aliases with another hasher. Another name
/// that ends so may be that of a type of the user's own, which may hold a reference.
fn is_known_map(name: &str) -> bool {
    let known = ["HashMap", "HashSet", "IndexMap", "IndexSet"];
    let with_hasher = ["", "A", "Fnv", "Fx"];
    matches!(name, "BTreeMap" | "BTreeSet")
        || known.iter().any(|known| {
            name.strip_suffix(known)
                .is_some_and(|before| with_hasher.contains(&before))
        })
}

fn types(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        PathArguments::None | PathArguments::Parenthesized(_) => None,
    };
    arguments
        .into_iter()
        .flatten()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
}

/// The type without parentheses and without the invisible groups of `macro_rules!`.
pub(crate) fn without_groups(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            _ => return ty,
        };
    }
}
