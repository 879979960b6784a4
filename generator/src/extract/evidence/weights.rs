//! All the weights by which evidence counts.
//!
//! Weights are points, added up for each candidate. The candidate with the most points wins, and its lead over the next
//! is the margin of the decision. Most right answers have five points or more. The weights were set by hand on pages of
//! half a dozen vendors and checked on pages that had not been looked at; none was fitted. The signals overlap, so that
//! most pages are read the same without any one of them; `tests/weights.md` has pages for each weight that are not.

/// Writes down the weights: what each is for, its value, and its value where it counts for nothing.
macro_rules! weights {
    ($($(#[$what:meta])+ $name:ident: $value:literal, off $off:literal;)+) => {
        /// The weights. A signal is a share from 0 to 1 where it says "share", else it is there or not.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(super) struct Weights {
            $($(#[$what])+ pub(super) $name: f32,)+
        }

        /// The weights in use.
        pub(super) const WEIGHTS: Weights = Weights { $($name: $value,)+ };

        /// Each weight, with what turns it off.
        #[cfg(test)]
        pub(super) const EACH: &[(&str, fn(&mut Weights))] =
            &[$((stringify!($name), |weights| weights.$name = $off),)+];
    };
}

/// Below this lead a decision is narrow.
pub(super) const NARROW: f32 = 0.5;

/// From this lead on a decision teaches others.
pub(super) const SURE: f32 = 0.8;

/// From this lead on what a page shows contradicts words that say otherwise.
#[cfg(feature = "cli")]
pub(super) const STRONG: f32 = 2.0;

weights! {
    /// Words of a caption or a short line right above the table.
    caption: 3.0, off 0.0;
    /// Words of the nearest heading.
    heading: 2.5, off 0.0;
    /// How much of it a heading keeps for each level further up.
    level: 0.62, off 1.0;
    /// How much a heading further up keeps once something nearer has spoken.
    spoken: 0.6, off 1.0;
    /// How much the heading keeps that names the operation: it says what is done, not what is below it.
    own_heading: 0.12, off 1.0;
    /// How much "parameters" alone says that they are the request's.
    bare_parameters: 0.8, off 0.0;
    /// How much "fields" alone says so.
    bare_fields: 0.3, off 0.0;
    /// The factor for a body as the request's, where an unknown word stands beside it.
    strange_body: 0.4, off 1.0;
    /// How much each side gets of a text that has words of both.
    both: 0.3, off 1.0;
    /// A line that gives a status of failure; it beats everything else.
    failed: 12.0, off 0.0;
    /// A line that gives a status of success.
    succeeded: 2.0, off 0.0;
    /// Share of the names that are placeholders of the path.
    placeholders: 3.0, off 0.0;
    /// All names are placeholders.
    all_placeholders: 1.0, off 0.0;
    /// Share of the names that are written as the placeholders of paths are.
    written: 3.0, off 0.0;
    /// Share of the names that stand in the query of a request line or sample.
    query: 3.0, off 0.0;
    /// Share of the names that stand at the top of a request's example.
    in_request: 2.5, off 0.0;
    /// Share of the names that stand at the top of a response's example, or under its wrapper.
    in_response: 2.5, off 0.0;
    /// How much of that counts where the answer may repeat what was sent: the request writes, no example shows its body, and
    /// its first table says what must be there.
    repeats: 0.5, off 1.0;
    /// Share of the names of which the dialect says that the client supplies them, or that they wrap every response.
    known: 4.0, off 0.0;
    /// Share of the names that stand anywhere in an example of a side.
    deep: 0.8, off 0.0;
    /// What most tables under the same words are elsewhere at the vendor.
    learned: 2.0, off 0.0;
    /// What most tables with the same header are elsewhere at the vendor.
    header: 1.5, off 0.0;
    /// A column for what is required, as long as nothing is known about the vendor.
    required: 1.5, off 0.0;
    /// The most that such a column may count once it is known which tables of the vendor have one.
    required_most: 2.5, off 99.0;
    /// The header says over the names that they are sent.
    head: 1.2, off 0.0;
    /// The header says that the names are fields, where a request only reads.
    read: 1.8, off 0.0;
    /// All names are placeholders, and a table after it stands under a word for responses, which it does not.
    told_apart: 1.5, off 0.0;
    /// Only the cells show its names, where other tables of the operation have a header for theirs.
    unlike: 1.5, off 0.0;
    /// Share of the rows that say themselves that they go into the path, the query, a form or a body.
    placed: 2.5, off 0.0;
    /// The first table of fields of the operation.
    first: 0.8, off 0.0;
    /// It is that, and the example of the request stands below it.
    before_request: 1.0, off 0.0;
    /// It stands between the example of the request and the one of the response.
    between: 0.4, off 0.0;
    /// A table that most likely has no fields: a name column that only its cells show.
    only_profile: 0.7, off 0.0;
    /// No column for types where nearly all tables of the vendor have one.
    untyped: 1.0, off 0.0;
    /// Words of values, or names in capitals that no example has.
    values: 3.0, off 0.0;
    /// No column of types, and all descriptions begin with the same word: they say what values do.
    alike: 4.0, off 0.0;
    /// A link from a row leads to the table.
    linked: 6.0, off 0.0;
    /// A row has its name as a type.
    typed: 6.0, off 0.0;
    /// A row that can hold members has its name.
    named: 4.5, off 0.0;
    /// Words for definitions in heading or caption.
    model: 2.0, off 0.0;
    /// The same where nothing refers to the table.
    model_alone: 0.4, off 0.0;
    /// The least that speaks for a table to be of the operation itself.
    root: 0.5, off 0.0;
    /// Share of the names at the top of an example or in the request line.
    top: 2.75, off 0.0;
    /// Heading or caption holds nothing but words for sides and places.
    role_words: 3.0, off 0.0;
    /// Heading or caption has such a word among others.
    role_word: 1.0, off 0.0;
    /// The first table under a heading of a side.
    first_of_side: 1.5, off 0.0;
}
