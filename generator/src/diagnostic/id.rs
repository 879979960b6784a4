//! The catalogue of diagnostics.

use std::fmt;

use super::Severity;

/// One line per diagnostic, sorted by id: `Variant = "id", severity;`. The documentation that
/// `tablature explain ID` prints is `docs/<id>.md`.
macro_rules! catalogue {
    ($($variant:ident = $id:literal, $severity:ident;)*) => {
        /// The stable id of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each has a page of its own in docs/, which `explain` gives")]
        pub enum Id {
            $($variant,)*
        }

        impl Id {
            /// All ids, sorted.
            pub const ALL: &[Id] = &[$(Id::$variant),*];

            /// The id as text: `unknown-type`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Id::$variant => $id,)* }
            }

            /// How bad it is unless configured otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Id::$variant => Severity::$severity,)* }
            }

            /// What it means and what to do, Markdown.
            #[must_use]
            pub fn docs(self) -> &'static str {
                match self { $(Id::$variant => include_str!(concat!("docs/", $id, ".md")),)* }
            }

            /// The id that is spelled so.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|id| id.as_str() == text)
            }
        }
    };
}

catalogue! {
    AcceptedStale = "accepted-stale", Error;
    AcceptedSyntax = "accepted-syntax", Error;
    AssumedAddress = "assumed-address", Warning;
    AssumedMethod = "assumed-method", Warning;
    BesidePayload = "beside-payload", Warning;
    BlankType = "blank-type", Warning;
    BodyByExample = "body-by-example", Warning;
    BodyOfGet = "body-of-get", Warning;
    ContradictedByEvidence = "contradicted-by-evidence", Warning;
    DanglingEnum = "dangling-enum", Error;
    DanglingName = "dangling-name", Warning;
    DanglingType = "dangling-type", Error;
    DecidedByEvidence = "decided-by-evidence", Info;
    DefaultNotInEnum = "default-not-in-enum", Warning;
    EnumsDiffer = "enums-differ", Info;
    ExampleContradictsTable = "example-contradicts-table", Warning;
    ExampleLacksField = "example-lacks-field", Info;
    ExampleMended = "example-mended", Info;
    FixtureMended = "fixture-mended", Info;
    InvalidDefault = "invalid-default", Error;
    InvalidDialect = "invalid-dialect", Error;
    InvalidEndpoint = "invalid-endpoint", Error;
    InvalidFact = "invalid-fact", Error;
    InvalidPattern = "invalid-pattern", Error;
    InvalidUtf8 = "invalid-utf8", Error;
    JoinedRow = "joined-row", Info;
    MalformedName = "malformed-name", Error;
    MalformedTable = "malformed-table", Warning;
    MendedName = "mended-name", Warning;
    MisnamedPlaceholder = "misnamed-placeholder", Warning;
    MisplacedExamples = "misplaced-examples", Error;
    NameCollision = "name-collision", Info;
    NameTooLong = "name-too-long", Warning;
    NarrowDecision = "narrow-decision", Info;
    OverlayChangesNothing = "overlay-changes-nothing", Error;
    OverlayExpectationBroken = "overlay-expectation-broken", Error;
    OverlayInvalid = "overlay-invalid", Error;
    OverlayMatchesNothing = "overlay-matches-nothing", Error;
    OverlaySyntax = "overlay-syntax", Error;
    PageNotRead = "page-not-read", Error;
    PageWithoutOperation = "page-without-operation", Info;
    PagingUnclear = "paging-unclear", Info;
    PagingUnusable = "paging-unusable", Warning;
    RaggedRow = "ragged-row", Warning;
    RareRule = "rare-rule", Info;
    RepeatedField = "repeated-field", Warning;
    RepeatedParameter = "repeated-parameter", Warning;
    RepeatedPlaceholder = "repeated-placeholder", Warning;
    SameNameTypes = "same-name-types", Info;
    ScenarioSyntax = "scenario-syntax", Error;
    ServiceCollision = "service-collision", Error;
    SeveralRequests = "several-requests", Warning;
    SpecSyntax = "spec-syntax", Error;
    SpecVersion = "spec-version", Error;
    SuppliedField = "supplied-field", Warning;
    TooLarge = "too-large", Warning;
    TwinPages = "twin-pages", Warning;
    UnclosedTable = "unclosed-table", Error;
    UndocumentedField = "undocumented-field", Info;
    UnfitValue = "unfit-value", Warning;
    UnknownColumn = "unknown-column", Warning;
    UnknownMethod = "unknown-method", Warning;
    UnknownRequired = "unknown-required", Warning;
    UnknownSection = "unknown-section", Info;
    UnknownSetting = "unknown-setting", Warning;
    UnknownTable = "unknown-table", Warning;
    UnknownType = "unknown-type", Warning;
    UnmatchedRule = "unmatched-rule", Warning;
    UnnamedRow = "unnamed-row", Warning;
    UnreadRow = "unread-row", Warning;
    UnsupportedMedia = "unsupported-media", Warning;
    UnusableName = "unusable-name", Error;
    UnusedEnum = "unused-enum", Info;
    UnusedTable = "unused-table", Warning;
    UnusedType = "unused-type", Info;
    UriParameters = "uri-parameters", Error;
    VendorSyntax = "vendor-syntax", Error;
    WideName = "wide-name", Warning;
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
