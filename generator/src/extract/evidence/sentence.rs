//! Requests in sentences that set method and address off as code: "A `GET` to `/boats/{id}` gives one".

use super::{
    slashless,
    target::{self, Target},
};
use crate::load::{Inline, MarkKind};

/// The request of a text with one method, and the first address behind it in the same sentence.
pub(super) fn marked(content: &Inline) -> Option<Target> {
    let codes = || content.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
    let text = |range: std::ops::Range<u32>| content.text.get(range.start as usize..range.end as usize);
    let mut methods = codes().filter(|mark| {
        text(mark.range.clone()).is_some_and(|word| {
            word.bytes().all(|byte| byte.is_ascii_uppercase()) && target::method(word).is_some()
        })
    });
    let (Some(method), None) = (methods.next(), methods.next()) else {
        // The method and a path without its slash: `GET v1/boats`.
        let mut loose = codes().filter_map(|mark| slashless::loose(text(mark.range.clone())?));
        let only = loose.next().filter(|_| loose.next().is_none())?;
        return Some(Target { range: 0..content.text.len(), ..only });
    };
    let path = codes().find(|mark| {
        mark.range.start >= method.range.end
            && text(mark.range.clone()).is_some_and(|word| word.starts_with('/') && word.len() > 1)
    })?;
    let between = text(method.range.end..path.range.start)?;
    let address = text(path.range.clone())?;
    let found = target::addresses(address).into_iter().next();
    let whole = found.filter(|found| found.range.len() + 1 >= address.len() && !between.contains(". "))?;
    // The sentence is what the request is.
    Some(Target {
        method: target::method(text(method.range.clone())?),
        range: 0..content.text.len(),
        ..whole
    })
}
