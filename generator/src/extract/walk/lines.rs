//! Lines and blocks of code: requests, statuses, examples.

use super::Walker;
use crate::{
    dialect::Meaning,
    extract::{evidence, example, parts, request},
    load::{Code, Inline, Span},
    raw::{Example, Label, Line, RequestLine, Role},
};

impl Walker<'_> {
    /// Takes requests that stand without a word or heading for them; what follows belongs to the request. Returns
    /// whether it took any.
    pub(super) fn bare_requests(&mut self, requests: Vec<request::Target>, span: Span) -> bool {
        // A request after tables is another operation's, unless it is the first: then the tables are its own.
        let first = self.page.requests.is_empty();
        let somewhere = match self.role() {
            Role::Description | Role::Unknown | Role::Container => first || self.page.tables.is_empty(),
            Role::Request => self.page.tables.is_empty(),
            _ => false,
        };
        let bare = self.dialect.source.pages.bare_requests && somewhere;
        if !bare || requests.is_empty() || std::mem::take(&mut self.announced) {
            return false;
        }
        for (method, target) in requests {
            self.request_line(method, target, span);
        }
        for table in self.page.tables.iter_mut().filter(|_| first) {
            if matches!(table.role, Role::Description | Role::Unknown)
                && !matches!(table.label, Label::Named(_))
            {
                table.role = if table.columns.required { Role::Request } else { Role::Response };
            }
        }
        self.page.has_uri = true;
        self.label = Some(Meaning { is: Some(Role::Request), ..Meaning::default() });
        true
    }

    /// Takes requests where evidence finds them and no rule does. Returns whether it took any.
    pub(super) fn told_requests(&mut self, span: Span) -> bool {
        let Some(told) = self.evidence else { return false };
        let requests = told.requests(span);
        for (method, target) in requests {
            self.request_line(*method, target.clone(), span);
        }
        self.page.has_uri |= !requests.is_empty();
        !requests.is_empty()
    }

    pub(super) fn uri(&mut self, content: &Inline, span: Span) {
        for text in content.lines() {
            let waiting = self.method.take();
            let found = request::line(text).or_else(|| Some((waiting?, request::target(text)?)));
            // `PATH: /v1/x` and `Method: GET` on lines of their own, in either order.
            let labelled = text.split_once([':', '\u{ff1a}']).map_or("", |(_, value)| value.trim());
            let found = found.or_else(|| Some((waiting?, request::target(labelled)?)));
            let found = found.or_else(|| Some((request::method(labelled)?, self.path.take()?)));
            if let Some((method, target)) = found {
                self.request_line(method, target, span);
            } else {
                self.method = request::leading_method(text).or_else(|| request::method(labelled)).or(waiting);
                self.path = request::target(labelled).or(self.path.take());
            }
        }
        self.note(content.clone());
    }

    fn request_line(&mut self, method: tablature_ir::Method, target: String, span: Span) {
        let line = self.line(span.start);
        self.page.requests.push(RequestLine { method, target, span, line, call: None });
    }

    /// Statuses in a line of text.
    pub(super) fn status_line(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 3);
        let statuses =
            words.filter_map(|word| word.parse().ok()).filter(|status| (100..600).contains(status));
        self.page.statuses.extend(statuses.map(|status| (status, String::new())));
    }

    pub(super) fn links(&mut self, content: &Inline) {
        for link in &content.links {
            self.page.links.push(link.target.as_ref().into());
            if self.page.hint.is_none() {
                let found = self.dialect.links.iter().find_map(|regex| regex.captures(&link.target));
                self.page.versioned = found.as_ref().is_some_and(|found| found.name("version").is_some());
                self.page.hint = found
                    .and_then(|found| Some(found.name("name")?.as_str().to_owned()))
                    .map(|text| Line { text, span: link.span });
            }
        }
    }

    pub(super) fn code(&mut self, code: &Code) {
        if self.indented_label(code) {
            return;
        }
        if self.bare_requests(parts::code_requests(&code.text), code.span) {
            return;
        }
        self.announced = false;
        if self.role() != Role::Uri && self.told_requests(code.span) || self.told_list(code.span) {
            return;
        }
        self.page.listed += usize::from(self.page.tables.is_empty() && code.terms().is_some());
        let mut status = self.status;
        let role = match self.role() {
            Role::Uri => {
                for text in code.text.lines() {
                    if let Some((method, target)) = request::line(text).or_else(|| request::whole(text)) {
                        self.request_line(method, target, code.span);
                    }
                }
                return;
            }
            Role::Request => Role::RequestExample,
            Role::Response => Role::ResponseExample,
            role @ (Role::RequestExample | Role::ResponseExample) => role,
            role if !evidence::speaks(role) => {
                let Some((role, of)) = self.evidence.and_then(|told| told.example(code.span)) else { return };
                status = of.or(status);
                role
            }
            _ => return,
        };
        if example::is_program(code) {
            return;
        }
        let start = code.place(0..0).start.max(code.span.start);
        let start = if code.text.is_empty() { code.span.start } else { code.place(0..1).start.max(start) };
        self.page.examples.push(Example {
            role,
            status,
            text: code.text.clone(),
            span: code.span,
            start: start as usize,
            line: self.line(start),
        });
    }

    /// Takes a caption that is still indented like the list before it, which Markdown reads as code.
    fn indented_label(&mut self, code: &Code) -> bool {
        let source = self.document.slice(code.span);
        if source.trim_start().starts_with(['`', '~', '<']) {
            return false;
        }
        let text = code.text.trim().lines().last().unwrap_or_default().trim();
        if !text.starts_with("**") {
            return false;
        }
        let text = text.replace("**", "").replace('\\', "");
        if self.caption_line(text.trim(), code.span) {
            return true;
        }
        let meaning = self.label(&text);
        let known = meaning.is_some();
        if let Some(meaning) = meaning {
            self.labelled(meaning, code.span);
        }
        known
    }
}
