//! The weights by which evidence counts, all of them.
//!
//! They are points that are added up for each candidate; the candidate with the most points wins, and its lead over the
//! next is the margin of the decision. Most right answers have five points and more. They were set by hand on pages of
//! half a dozen vendors and checked on pages that were not looked at; none was fitted, and single ones may go without
//! much loss, because the signals overlap.

/// The weights. A signal is a share from 0 to 1 where it says "share", else it is there or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weights {
    /// Words of a caption or a short line right above the table.
    pub(super) caption: f32,
    /// Words of the nearest heading.
    pub(super) heading: f32,
    /// How much of it a heading keeps for each level further up.
    pub(super) level: f32,
    /// How much a heading further up keeps once something nearer has spoken.
    pub(super) spoken: f32,
    /// How much the heading keeps that names the operation: it says what is done, not what is below it.
    pub(super) own_heading: f32,
    /// How much "parameters" alone says that they are the request's.
    pub(super) bare_parameters: f32,
    /// How much "fields" alone says so.
    pub(super) bare_fields: f32,
    /// How much a body says that it is the request's where a word stands beside it that nobody knows.
    pub(super) strange_body: f32,
    /// How much each side gets of a text that has words of both.
    pub(super) both: f32,
    /// A line that gives a status of failure; it beats everything else.
    pub(super) failed: f32,
    /// A line that gives a status of success.
    pub(super) succeeded: f32,
    /// Share of the names that are placeholders of the path.
    pub(super) placeholders: f32,
    /// All names are placeholders.
    pub(super) all_placeholders: f32,
    /// Share of the names that are written as the placeholders of paths are.
    pub(super) written: f32,
    /// Share of the names that stand in the query of a request line or sample.
    pub(super) query: f32,
    /// Share of the names that stand at the top of a request's example.
    pub(super) in_request: f32,
    /// Share of the names that stand at the top of a response's example, or under its wrapper.
    pub(super) in_response: f32,
    /// Share of the names of which the dialect says that the client supplies them, or that they wrap every response.
    pub(super) known: f32,
    /// Share of the names that stand anywhere in an example of a side.
    pub(super) deep: f32,
    /// What most tables under the same words are elsewhere at the vendor.
    pub(super) learned: f32,
    /// What most tables with the same header are elsewhere at the vendor.
    pub(super) header: f32,
    /// A column that says what must be there, where nothing is known of the vendor yet.
    pub(super) required: f32,
    /// The most that such a column may count once it is known which tables of the vendor have one.
    pub(super) required_most: f32,
    /// The header says over the names that they are sent.
    pub(super) head: f32,
    /// The header says that the names are fields, where a request only reads.
    pub(super) read: f32,
    /// Only the cells show its names, where other tables of the operation have a header for theirs.
    pub(super) unlike: f32,
    /// The first table of fields of the operation.
    pub(super) first: f32,
    /// It stands between the example of the request and the one of the response.
    pub(super) between: f32,
    /// A table that most likely has no fields: a name column that only its cells show.
    pub(super) only_profile: f32,
    /// No column for types where nearly all tables of the vendor have one.
    pub(super) untyped: f32,
    /// Words of values, or names in capitals that no example has.
    pub(super) values: f32,
    /// No column of types, and all descriptions begin with the same word: they say what values do.
    pub(super) alike: f32,
    /// A link from a row leads to the table.
    pub(super) linked: f32,
    /// A row has its name as a type.
    pub(super) typed: f32,
    /// A row that can hold members has its name.
    pub(super) named: f32,
    /// Words for definitions in heading or caption.
    pub(super) model: f32,
    /// The same where nothing refers to the table.
    pub(super) model_alone: f32,
    /// The least that speaks for a table to be of the operation itself.
    pub(super) root: f32,
    /// Share of the names at the top of an example or in the request line.
    pub(super) top: f32,
    /// Heading or caption holds nothing but words for sides and places.
    pub(super) role_words: f32,
    /// Heading or caption has such a word among others.
    pub(super) role_word: f32,
    /// The first table under a heading of a side.
    pub(super) first_of_side: f32,
    /// Below this lead a decision is narrow.
    pub(super) narrow: f32,
    /// The lead from which a decision teaches others.
    pub(super) sure: f32,
}

/// The weights in use.
pub(super) const WEIGHTS: Weights = Weights {
    caption: 3.0,
    heading: 2.5,
    level: 0.62,
    spoken: 0.6,
    own_heading: 0.12,
    bare_parameters: 0.8,
    bare_fields: 0.3,
    strange_body: 0.4,
    both: 0.3,
    failed: 12.0,
    succeeded: 2.0,
    placeholders: 3.0,
    all_placeholders: 1.0,
    written: 3.0,
    query: 3.0,
    in_request: 2.5,
    in_response: 2.5,
    known: 4.0,
    deep: 0.8,
    learned: 2.0,
    header: 1.5,
    required: 1.5,
    required_most: 2.5,
    head: 1.2,
    read: 1.8,
    unlike: 1.5,
    first: 0.8,
    between: 0.4,
    only_profile: 0.7,
    untyped: 1.0,
    values: 3.0,
    alike: 4.0,
    linked: 6.0,
    typed: 6.0,
    named: 4.5,
    model: 2.0,
    model_alone: 0.4,
    root: 0.5,
    top: 2.75,
    role_words: 3.0,
    role_word: 1.0,
    first_of_side: 1.5,
    narrow: 0.5,
    sure: 0.8,
};
