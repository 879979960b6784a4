//! Which rules of a dialect fit what pages say: rules that fit nothing, or hardly a page, are of no use to anybody.
//!
//! A rule is held against every text of the kind that it is asked about, whether or not another rule comes first. So a
//! rule that is told here never had a say.

use std::collections::{HashMap, HashSet};

use regex::Regex;
use serde_yaml::Value;

use crate::{
    diagnostic::{Diagnostic, Id},
    dialect::{BUILTIN, By, Dialect, Places, normal},
    load::{Block, Document, Inline, Row},
};

/// Pages on which a rule should fit at least; one that fits fewer is a correction of these pages.
const FEW: usize = 3;

/// Pages of a vendor below which a rule that fits few of them is worth nothing as news.
const MANY: usize = 20;

/// The texts that a rule is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    /// Headings, paragraphs, first lines of items.
    Line,
    /// Headers of columns.
    Header,
    /// Cells of tables and first lines of items.
    Cell,
    /// Any of these, and code.
    Any,
    /// Where links lead.
    Link,
    /// The page's path.
    Path,
}

/// How a rule is held against a text.
#[derive(Clone, Copy, Debug)]
enum How {
    /// The whole text is this word.
    Is,
    /// The text begins with this word.
    Begins,
    /// The text has this word somewhere.
    Has,
    /// The last key of a path is in the text.
    HasKey,
    /// The expression is found in the text.
    Fits,
    /// The expression with its fragments is found in the text.
    Phrase,
}

/// The rules of a dialect by their keys (`*` is any key or index, `**` any number of them), and what each is asked. The
/// first that fits counts; keys that are not here say no more than what is so.
const RULES: &[(&str, How, Of)] = &[
    ("captions.*", How::Fits, Of::Any),
    ("sections.*.text.*", How::Is, Of::Line),
    ("sections.*.match", How::Fits, Of::Line),
    ("labels.*.text.*", How::Is, Of::Any),
    ("labels.*.match", How::Fits, Of::Any),
    ("columns.*.*", How::Is, Of::Header),
    ("tables.*.columns.*", How::Is, Of::Header),
    ("locations.*.*", How::Has, Of::Any),
    ("types.forms.*.match", How::Fits, Of::Any),
    ("types.*.*", How::Has, Of::Any),
    ("required.yes_marks.*", How::Fits, Of::Any),
    ("required.no_marks.*", How::Fits, Of::Any),
    ("required.*.*", How::Begins, Of::Cell),
    ("names.indent.*", How::Has, Of::Any),
    ("names.index.*", How::Has, Of::Any),
    ("names.element.*", How::Has, Of::Cell),
    ("names.whole.*", How::Has, Of::Cell),
    ("names.header", How::Fits, Of::Cell),
    ("names.*.*", How::Fits, Of::Cell),
    ("naming.strip.*", How::Has, Of::Path),
    ("naming.title.*", How::Fits, Of::Line),
    ("naming.text.*", How::Fits, Of::Any),
    ("naming.link.*", How::Fits, Of::Link),
    ("pages.ignore.*.path", How::Fits, Of::Path),
    ("pages.ignore.*.heading", How::Fits, Of::Line),
    ("pages.ignore.*.columns.*", How::Is, Of::Header),
    ("pages.definitions.*", How::Fits, Of::Path),
    ("pages.listed_in.*", How::Has, Of::Path),
    ("pages.outdated.*", How::Has, Of::Path),
    ("pages.outdated_headings.*", How::Is, Of::Line),
    ("rules.*.*", How::Fits, Of::Any),
    ("pagination.*.total.*", How::HasKey, Of::Any),
    ("pagination.*.next.*", How::HasKey, Of::Any),
    ("pagination.*.link.*", How::HasKey, Of::Any),
    ("pagination.*.first", How::Has, Of::Any),
    ("pagination.*.everywhere", How::Has, Of::Any),
    ("pagination.*.*", How::Has, Of::Any),
    ("prose.**.phrase", How::Phrase, Of::Any),
    ("prose.**.phrases.*", How::Phrase, Of::Any),
    ("prose.**.introducers.*", How::Phrase, Of::Any),
    ("prose.**.hints.*", How::Phrase, Of::Any),
    ("prose.ignore.*", How::Phrase, Of::Any),
];

/// A rule as it stands in the file.
struct Rule {
    /// That of [`RULES`] which its keys are of.
    pattern: &'static str,
    /// Its keys, joined by dots.
    path: String,
    text: String,
    how: How,
    of: Of,
}

/// Reports rules of the dialect's own file that fit no page, or fewer pages than a rule is for.
///
/// What no page has is told of a file of the user's at once; of a built-in dialect only where there are many pages, since
/// others may have it. That a rule fits a page or two is news only among many.
pub(crate) fn unmatched(documents: &[Document], dialect: &Dialect) -> Vec<Diagnostic> {
    let many = documents.len() >= MANY;
    let is_built_in = BUILTIN.iter().any(|(_, text)| *text == dialect.text);
    // What goes by evidence and is built in is for anybody's pages.
    if is_built_in && (!many || dialect.source.by == By::Evidence) {
        return Vec::new();
    }
    let mut rules = rules(&dialect.text);
    if dialect.source.by == By::Evidence {
        let drafted = drafted();
        rules.retain(|rule| !drafted.contains(&(rule.pattern, rule.text.clone())));
    }
    let seen = Seen::new(documents);
    let places = Places::new(&dialect.file, &dialect.text);
    let mut found = Vec::new();
    for rule in &rules {
        let pages = seen.pages(rule, dialect);
        let id = match pages {
            0 if !is_built_in => Id::UnmatchedRule,
            _ if pages < FEW && many => Id::RareRule,
            _ => continue,
        };
        let (message, hint) = match pages {
            0 => (
                format!("no page has what `{}` says: `{}`", rule.path, rule.text),
                "correct it, or take it out",
            ),
            _ => (
                format!("`{}` fits {pages} of {} pages: `{}`", rule.path, documents.len(), rule.text),
                "what is so on a page or two is an overlay; rules are for what a vendor does",
            ),
        };
        let mut diagnostic = Diagnostic::new(id, message).hint(hint);
        diagnostic.span = places.of(&rule.path);
        found.push(diagnostic);
    }
    found
}

/// What a draft by evidence has from the built-in dialects that go by evidence: nobody chose these words for the pages, and
/// other pages may have them.
fn drafted() -> HashSet<(&'static str, String)> {
    let by_evidence = |text: &str| {
        let read: Value = serde_yaml::from_str(text).unwrap_or_default();
        read.get("by").and_then(Value::as_str) == Some("evidence")
    };
    let texts = BUILTIN.iter().map(|(_, text)| *text).filter(|text| by_evidence(text));
    texts.flat_map(rules).map(|rule| (rule.pattern, rule.text)).collect()
}

/// The rules of a dialect's file, in its order.
fn rules(text: &str) -> Vec<Rule> {
    fn walk(path: &mut Vec<String>, value: &Value, out: &mut Vec<Rule>) {
        match value {
            Value::Sequence(items) => {
                for (at, item) in items.iter().enumerate() {
                    path.push(at.to_string());
                    walk(path, item, out);
                    path.pop();
                }
            }
            Value::Mapping(map) => {
                for (key, value) in map {
                    path.push(key.as_str().unwrap_or_default().to_owned());
                    walk(path, value, out);
                    path.pop();
                }
            }
            Value::String(text) => {
                let rule = RULES.iter().find(|(pattern, ..)| leads(pattern, path));
                out.extend(rule.map(|(pattern, how, of)| Rule {
                    pattern,
                    path: path.join("."),
                    text: text.clone(),
                    how: *how,
                    of: *of,
                }));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Tagged(_) => {}
        }
    }
    let mut out = Vec::new();
    // That it is YAML was seen when the dialect was read.
    walk(&mut Vec::new(), &serde_yaml::from_str(text).unwrap_or_default(), &mut out);
    out
}

/// Whether keys are those of a pattern.
fn leads(pattern: &str, path: &[String]) -> bool {
    match (pattern.split_once('.').unwrap_or((pattern, "")), path) {
        (("**", rest), path) => (0..path.len()).any(|from| leads(rest, path.get(from..).unwrap_or_default())),
        ((key, rest), [first, path @ ..]) => {
            (key == "*" || key == first) && if rest.is_empty() { path.is_empty() } else { leads(rest, path) }
        }
        _ => false,
    }
}

/// Different texts, each with the first pages that have it.
#[derive(Default)]
struct Seen<'d> {
    texts: HashMap<(Of, &'d str), Vec<usize>>,
    /// The same without the difference of case, for whole words.
    words: HashMap<(Of, String), Vec<usize>>,
}

impl<'d> Seen<'d> {
    fn new(documents: &'d [Document]) -> Self {
        let mut seen = Seen::default();
        for (page, document) in documents.iter().enumerate() {
            seen.add(page, Of::Path, &document.file);
            for field in &document.front {
                seen.add(page, Of::Any, &field.value);
            }
            document.blocks.iter().for_each(|block| seen.block(page, block));
        }
        let mut words: HashMap<(Of, String), Vec<usize>> = HashMap::new();
        for ((of, text), pages) in &seen.texts {
            let word = words.entry((*of, normal(text).into_owned())).or_default();
            for page in pages {
                note(word, *page);
            }
        }
        seen.words = words;
        seen
    }

    fn add(&mut self, page: usize, of: Of, text: &'d str) {
        note(self.texts.entry((of, text)).or_default(), page);
    }

    /// A text of its kind, its lines, and where its links lead.
    fn content(&mut self, page: usize, of: Of, content: &'d Inline) {
        for text in [&*content.text].into_iter().chain(content.lines()) {
            self.add(page, of, text.trim());
            self.add(page, Of::Any, text.trim());
        }
        content.links.iter().for_each(|link| self.add(page, Of::Link, &link.target));
    }

    fn block(&mut self, page: usize, block: &'d Block) {
        match block {
            Block::Heading(heading) => self.content(page, Of::Line, &heading.content),
            Block::Paragraph(paragraph) => self.content(page, Of::Line, &paragraph.content),
            Block::Code(code) => self.add(page, Of::Any, &code.text),
            Block::Quote(quote) => quote.blocks.iter().for_each(|block| self.block(page, block)),
            Block::List(list) => {
                for block in list.items.iter().flat_map(|item| &item.blocks) {
                    if let Block::Paragraph(paragraph) = block {
                        self.content(page, Of::Cell, &paragraph.content);
                    }
                    self.block(page, block);
                }
            }
            Block::Table(table) => {
                if let Some(caption) = &table.caption {
                    self.content(page, Of::Line, caption);
                }
                self.cells(page, Of::Header, &table.head);
                // A header may stand below the first row, and a first row that is none is a row.
                self.cells(page, Of::Header, table.rows.get(..1).unwrap_or_default());
                self.cells(page, Of::Cell, &table.head);
                self.cells(page, Of::Cell, &table.rows);
            }
            Block::Rule(_) => {}
        }
    }

    fn cells(&mut self, page: usize, of: Of, rows: &'d [Row]) {
        for cell in rows.iter().flat_map(|row| &row.cells) {
            self.content(page, of, &cell.content);
            cell.blocks.iter().for_each(|block| self.block(page, block));
        }
    }

    /// On how many pages a rule fits; no more are counted than are needed.
    fn pages(&self, rule: &Rule, dialect: &Dialect) -> usize {
        let word = normal(&rule.text).into_owned();
        let mut pages = Vec::new();
        if let How::Is = rule.how {
            for page in self.words.get(&(rule.of, word)).into_iter().flatten() {
                note(&mut pages, *page);
            }
            return pages.len();
        }
        let key = rule.text.rsplit(['.', ']']).next().unwrap_or_default();
        let regex = match rule.how {
            How::Fits => Regex::new(&rule.text).ok(),
            How::Phrase => dialect.prose.phrase(&rule.text),
            _ => None,
        };
        for ((of, text), on) in &self.texts {
            if *of != rule.of || on.iter().all(|page| pages.contains(page)) {
                continue;
            }
            let fits = match rule.how {
                How::Is => false,
                How::Begins => normal(text).starts_with(&word),
                How::Has => text.contains(&rule.text) || normal(text).contains(&word),
                How::HasKey => text.contains(key),
                How::Fits | How::Phrase => regex.as_ref().is_none_or(|regex| regex.is_match(text)),
            };
            if fits {
                for page in on {
                    note(&mut pages, *page);
                }
                if pages.len() >= FEW {
                    break;
                }
            }
        }
        pages.len()
    }
}

/// Adds a page to the first ones.
fn note(pages: &mut Vec<usize>, page: usize) {
    if pages.len() < FEW && !pages.contains(&page) {
        pages.push(page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dialect, load};

    fn told(dialect: &str, pages: &[&str]) -> Vec<(Id, String)> {
        let dialect = dialect::read("mine.yaml", dialect).expect("a dialect");
        let documents: Vec<Document> =
            pages.iter().map(|page| load::page("s/a.md".into(), page.as_bytes()).expect("a page")).collect();
        let found = unmatched(&documents, &dialect);
        assert!(found.iter().all(|found| found.span.is_some() && found.hint.is_some()));
        found.into_iter().map(|found| (found.id, found.message)).collect()
    }

    const PAGE: &str = "# Get lamp\n\n`GET /lamps`\n\n## What to send\n\n| Key | Kind | Needed |\n|---|---|---|\n| `id` (lamp) | whole | yes, always |\n";

    #[test]
    fn rules_of_each_kind_that_fit_are_not_told() {
        let all = "captions: ['^Get (?<text>.*)']
sections: [{text: [what to send], is: request}, {match: '^What', is: request}]
columns: {name: [key], type: [KIND], required: [needed]}
types: {integer: [whole]}
required: {yes: ['yes']}
names: {strip: ['\\s*\\(lamp\\)']}
naming: {title: ['^Get (?<name>.*)']}
pages: {ignore: [{path: '^s/', heading: '^Got', why: never}]}
prose: {fragments: {l: 'lam'}, ignore: ['^{l}p$']}
";
        let expected =
            [(Id::UnmatchedRule, "no page has what `pages.ignore.0.heading` says: `^Got`".to_owned())];
        assert_eq!(told(all, &[PAGE]), expected);
    }

    #[test]
    fn rules_of_each_kind_that_fit_nothing_are_told() {
        let rules = [
            "captions: ['^Zz']",
            "sections: [{text: [zz], is: request}]",
            "labels: [{match: '^zz', is: request}]",
            "columns: {name: [lamp]}",
            "tables: [{columns: [zz], is: ignored, why: x}]",
            "types: {integer: [zz]}",
            "required: {yes: [always]}",
            "names: {ignore: ['^zz']}",
            "naming: {link: ['(?<name>zz)']}",
            "pages: {definitions: [zz]}",
            "rules: {map_fields: [zz]}",
            "pagination: [{limit: zz, page: id}]",
            "prose: {units: {phrases: ['(?<unit>zz)']}}",
        ];
        for rule in rules {
            assert_eq!(told(rule, &[PAGE]).len(), 1, "{rule}");
        }
    }

    #[test]
    fn of_a_draft_by_evidence_what_people_wrote_is_told() {
        let draft =
            crate::dialect::builtin("auto").unwrap().replace("total_header: X-Total", "total_header: X-Zz");
        let expected = "no page has what `pagination.0.total_header` says: `X-Zz`".to_owned();
        assert_eq!(told(&draft, &[PAGE]), [(Id::UnmatchedRule, expected)]);
    }

    #[test]
    fn what_few_of_many_pages_have_is_told_as_such() {
        let other = PAGE.replace("Needed", "Must");
        let mut pages = vec![&*other; 30];
        let dialect = "columns: {required: [needed, must]}\n";
        assert!(told(dialect, &pages).first().is_some_and(|(id, _)| *id == Id::UnmatchedRule));
        pages.extend([PAGE, PAGE]);
        let rare = "`columns.required.0` fits 2 of 32 pages: `needed`".to_owned();
        assert_eq!(told(dialect, &pages), [(Id::RareRule, rare)]);
        pages.push(PAGE);
        assert_eq!(told(dialect, &pages), []);
    }
}
