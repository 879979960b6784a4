//! The responses of an operation, by status.

use tablature_ir::{Location, Status, Type};

use super::{
    draft::{LocalBody, LocalResponse, LocalType, Spot, local},
    examples::{self, Parsed},
    fields::{Built, ELEMENT},
    operation::{Maker, elements},
    roots::Root,
};
use crate::raw::{self, Role};

impl Maker<'_> {
    pub(super) fn responses(&mut self, roots: &[Root]) {
        let dialect = self.dialect;
        for root in roots {
            let Some(table) = self.builder.book.table(root.page, root.table) else { continue };
            let name = self.status_name(root.status);
            let success = examples::succeeds(root.status);
            let keep = |row: &raw::Row, name: &str| {
                !(dialect.is_envelope(name)
                    || success
                        && dialect.error_fields.iter().any(|regex| regex.is_match(&row.description.text)))
            };
            let mut built = self.builder.table(root.page, root.table, &keep);
            if success && self.shows_array(Role::ResponseExample) {
                built = match built {
                    Built::Whole(ty) => Built::Whole(elements(ty)),
                    other => other,
                };
            }
            let response = self.operation.responses.entry(name.clone()).or_default();
            if table.location == Some(Location::Header) {
                if let Built::Object(drafts) = built {
                    response.headers.extend(drafts);
                }
                continue;
            }
            if success {
                self.error_fields(root, table);
            }
            let Some(response) = self.operation.responses.get_mut(&name) else { continue };
            add_body(response, built, Spot { page: root.page, line: table.line, span: table.span });
        }
        self.bare_arrays();
        for (status, description) in &self.entry.raw.statuses {
            let name = Status(status.to_string());
            if let Some(response) = self.operation.responses.get_mut(&name) {
                response.description.clone_from(description);
            } else if (200..300).contains(status) && self.operation.responses.is_empty() {
                let response = LocalResponse { description: description.clone(), ..LocalResponse::default() };
                self.operation.responses.insert(name, response);
            }
        }
        self.success_first();
    }

    /// The response of success stands first. A page that tells only what an error looks like tells no type of success.
    fn success_first(&mut self) {
        let name = self.status_name(None);
        let responses = &mut self.operation.responses;
        match responses.keys().position(Status::is_success) {
            Some(at) => responses.move_index(at, 0),
            None => {
                responses.shift_insert(0, name, LocalResponse::default());
            }
        }
    }

    /// Rows that only errors have belong to the response of any other status.
    fn error_fields(&mut self, root: &Root, table: &raw::Table) {
        let regexes = &self.dialect.error_fields;
        let of_error = |row: &raw::Row| regexes.iter().any(|regex| regex.is_match(&row.description.text));
        if !table.rows.iter().any(of_error) {
            return;
        }
        let built = self.builder.table(root.page, root.table, &|row, _| of_error(row));
        let response = self.operation.responses.entry(self.status_name(Some(0))).or_default();
        add_body(response, built, Spot { page: root.page, line: table.line, span: table.span });
    }

    /// The status of a response that no label names: the first of success that the page lists.
    pub(super) fn status_name(&self, status: Option<u16>) -> Status {
        let listed = || {
            self.entry
                .raw
                .statuses
                .iter()
                .map(|(status, _)| *status)
                .find(|status| (200..300).contains(status))
        };
        let example = || {
            let of = |example: &Parsed| example.status.filter(|_| example.role == Role::ResponseExample);
            self.examples.iter().filter_map(of).find(|status| (200..300).contains(status))
        };
        match status {
            Some(0) => Status("default".to_owned()),
            Some(status) => Status(status.to_string()),
            None => Status(listed().or_else(example).unwrap_or(200).to_string()),
        }
    }

    /// A body whose example is an array of what the table describes is that array.
    fn bare_arrays(&mut self) {
        for example in &self.examples {
            let Some(items) = example.value.as_array() else { continue };
            let body = match example.role {
                Role::ResponseExample if examples::succeeds(example.status) => {
                    self.operation.responses.values_mut().next().map(|response| &mut response.body)
                }
                Role::RequestExample => Some(&mut self.operation.body),
                _ => None,
            };
            let Some(body) = body else { continue };
            let Some(LocalBody::Fields(fields)) = body else { continue };
            let keys: Vec<&String> =
                items.iter().filter_map(|item| item.as_object()).flat_map(serde_json::Map::keys).collect();
            let known = keys.iter().filter(|key| fields.contains_key(key.as_str())).count();
            if keys.is_empty() || known * 2 < keys.len() {
                continue;
            }
            let line = fields.values().find_map(|draft| draft.at).and_then(|at| {
                let table = self.builder.book.table(at.page, at.table)?;
                Some(Spot { page: at.page, line: table.line, span: table.span })
            });
            let index = self.builder.types.len();
            self.builder.types.push(LocalType {
                name: ELEMENT.to_owned(),
                fields: std::mem::take(fields),
                at: line,
                table: None,
            });
            *body = Some(LocalBody::Type(Type::list(local(index)), line));
        }
    }
}

fn add_body(response: &mut LocalResponse, built: Built, at: Spot) {
    match built {
        Built::Object(drafts) => match &mut response.body {
            Some(LocalBody::Fields(fields)) => {
                for (name, draft) in drafts {
                    fields.entry(name).or_insert(draft);
                }
            }
            Some(LocalBody::Type(..)) => {}
            None => response.body = Some(LocalBody::Fields(drafts)),
        },
        Built::Elements(ty) => response.body = Some(LocalBody::Type(elements(ty), Some(at))),
        Built::Whole(ty) => response.body = Some(LocalBody::Type(ty, Some(at))),
        Built::Map(ty) => response.body = Some(LocalBody::Type(Type::map(ty), Some(at))),
    }
}
