//! Checking requests as the service does: by its recipes, from the bytes of the wire.

use tablature_recipe::{Clock, Plan, Refusal as Unverified, Sample};

use super::{Api, Fault, Received, Refusal, Route};

/// The credentials that a mock takes.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Keys {
    /// One value for everything public and one for everything secret; optional credentials are absent.
    Alike { access: String, secret: String },
    /// Values by name.
    Named(Vec<(String, String)>),
}

impl Keys {
    fn get(&self, plan: &Plan, name: &str) -> Option<&str> {
        match self {
            Keys::Alike { access, secret } => {
                let (_, kind) = plan.credentials().find(|(known, _)| *known == name)?;
                (!kind.is_optional()).then_some(if kind.is_secret() { secret } else { access })
            }
            Keys::Named(values) => {
                values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
            }
        }
    }

    fn serve(&self, plan: &Plan) -> bool {
        plan.credentials().all(|(name, kind)| kind.is_optional() || self.get(plan, name).is_some())
    }
}

/// Checks that a request is authenticated with these credentials, in any way that the operation takes.
pub(super) fn verify(received: &Received, api: &Api, route: &Route, keys: &Keys) -> Result<(), Fault> {
    let plans = api.auth.as_ref().map_err(|why| Fault::new(Refusal::Signature, why))?;
    let ways: Vec<Vec<&Plan>> = match &route.auth {
        None => plans.iter().map(|plan| vec![plan]).collect(),
        Some(ways) => {
            let find = |name: &String| plans.iter().find(|plan| plan.name() == name);
            ways.iter().filter_map(|way| way.iter().map(find).collect()).collect()
        }
    };
    let is_public = route.auth.as_ref().map_or(plans.is_empty(), Vec::is_empty);
    if is_public {
        return Ok(());
    }
    let sample = sample(received).along(&route.path);
    let mut fault = Fault::new(Refusal::Unsigned, "the request is not authenticated");
    for way in ways.iter().filter(|way| way.iter().all(|plan| keys.serve(plan))) {
        match way.iter().try_for_each(|plan| by_recipe(&sample, plan, keys)) {
            Ok(()) => return Ok(()),
            Err(Unverified::Wrong(why)) => fault = Fault::new(Refusal::Signature, why),
            Err(Unverified::Absent) => {}
        }
    }
    Err(fault)
}

fn sample(received: &Received) -> Sample {
    let headers = received.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query = (!received.raw_query.is_empty()).then_some(&received.raw_query);
    let target = query.map_or(received.path.clone(), |query| format!("{}?{query}", received.path));
    Sample::new(&received.method, &target, headers, received.body.clone())
}

fn by_recipe(sample: &Sample, plan: &Plan, keys: &Keys) -> Result<(), Unverified> {
    let credential = |name: &str| keys.get(plan, name);
    let known = Clock::new(&credential, &|_| None, std::time::SystemTime::now());
    tablature_recipe::verify(plan, known, sample)
}
