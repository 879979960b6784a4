//! Regular expressions that are checked when they are read and compiled when they are first used. A run uses some of
//! those that a dialect and its languages have, and to compile one costs ten times as much as to check it.

use std::{ops::Deref, sync::OnceLock};

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

/// How many bytes of memory an expression may take.
pub(crate) const LARGEST: usize = 2 << 20;

/// A regular expression without faults.
#[derive(Debug)]
pub(crate) struct Expression {
    text: Box<str>,
    compiled: OnceLock<Regex>,
}

impl Expression {
    /// Checks an expression; besides it gives its structure, for those who ask what is in it.
    ///
    /// # Errors
    /// What is the matter with it, as the compiler says it.
    pub(crate) fn read(text: &str) -> Result<(Self, Hir), String> {
        let parsed = regex_syntax::parse(text).map_err(|error| error.to_string())?;
        let expression = Expression { text: text.into(), compiled: OnceLock::new() };
        if memory(&parsed) > LARGEST {
            // Only the compiler knows what it takes.
            let compiled = RegexBuilder::new(text).size_limit(LARGEST).build();
            let _ = expression.compiled.set(compiled.map_err(|error| error.to_string())?);
        }
        Ok((expression, parsed))
    }
}

impl Deref for Expression {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            // What can be parsed can be compiled, if it may take the memory.
            let compiled = RegexBuilder::new(&self.text).size_limit(usize::MAX).build();
            compiled.unwrap_or_else(|error| unreachable!("`{}` was checked: {error}", self.text))
        })
    }
}

/// The names of the groups of an expression.
pub(crate) fn groups(parsed: &Hir) -> Vec<&str> {
    match parsed.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => Vec::new(),
        HirKind::Repetition(repeated) => groups(&repeated.sub),
        HirKind::Capture(group) => group.name.as_deref().into_iter().chain(groups(&group.sub)).collect(),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().flat_map(groups).collect(),
    }
}

/// At most so many bytes a compiled expression takes.
fn memory(parsed: &Hir) -> usize {
    // What there is but states.
    const FRAME: usize = 4096;
    FRAME.saturating_add(of_states(parsed))
}

/// The states: one for each byte that is told apart has 32 bytes, and a range of characters is at most ten sequences of
/// four bytes.
fn of_states(parsed: &Hir) -> usize {
    const STATE: usize = 32;
    const RANGE: usize = 10 * 4 * STATE;
    match parsed.kind() {
        HirKind::Empty | HirKind::Look(_) => STATE,
        HirKind::Literal(literal) => STATE * literal.0.len(),
        HirKind::Class(Class::Bytes(class)) => STATE * (1 + class.ranges().len()),
        HirKind::Class(Class::Unicode(class)) => STATE + RANGE * class.ranges().len(),
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min.saturating_add(1)).max(1) as usize;
            of_states(&repeated.sub).saturating_add(2 * STATE).saturating_mul(times)
        }
        HirKind::Capture(group) => of_states(&group.sub).saturating_add(2 * STATE),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts
            .iter()
            .fold(2 * STATE, |sum, part| sum.saturating_add(STATE).saturating_add(of_states(part))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiled_when_first_used() {
        let (expression, _) = Expression::read(r"a(?<rest>\d+)").expect("an expression");
        assert!(expression.compiled.get().is_none());
        assert!(expression.is_match("a1"));
        assert!(expression.compiled.get().is_some());
    }

    #[test]
    fn faults_are_found_when_it_is_read() {
        for fault in ["(", "a{2,1}", "(?<a>x)(?<a>y)", r"\q", r"(?:\w{200}){200}", r"\p{Nothing}"] {
            let compiler = RegexBuilder::new(fault).size_limit(LARGEST).build().expect_err(fault);
            let found = Expression::read(fault).expect_err(fault);
            assert_eq!(found, compiler.to_string());
        }
    }

    #[test]
    fn no_compiled_expression_takes_more_memory_than_is_reckoned_with() {
        for text in [
            "",
            "^a$",
            "abc|abd|\u{4e2d}\u{6587}",
            r"(?i)stra\u{df}e",
            r"\w",
            r"[^\s]+",
            r"(?:\p{L}{1,8}\s*)?(?<number>\d+)",
            r"\p{Han}*[\u{3001}-\u{ff9f}a-z]{3,}",
            r"(?-u:\b)[0-9]{1,40}(?-u:\b)",
            r".{20}",
        ] {
            let parsed = regex_syntax::parse(text).expect(text);
            let compiled = RegexBuilder::new(text).size_limit(memory(&parsed)).build();
            assert!(compiled.is_ok(), "`{text}` takes more than {} bytes", memory(&parsed));
        }
    }

    #[test]
    fn groups_have_their_names_in_order() {
        let (_, parsed) = Expression::read("(?<a>x|(?<b>y)*)(z)(?<c>)").expect("an expression");
        assert_eq!(groups(&parsed), ["a", "b", "c"]);
    }
}
