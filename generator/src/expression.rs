//! Regular expressions that are checked when they are read and compiled when they are first used. A run uses some of
//! those that a dialect and its languages have, and to compile one costs ten times as much as to check it.
//!
//! They are looked for in short texts, most of them in few, so that they are compiled without what only pays off in long
//! ones: literals to be found ahead, and a machine of its own for groups. That would be two fifths of the cost, and the
//! crate `regex` has no switch for it.

mod sieve;

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use regex::RegexBuilder;
use regex_automata::{
    meta::{self, Regex},
    util::captures::Captures,
};
use regex_syntax::hir::{Class, Hir, HirKind};

use sieve::Sieve;

/// How many bytes of memory an expression may take.
pub(crate) const LARGEST: usize = 2 << 20;

/// A regular expression without faults.
#[derive(Debug)]
pub(crate) struct Expression {
    text: Box<str>,
    sieve: Option<Sieve>,
    compiled: OnceLock<Regex>,
}

/// Where an expression, or a group of it, was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// Where the groups of an expression were found.
#[derive(Debug)]
pub(crate) struct Groups<'t> {
    text: &'t str,
    found: Captures,
}

impl Expression {
    /// Checks an expression; besides it gives its structure, for those who ask what is in it.
    ///
    /// # Errors
    /// What is the matter with it, as the compiler says it.
    pub(crate) fn read(text: &str) -> Result<(Self, Hir), String> {
        let parsed = regex_syntax::parse(text).map_err(|error| error.to_string())?;
        if memory(&parsed) > LARGEST {
            // Only the compiler knows what it takes.
            RegexBuilder::new(text).size_limit(LARGEST).build().map_err(|error| error.to_string())?;
        }
        Ok((Expression { text: text.into(), sieve: Sieve::new(&parsed), compiled: OnceLock::new() }, parsed))
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.passes(text) && self.compiled().is_match(text)
    }

    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.find_iter(text).next()
    }

    pub(crate) fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let found = self.passes(text).then(|| self.compiled().find_iter(text));
        found.into_iter().flatten().map(|found| Match { text, start: found.start(), end: found.end() })
    }

    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Groups<'t>> {
        // Few texts have one, and groups cost several times as much to look for.
        if self.is_match(text) { self.captures_iter(text).next() } else { None }
    }

    pub(crate) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Groups<'t>> {
        let found = self.passes(text).then(|| self.compiled().captures_iter(text));
        found.into_iter().flatten().map(|found| Groups { text, found })
    }

    /// The text without what is found in it.
    pub(crate) fn removed_from<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut rest = String::new();
        let mut done = 0;
        for found in self.find_iter(text) {
            rest.push_str(text.get(done..found.start).unwrap_or_default());
            done = found.end;
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        Cow::Owned(rest + text.get(done..).unwrap_or_default())
    }

    /// Whether the text has what all that can be found has.
    fn passes(&self, text: &str) -> bool {
        self.sieve.as_ref().is_none_or(|sieve| sieve.passes(text))
    }

    fn compiled(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            let config = meta::Config::new().auto_prefilter(false).onepass(false).nfa_size_limit(None);
            // What can be parsed can be compiled, if it may take the memory.
            let compiled = Regex::builder().configure(config).build(&self.text);
            compiled.unwrap_or_else(|error| unreachable!("`{}` was checked: {error}", self.text))
        })
    }
}

impl<'t> Match<'t> {
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    pub(crate) fn end(&self) -> usize {
        self.end
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub(crate) fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }
}

impl<'t> Groups<'t> {
    /// All that was found.
    pub(crate) fn whole(&self) -> Option<Match<'t>> {
        let found = self.found.get_match()?;
        Some(Match { text: self.text, start: found.start(), end: found.end() })
    }

    /// The group of this name, if the expression has one and it was found.
    pub(crate) fn name(&self, name: &str) -> Option<Match<'t>> {
        let found = self.found.get_group_by_name(name)?;
        Some(Match { text: self.text, start: found.start, end: found.end })
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
    fn finds_what_the_usual_crate_finds() {
        for pattern in [
            r"(?<rest>a+?|ab)(?<next>b*)",
            r"(?i)stra\u{df}e|\bno\b",
            r"x*",
            r"(?m:^\s*(?<rest>[^\n]*?)\s*$)",
            "\u{4e2d}(?<rest>\u{6587}|.)?",
        ] {
            let (ours, _) = Expression::read(pattern).expect(pattern);
            let usual = regex::Regex::new(pattern).expect(pattern);
            for text in ["", "aab abb ab", "Stra\u{df}e no\n NO x xx", " \u{4e2d}\u{6587}\u{4e2d}a\n\n a "] {
                let found: Vec<_> =
                    ours.find_iter(text).map(|found| (found.range(), found.as_str())).collect();
                let expected: Vec<_> =
                    usual.find_iter(text).map(|found| (found.range(), found.as_str())).collect();
                assert_eq!(found, expected, "{pattern} in {text:?}");
                assert_eq!(ours.is_match(text), usual.is_match(text), "{pattern} in {text:?}");
                assert_eq!(ours.removed_from(text), usual.replace_all(text, ""), "{pattern} in {text:?}");
                let found = ours.captures_iter(text).map(|groups| {
                    (groups.whole().map(|whole| whole.range()), groups.name("rest").map(|rest| rest.as_str()))
                });
                let expected = usual.captures_iter(text).map(|groups| {
                    (groups.get(0).map(|whole| whole.range()), groups.name("rest").map(|rest| rest.as_str()))
                });
                assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{pattern} in {text:?}");
                assert_eq!(ours.captures(text).is_some(), usual.captures(text).is_some());
            }
        }
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
