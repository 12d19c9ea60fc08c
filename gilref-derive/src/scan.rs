//! Scanning: takes a name, or the tokens of a type or a bound, of which it looks only for the end.

use proc_macro2::{Ident, Spacing, TokenTree};
use syn::Error;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

/// Takes the name of a type, a field or a variant. What is a keyword in some editions only is written
/// raw: then it is the same name in each. Where it is a keyword the compiler has reported it, and goes on
/// as if it were a name.
pub(crate) fn parse_name(input: ParseStream<'_>) -> Result<Ident, Error> {
    let name = Ident::parse_any(input)?;
    match name.to_string().as_str() {
        word @ ("async" | "await" | "dyn" | "gen" | "try") => Ok(Ident::new_raw(word, name.span())),
        word if is_name(word) => Ok(name),
        _ => Err(Error::new(name.span(), "expected a name")),
    }
}

/// Whether this is a name, not a keyword. Only the keyword `Self` has a capital, and it is a type.
pub(crate) fn is_name(text: &str) -> bool {
    if text.starts_with(|first: char| first.is_ascii_uppercase()) {
        return true;
    }
    #[rustfmt::skip]
    let is_keyword = matches!(
        text,
        "_" | "abstract" | "as" | "async" | "await" | "become" | "box" | "break" | "const"
            | "continue" | "crate" | "do" | "dyn" | "else" | "enum" | "extern" | "false" | "final"
            | "fn" | "for" | "if" | "impl" | "in" | "let" | "loop" | "macro" | "match" | "mod"
            | "move" | "mut" | "override" | "priv" | "pub" | "ref" | "return" | "self" | "static"
            | "struct" | "super" | "trait" | "true" | "try" | "type" | "typeof" | "unsafe"
            | "unsized" | "use" | "virtual" | "where" | "while" | "yield"
    );
    !is_keyword
}

/// Takes the tokens of types and bounds up to one that is an end and stands outside all `<..>`.
pub(crate) fn take_until(
    input: ParseStream<'_>,
    is_end: impl Fn(&TokenTree) -> bool,
) -> Result<Vec<TokenTree>, Error> {
    input.step(|cursor| {
        let mut tokens = Vec::new();
        let mut rest = *cursor;
        let mut depth = 0_usize;
        while let Some((token, next)) = rest.token_tree() {
            let is_arrow = is_sign(&token, '>') && tokens.last().is_some_and(is_first_of_arrow);
            if depth == 0 && !is_arrow && is_end(&token) {
                break;
            }
            if is_sign(&token, '<') {
                depth += 1;
            } else if is_sign(&token, '>') && !is_arrow {
                let Some(less) = depth.checked_sub(1) else {
                    return Err(Error::new(token.span(), "unexpected `>`"));
                };
                depth = less;
            }
            tokens.push(token);
            rest = next;
        }
        if depth > 0 {
            return Err(cursor.error("expected `>`"));
        }
        Ok((tokens, rest))
    })
}

pub(crate) fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_first_of_arrow(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '-' && punct.spacing() == Spacing::Joint)
}
