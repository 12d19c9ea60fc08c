//! Random input for the macro: random tokens, valid types, and valid types with one fault.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A small generator of pseudo-random numbers (xorshift64*), so that a failure can be repeated
/// from its seed on any machine.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        // Zero is the one state that never changes.
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const WORDS: &[&str] = &[
    "struct",
    "enum",
    "union",
    "pub",
    "crate",
    "where",
    "for",
    "fn",
    "dyn",
    "impl",
    "const",
    "mut",
    "as",
    "Self",
    "self",
    "super",
    "unsafe",
    "extern",
    "in",
    "type",
    "move",
    "async",
    "_",
    "S",
    "T",
    "U",
    "N",
    "Vec",
    "Option",
    "Arc",
    "Py",
    "HashMap",
    "Cow",
    "PhantomData",
    "str",
    "u8",
    "a",
    "b",
    "r#type",
    "gil_clone",
    "clone",
    "with",
    "default",
    "bound",
    "repr",
    "packed",
    "'a",
    "'static",
    "::",
    "<",
    ">",
    ",",
    ";",
    ":",
    "=",
    "->",
    "=>",
    "&",
    "*",
    "+",
    "?",
    "!",
    "#",
    "|",
    "-",
    ".",
    "..",
    "...",
    "1",
    "1.5",
    "\"T: Copy\"",
    "\"a::b\"",
    "\"\"",
    "b\"x\"",
    "'x'",
    "$",
];

const DELIMITERS: [Delimiter; 4] = [
    Delimiter::Parenthesis,
    Delimiter::Brace,
    Delimiter::Bracket,
    Delimiter::None,
];

/// Any tokens, nested up to `depth`.
pub(super) fn soup(random: &mut Random, length: usize, depth: usize) -> TokenStream {
    let mut tokens = TokenStream::new();
    for _ in 0..random.below(length) + 1 {
        if depth > 0 && random.chance(20) {
            let inner = soup(random, length / 2 + 1, depth - 1);
            let group = Group::new(DELIMITERS[random.below(4)], inner);
            tokens.extend([TokenTree::Group(group)]);
        } else {
            let word: TokenStream = random.pick(WORDS).parse().expect("a word is a token");
            tokens.extend(word);
        }
    }
    tokens
}

/// A type that the macro accepts, as text.
pub(super) fn item(random: &mut Random) -> String {
    let generics = random.pick(&[
        "",
        "<T>",
        "<'a, T>",
        "<'a, 'b: 'a, T: Copy + 'a, U = u8>",
        "<T: ?Sized, const N: usize>",
        "<r#T, U: Tr<Out = T>,>",
    ]);
    let clause = random.pick(&["", "where T: Copy", "where T: Tr, for<'x> &'x U: Send,"]);
    let attrs = random.pick(&[
        "",
        "#[gil_clone(bound = \"\")]",
        "#[gil_clone(crate = \"a::b\", bound = \"T: X, U: Y\")]",
        "#[repr(C)] #[doc = \"x\"]",
    ]);
    match random.below(4) {
        0 => format!("{attrs} struct S{generics} {clause};"),
        1 => format!(
            "{attrs} pub struct S{generics} ({}) {clause};",
            fields(random, false)
        ),
        2 => format!(
            "{attrs} struct S{generics} {clause} {{ {} }}",
            fields(random, true)
        ),
        _ => {
            let mut variants = String::new();
            for index in 0..random.below(4) {
                let rest = match random.below(3) {
                    0 => String::new(),
                    1 => format!("({})", fields(random, false)),
                    _ => format!("{{ {} }}", fields(random, true)),
                };
                variants.push_str(&format!("V{index} {rest},"));
            }
            format!("{attrs} enum E{generics} {clause} {{ {variants} }}")
        }
    }
}

fn fields(random: &mut Random, named: bool) -> String {
    let mut fields = String::new();
    for index in 0..random.below(5) {
        let attr = random.pick(&[
            "",
            "",
            "#[gil_clone(clone)]",
            "#[gil_clone(default)]",
            "#[gil_clone(with = a::b::<T, u8>)]",
            "#[gil_clone(with = <T as U>::f,)]",
            "/// Documented.",
        ]);
        let name = if named {
            format!("f{index}: ")
        } else {
            String::new()
        };
        let ty = ty(random, 3);
        fields.push_str(&format!("{attr}\n {name}{ty},"));
    }
    fields
}

fn ty(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return (*random.pick(&["T", "U", "u8", "String", "Self", "T::Out", "r#T", "a::Path"]))
            .to_owned();
    }
    let inner = ty(random, depth - 1);
    match random.below(16) {
        0 => format!("Vec<{inner}>"),
        1 => format!("Option<Box<{inner}>>"),
        2 => format!(
            "std::collections::HashMap<{inner}, {}>",
            ty(random, depth - 1)
        ),
        3 => format!("({inner}, {})", ty(random, depth - 1)),
        4 => format!("[{inner}; N * 2]"),
        5 => format!("&'a {inner}"),
        6 => format!("*const {inner}"),
        7 => format!("for<'x> fn(&'x {inner}) -> {inner}"),
        8 => format!("Arc<dyn Fn({inner}) -> {inner} + Send>"),
        9 => format!("<{inner} as Tr>::Out"),
        10 => format!("made!({inner})"),
        11 => format!("({inner})"),
        12 => format!("Cow<'a, {inner}>"),
        13 => format!("S<{inner}, {{ N + 1 }}, 'static>"),
        14 => format!("Box<[{inner}]>"),
        _ => inner,
    }
}

/// The tokens with one fault: a token removed, repeated, exchanged, inserted or put into another
/// group.
pub(super) fn mutate(random: &mut Random, tokens: TokenStream) -> TokenStream {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    if trees.is_empty() {
        return soup(random, 3, 1);
    }
    let at = random.below(trees.len());
    if let TokenTree::Group(group) = &trees[at] {
        if random.chance(75) {
            let inner = mutate(random, group.stream());
            trees[at] = TokenTree::Group(Group::new(group.delimiter(), inner));
            return trees.into_iter().collect();
        }
    }
    match random.below(6) {
        0 => {
            trees.remove(at);
        }
        1 => trees.insert(at, trees[at].clone()),
        2 => {
            let other = random.below(trees.len());
            trees.swap(at, other);
        }
        3 => {
            let put_in: Vec<TokenTree> = soup(random, 3, 1).into_iter().collect();
            trees.splice(at..at, put_in);
        }
        4 => {
            let inner = trees.drain(at..).collect();
            let group = Group::new(DELIMITERS[random.below(4)], inner);
            trees.push(TokenTree::Group(group));
        }
        _ => trees.truncate(at),
    }
    trees.into_iter().collect()
}
