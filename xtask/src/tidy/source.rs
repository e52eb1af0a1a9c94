//! A Rust file as a flat list of tokens and of the paths that it names. It knows nothing about types: `a::b` counts as a path because it
//! is written like one, in code, in a `use` or in the arguments of a macro.
//!
//! Strings and comments are not tokens, so quoted text cannot break a rule.

use proc_macro2::{Delimiter, LexError, TokenStream, TokenTree};

/// A file that was parsed successfully.
pub(crate) struct Source<'a> {
    pub path: &'a str,
    pub tokens: Vec<Token>,
    pub names: Vec<Name>,
}

pub(crate) struct Token {
    pub kind: Kind,
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word(String),
    Sign(char),
    Open(Delimiter),
    Close(Delimiter),
    Literal,
}

/// A path as written, with `use` groups expanded: `use a::{b, c::*}` names `a::b` and `a::c::*`.
#[derive(Debug)]
pub(crate) struct Name {
    pub segments: Vec<String>,
    pub line: usize,
    /// Whether a `!` follows, as in a macro call.
    pub is_macro: bool,
    /// The inline modules around the path in this file, the outermost first.
    pub inside: Vec<String>,
}

/// What an open bracket means for paths.
enum Scope {
    Plain,
    Module(String),
    /// A `use` group, with the part of the path before `::{`.
    Group(Vec<String>),
}

impl<'a> Source<'a> {
    /// Parses a file.
    ///
    /// # Errors
    /// Returns the line and a message if the text cannot be split into tokens.
    pub(crate) fn parse(path: &'a str, text: &str) -> Result<Self, (usize, String)> {
        let stream: TokenStream =
            text.parse().map_err(|error: LexError| (error.span().start().line.max(1), error.to_string()))?;
        let tokens = flatten(stream);
        let names = names(&tokens);
        Ok(Self { path, tokens, names })
    }
}

impl Name {
    /// Returns the path as it would be written.
    pub(crate) fn written(&self) -> String {
        self.segments.join("::")
    }
}

fn flatten(stream: TokenStream) -> Vec<Token> {
    let mut tokens = Vec::new();
    // A stack instead of recursion. Each level keeps the bracket that closes it.
    let mut open = vec![(stream.into_iter(), None)];
    while let Some((trees, close)) = open.last_mut() {
        match trees.next() {
            Some(TokenTree::Group(group)) => {
                let delimiter = group.delimiter();
                tokens.push(Token { kind: Kind::Open(delimiter), line: group.span_open().start().line });
                let close = Token { kind: Kind::Close(delimiter), line: group.span_close().end().line };
                open.push((group.stream().into_iter(), Some(close)));
            }
            Some(TokenTree::Ident(word)) => {
                tokens.push(Token { kind: Kind::Word(word.to_string()), line: word.span().start().line });
            }
            Some(TokenTree::Punct(sign)) => {
                tokens.push(Token { kind: Kind::Sign(sign.as_char()), line: sign.span().start().line });
            }
            Some(TokenTree::Literal(literal)) => {
                tokens.push(Token { kind: Kind::Literal, line: literal.span().start().line });
            }
            None => {
                tokens.extend(close.take());
                open.pop();
            }
        }
    }
    tokens
}

fn names(tokens: &[Token]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut scopes = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at].kind {
            Kind::Open(_) => scopes.push(opened_scope(tokens, at)),
            Kind::Close(_) => {
                scopes.pop();
            }
            Kind::Word(_) => {
                at = read_name(tokens, at, &mut scopes, &mut names);
                continue;
            }
            Kind::Sign('*') if matches!(scopes.last(), Some(Scope::Group(_))) => {
                names.push(name(&["*".to_owned()], &tokens[at], &scopes));
            }
            Kind::Sign(_) | Kind::Literal => {}
        }
        at += 1;
    }
    names
}

/// Reads the path that starts at a word, and returns the index of the next token.
fn read_name(tokens: &[Token], start: usize, scopes: &mut Vec<Scope>, names: &mut Vec<Name>) -> usize {
    let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
    let mut segments = Vec::new();
    let mut at = start;
    while let Some(Kind::Word(word)) = kind(at) {
        segments.push(word.clone());
        at += 1;
        if kind(at) != Some(&Kind::Sign(':')) || kind(at + 1) != Some(&Kind::Sign(':')) {
            break;
        }
        match kind(at + 2) {
            Some(Kind::Word(_)) => at += 2,
            Some(Kind::Sign('*')) => {
                segments.push("*".to_owned());
                at += 3;
                break;
            }
            Some(Kind::Open(Delimiter::Brace)) => {
                let prefix = name(&segments, &tokens[start], scopes).segments;
                scopes.push(Scope::Group(prefix));
                return at + 3;
            }
            _ => break,
        }
    }
    let mut name = name(&segments, &tokens[start], scopes);
    // `a != b` and `!a` are not macro calls: there `!` is followed by `=` or precedes the word.
    name.is_macro = kind(at) == Some(&Kind::Sign('!')) && kind(at + 1) != Some(&Kind::Sign('='));
    names.push(name);
    at
}

fn name(segments: &[String], first: &Token, scopes: &[Scope]) -> Name {
    let prefix = match scopes.last() {
        Some(Scope::Group(prefix)) => prefix.as_slice(),
        _ => &[],
    };
    // `use a::{self}` names `a`.
    let own = segments.iter().filter(|&segment| prefix.is_empty() || segment != "self");
    let inside = scopes.iter().filter_map(|scope| match scope {
        Scope::Module(name) => Some(name.clone()),
        Scope::Plain | Scope::Group(_) => None,
    });
    Name {
        segments: prefix.iter().chain(own).cloned().collect(),
        line: first.line,
        is_macro: false,
        inside: inside.collect(),
    }
}

/// Returns the scope of an opened bracket. `mod name {` opens a module, and every other bracket opens nothing.
fn opened_scope(tokens: &[Token], at: usize) -> Scope {
    let Some([keyword, name]) = at.checked_sub(2).map(|start| [&tokens[start].kind, &tokens[start + 1].kind]) else {
        return Scope::Plain;
    };
    match (keyword, name, &tokens[at].kind) {
        (Kind::Word(keyword), Kind::Word(name), Kind::Open(Delimiter::Brace)) if keyword == "mod" => {
            Scope::Module(name.clone())
        }
        _ => Scope::Plain,
    }
}
