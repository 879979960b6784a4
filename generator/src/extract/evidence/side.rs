//! On which side of an operation a table stands.

use tablature_ir::Location;

use super::{
    decision::{CAPTION, Candidate, Decision, FAILED, HEADING, SUCCEEDED},
    fieldless,
    learned::{ENOUGH, HEADERS_ALIKE, Learned, WORDS_ALIKE},
    operations::Operation,
    rows,
    samples::Sample,
    tables::Table,
    tree::Tree,
    weights::Weights,
};
use crate::{
    dialect::{Column, Dialect, Part, Said},
    raw::Role,
};

/// What is known about an operation when its tables are examined.
pub(super) struct Scene<'a, 'd> {
    pub(super) dialect: &'a Dialect,
    pub(super) learned: &'a Learned,
    pub(super) weights: &'a Weights,
    pub(super) operation: &'a Operation,
    pub(super) placeholders: Vec<String>,
    pub(super) query: Vec<String>,
    pub(super) samples: Vec<Sample<'d>>,
    pub(super) asked: Tree,
    pub(super) answered: Tree,
    /// The node of the response's example that holds what the response is about.
    pub(super) payload: usize,
    /// The item of the operation's first table of fields.
    pub(super) first: Option<usize>,
    /// Whether a table of the operation has a header that says what its names are, and more columns than that.
    pub(super) headed: bool,
    /// Whether there are several tables and all have a column for what is required, so that it distinguishes none.
    pub(super) required: bool,
    /// Whether the header of a table says that its names are what only a client sends.
    pub(super) asks: bool,
    /// The item of the last table that heading or caption call one of responses.
    pub(super) answers: Option<usize>,
}

impl Scene<'_, '_> {
    /// Whether the request only asks for something.
    pub(super) fn reads(&self) -> bool {
        self.operation.line.target.method.is_none_or(|method| method == tablature_ir::Method::Get)
    }

    /// Whether a name is a placeholder of the path.
    fn in_path(&self, name: &str) -> bool {
        self.placeholders.iter().any(|placeholder| bare(placeholder) == bare(name))
    }
}

/// Decides the side of a table.
pub(super) fn decide(table: &Table<'_>, scene: &Scene<'_, '_>) -> Decision {
    let mut decision = Decision::default();
    words(table, scene, &mut decision);
    overlap(table, scene, &mut decision);
    around(table, scene, &mut decision);
    fieldless::nothing(table, scene, &mut decision);
    if table.status.is_some_and(|status| status >= 400) {
        decision.fail();
    }
    decision
}

/// What the names of a table alone say, apart from all words over it.
#[cfg(feature = "cli")]
pub(super) fn shown(table: &Table<'_>, scene: &Scene<'_, '_>) -> Decision {
    let mut decision = Decision::default();
    overlap(table, scene, &mut decision);
    decision
}

/// What caption and headings say.
fn words(table: &Table<'_>, scene: &Scene<'_, '_>, decision: &mut Decision) {
    let weights = scene.weights;
    // Where a heading around them says a side, "the parameters are as follows" says none.
    let own = scene.operation.section;
    let mut around = table.headings.iter().take_while(|(section, _)| *section != own);
    // Only answers have a status.
    let answers = |said: &Said| said.has(Part::Response) || said.has(Part::Status) && table.status.is_some();
    let is_told = table.side.is_some() || around.any(|(_, said)| said.has(Part::Request) != answers(said));
    let sided = [Part::Request, Part::Response, Part::Status, Part::Error];
    // Nor does "body": both sides have one.
    let is_bare = |said: &Said| {
        let place = said.location();
        let is_body = place == Some(tablature_ir::Location::Body);
        (is_body || said.has(Part::Fields) && place.is_none()) && !sided.iter().any(|part| said.has(*part))
    };
    let mut spoken = false;
    if let Some(caption) = table.caption.as_ref().filter(|caption| !(is_told && is_bare(&caption.said))) {
        spoken = said(&caption.said, weights.caption, CAPTION, weights, decision);
    }
    if let Some(label) = table.side.as_ref().filter(|_| !spoken) {
        spoken = said(label, weights.caption, CAPTION, weights, decision);
    }
    let mut factor = weights.heading;
    for (section, heading) in &table.headings {
        let own = *section == scene.operation.section;
        let mut points = factor;
        if own {
            points *= weights.own_heading;
        }
        if spoken {
            points *= weights.spoken;
        }
        if !(is_told && is_bare(heading)) {
            spoken |= said(heading, points, HEADING, weights, decision);
        }
        factor *= weights.level;
        if own {
            break;
        }
    }
    match table.status {
        Some(status) if status >= 400 => {
            decision.add(Candidate::Failure, FAILED, weights.failed);
        }
        Some(_) => decision.add(Candidate::Response, SUCCEEDED, weights.succeeded),
        None => {}
    }
}

/// Adds what a text says; whether it said anything.
fn said(said: &Said, points: f32, why: &'static str, weights: &Weights, decision: &mut Decision) -> bool {
    let (mut request, mut response) = (0.0_f32, 0.0_f32);
    let places = said.parts.iter().filter_map(|part| match part {
        Part::Place(location) => Some(*location),
        _ => None,
    });
    let mut sent = false;
    for place in places {
        use tablature_ir::Location::{Body, Form, Header, Path, Query};
        sent |= match place {
            Path | Query | Form => true,
            // "Request body" is one word in some languages; "response body" is two.
            Body => !said.has(Part::Response),
            Header => false,
        };
    }
    if said.has(Part::Request) || sent {
        request = 1.0;
    }
    if said.has(Part::Response) || said.has(Part::Status) {
        response = 1.0;
    }
    // A body beside an unknown word may be of either side.
    let body = said.parts.contains(&Part::Place(tablature_ir::Location::Body));
    if request > 0.0 && body && !said.has(Part::Request) && !said.rest.is_empty() {
        request *= weights.strange_body;
    }
    // Headers of a response are called so.
    let of_headers = said.location() == Some(Location::Header) && said.rest.is_empty();
    if request == 0.0 && response == 0.0 && of_headers {
        request = weights.bare_parameters;
    }
    if request == 0.0 && response == 0.0 && said.has(Part::Fields) {
        request = if said.asked { weights.bare_parameters } else { weights.bare_fields };
    }
    if request > 0.0 && response > 0.0 {
        (request, response) = (weights.both, weights.both);
    }
    // A name with a word of a side is mostly the name of something else.
    let share = if said.rest.chars().count() > 24 { 0.4 } else { 1.0 };
    if said.has(Part::Error) && request == 0.0 {
        decision.add(Candidate::Failure, why, points * share);
        return true;
    }
    decision.add(Candidate::Request, why, request * points * share);
    decision.add(Candidate::Response, why, response * points * share);
    request + response > 0.0
}

/// Counts which of the table's names occur in requests and examples.
fn overlap(table: &Table<'_>, scene: &Scene<'_, '_>, decision: &mut Decision) {
    let weights = scene.weights;
    let tops: Vec<&str> = table.tops().map(|name| first_key(&name.key)).collect();
    let share = |has: &dyn Fn(&str) -> bool| share(&tops, has);
    let in_path = share(&|name| scene.in_path(name));
    // A few of many are names that the response has too.
    let reads = scene.reads() && !table.has(Column::Required);
    let named = if reads { in_path * in_path } else { in_path };
    decision.add(Candidate::Request, "names are placeholders", named * weights.placeholders);
    if in_path > 0.99 {
        decision.add(Candidate::Request, "all names are placeholders", weights.all_placeholders);
    }
    let signed = |name: &str| name.starts_with([':', '{', '<']);
    decision.add(Candidate::Request, "names are written as placeholders", share(&signed) * weights.written);
    let in_query = share(&|name| scene.query.iter().any(|query| query == name));
    decision.add(Candidate::Request, "names stand in the query", in_query * weights.query);
    let asked = share(&|name| scene.asked.child(0, name).is_some());
    decision.add(Candidate::Request, "names stand in the request's example", asked * weights.in_request);
    let answered = share(&|name| {
        scene.answered.child(scene.payload, name).is_some()
            || scene.answered.child(0, name).is_some()
                && !scene.learned.envelope.iter().any(|key| key == name)
    });
    let is_first = scene.first == Some(table.item);
    let repeats = is_first && !scene.reads() && scene.asked.is_empty() && table.has(Column::Required);
    let answered = if repeats { answered * weights.repeats } else { answered };
    decision.add(
        Candidate::Response,
        "names stand in the response's example",
        answered * weights.in_response,
    );
    known(&tops, scene, decision);
    let deep = |tree: &Tree| share(&|name| tree.has(name));
    decision.add(
        Candidate::Request,
        "names stand deep in the request's example",
        deep(&scene.asked) * weights.deep,
    );
    decision.add(
        Candidate::Response,
        "names stand deep in the response's example",
        deep(&scene.answered) * weights.deep,
    );
}

/// Counts what the dialect says about the names: the client supplies them, or they wrap every response.
fn known(tops: &[&str], scene: &Scene<'_, '_>, decision: &mut Decision) {
    let (weights, dialect) = (scene.weights, scene.dialect);
    let supplied = share(tops, &|name| dialect.supplies(name));
    decision.add(Candidate::Request, "the client supplies these names", supplied * weights.known);
    let wraps = share(tops, &|name| dialect.is_envelope(name) && !dialect.supplies(name));
    decision.add(Candidate::Response, "names wrap every response", wraps * weights.known);
    let last = |path: &str| path.rsplit(['.', ']']).next().unwrap_or_default().to_owned();
    let of_error = dialect.source.service.errors.iter().any(|shape| {
        [last(&shape.code), last(&shape.message)].iter().all(|key| tops.contains(&key.as_str()))
    });
    if of_error && tops.len() <= 5 && wraps == 0.0 {
        decision.add(Candidate::Failure, "names of an error", weights.known);
    }
}

/// Counts the position and columns of the table, and what similar tables are.
fn around(table: &Table<'_>, scene: &Scene<'_, '_>, decision: &mut Decision) {
    let (weights, learned) = (scene.weights, scene.learned);
    // A list of terms has no column for it; its items say it.
    let is_list = table.grid.head.is_empty();
    let has = table.has(Column::Required) || is_list && rows::is_marked(table, scene.dialect);
    let lacks = if is_list { 0.0 } else { -weights.required / 3.0 };
    let usual = if has { weights.required } else { lacks };
    let usual = if scene.required { 0.0 } else { usual };
    let odds = if learned.finished { learned.required_odds(has, usual) } else { usual };
    let odds = odds.clamp(-weights.required_most, weights.required_most);
    // Descriptions say it in place of a column.
    let marked = !has && !is_list && rows::is_marked(table, scene.dialect);
    let odds = if marked { weights.required } else { odds };
    let why = if has || marked { "it says what must be there" } else { "no column for what must be there" };
    decision.add(Candidate::Request, why, odds.max(0.0));
    decision.add(Candidate::Response, why, (-odds).max(0.0));
    head(table, scene, decision);
    let placed = rows::sent(table, scene.dialect) * weights.placed;
    decision.add(Candidate::Request, "rows say where they are sent", placed);
    let of = |role: Role| scene.samples.iter().filter(move |it| it.role == role).map(|it| it.item);
    let asked = of(Role::RequestExample);
    if scene.first == Some(table.item) {
        let most = if scene.reads() && !has { 0.5 } else { 1.0 };
        decision.add(Candidate::Request, "the first table of the operation", weights.first * most);
        if asked.clone().max().is_some_and(|asked| asked > table.item) {
            let why = "the example of the request stands below it";
            decision.add(Candidate::Request, why, weights.before_request * most);
        }
    }
    if scene.answers.is_some_and(|at| at > table.item)
        && !answers(table, scene.operation.section)
        && table.tops().all(|name| scene.in_path(first_key(&name.key)))
    {
        decision.add(Candidate::Request, "a table after it is called one of responses", weights.told_apart);
    }
    let told = table.has(Column::Type) || has;
    if !table.columns.headed && !told && scene.headed {
        decision.add(Candidate::None, "other tables of the operation name their names", weights.unlike);
    }
    let answered = of(Role::ResponseExample).max();
    if asked.max().is_some_and(|asked| asked < table.item)
        && answered.is_some_and(|answered| answered > table.item)
    {
        decision.add(Candidate::Response, "it stands between the examples", weights.between);
    }
    if let Some(most) =
        learned.headers.get(&table.header()).and_then(|votes| votes.most(ENOUGH, HEADERS_ALIKE))
    {
        decision.add(most, "tables with this header", weights.header);
    }
}

/// Counts what the header calls the names. Only a client sends parameters; where a request only reads, fields are
/// mostly those of the response.
fn head(table: &Table<'_>, scene: &Scene<'_, '_>, decision: &mut Decision) {
    let (weights, head) = (scene.weights, &table.head);
    let sent = head.location().is_some() && !head.has(Part::Response);
    if head.asked || sent || head.has(Part::Request) {
        decision.add(Candidate::Request, "the header says what is sent", weights.head);
        return;
    }
    if scene.reads() && head.has(Part::Fields) && !table.has(Column::Required) {
        decision.add(Candidate::Response, "the header says fields, and the request reads", weights.read);
    } else if scene.asks && scene.required && head.has(Part::Fields) {
        let why = "the header says fields, and that of another table what is sent";
        decision.add(Candidate::Response, why, weights.head);
    }
}

/// Whether heading or caption call a table one of responses of success.
pub(super) fn answers(table: &Table<'_>, own: usize) -> bool {
    let headings = table.headings.iter().take_while(|(section, _)| *section != own).map(|(_, said)| said);
    let mut said = headings.chain(table.caption.iter().map(|caption| &caption.said));
    let called =
        said.any(|said| said.has(Part::Response) && !said.has(Part::Request) && !said.has(Part::Error));
    table.status.map_or(called, |status| status < 400)
}

/// Adds what tables under the same words were found to be.
pub(super) fn by_words(key: Option<String>, scene: &Scene<'_, '_>, decision: &mut Decision) {
    let most =
        key.and_then(|key| scene.learned.words.get(&key)).and_then(|votes| votes.most(ENOUGH, WORDS_ALIKE));
    if let Some(most) = most {
        decision.add(most, "tables under these words", scene.weights.learned);
    }
}

/// The share of names for which something holds.
pub(super) fn share(names: &[&str], has: &dyn Fn(&str) -> bool) -> f32 {
    let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    if names.is_empty() {
        return 0.0;
    }
    count(names.iter().filter(|name| has(name)).count()) / count(names.len())
}

/// The key before the first dot or bracket.
pub(super) fn first_key(name: &str) -> &str {
    let name = name.trim_start_matches(['$', '@']);
    name.split(['.', '[']).next().filter(|key| !key.is_empty()).unwrap_or(name)
}

/// A name without the signs of placeholders.
pub(super) fn bare(name: &str) -> &str {
    name.trim_matches(['{', '}', '<', '>', ':', '[', ']', '$'])
}

/// The role of a candidate, and the status where it says one.
pub(super) fn role(of: Candidate, status: Option<u16>) -> Option<(Role, Option<u16>)> {
    match of {
        Candidate::Request => Some((Role::Request, None)),
        Candidate::Response => Some((Role::Response, status.filter(|status| *status < 400))),
        Candidate::Failure => {
            Some((Role::Response, Some(status.filter(|status| *status >= 300).unwrap_or(0))))
        }
        Candidate::None => None,
    }
}
