//! What a table is taken for, and the reasons with their points.

/// What speaks for a candidate, and how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The signal, in words.
    pub why: &'static str,
    /// The candidate it speaks for.
    pub of: Candidate,
    /// Its points.
    pub points: f32,
}

/// What words over a table say, as reasons.
pub(super) const CAPTION: &str = "words of the caption";
pub(super) const HEADING: &str = "words of a heading";
pub(super) const FAILED: &str = "a status of failure";
pub(super) const SUCCEEDED: &str = "a status of success";

/// What a table can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Candidate {
    /// Of the request.
    Request,
    /// Of the response.
    Response,
    /// Of the response of failure.
    Failure,
    /// No table of fields.
    None,
}

impl Candidate {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Candidate::Request => "request",
            Candidate::Response => "response",
            Candidate::Failure => "failure",
            Candidate::None => "no fields",
        }
    }
}

/// A decision with what led to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The reasons, in the order in which they were found.
    pub reasons: Vec<Reason>,
}

impl Decision {
    pub(super) fn add(&mut self, of: Candidate, why: &'static str, points: f32) {
        if points.abs() > f32::EPSILON {
            self.reasons.push(Reason { why, of, points });
        }
    }

    /// What speaks for a response speaks for the response of failure: it is one.
    pub(super) fn fail(&mut self) {
        for reason in self.reasons.iter_mut().filter(|reason| reason.of == Candidate::Response) {
            reason.of = Candidate::Failure;
        }
    }

    /// Whether words over the table speak for a candidate.
    pub(super) fn is_said(&self, of: Candidate) -> bool {
        let says = |why| matches!(why, CAPTION | HEADING | FAILED | SUCCEEDED);
        self.reasons.iter().any(|reason| reason.of == of && reason.points > 0.0 && says(reason.why))
    }

    /// The points of a candidate.
    #[must_use]
    pub fn points(&self, of: Candidate) -> f32 {
        self.reasons.iter().filter(|reason| reason.of == of).map(|reason| reason.points).sum()
    }

    /// The candidates with their points, most points first. On a tie, the order is that of [`Candidate`].
    #[must_use]
    pub fn ranked(&self) -> Vec<(Candidate, f32)> {
        let all = [Candidate::Request, Candidate::Response, Candidate::Failure, Candidate::None];
        let mut ranked: Vec<_> = all.into_iter().map(|of| (of, self.points(of))).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }

    /// By how much the first leads.
    #[must_use]
    pub fn margin(&self) -> f32 {
        match self.ranked().as_slice() {
            [first, second, ..] => first.1 - second.1,
            _ => 0.0,
        }
    }
}
