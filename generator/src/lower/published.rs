//! The addresses that pages are published under.

use crate::escape::uri;

/// The address that pages are published under, to which the path of a page is appended; or a template of a page's
/// address, `https://docs.example.com/{folder}/{anchor}.html`. It may name the path of the page (`page`), its folder and
/// its name without an ending (`folder`, `stem`), and the anchor that the page writes into its heading (`anchor`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published(String);

impl Published {
    /// The names that a template may hold.
    pub const NAMES: [&str; 4] = ["page", "folder", "stem", "anchor"];

    /// The addresses that a text describes.
    ///
    /// # Errors
    /// The text names something that a page does not have: the name.
    pub fn new(text: &str) -> Result<Self, &str> {
        match names(text).find(|name| !Self::NAMES.contains(name)) {
            Some(name) => Err(name),
            None => Ok(Published(text.to_owned())),
        }
    }

    /// What the addresses of all pages begin with; empty where not even their host is the same.
    #[must_use]
    pub fn base(&self) -> &str {
        let Some((before, _)) = self.0.split_once('{') else { return &self.0 };
        let base = before.rsplit_once('/').map_or("", |(base, _)| base);
        if base.ends_with('/') { "" } else { base }
    }

    /// The address of a page from the template; `None` if there is no template. A page without the anchor that the
    /// template needs gets the base, from where readers can find it.
    pub(super) fn address(&self, page: &str, anchor: Option<&str>) -> Option<String> {
        names(&self.0).next()?;
        let (folder, file) = page.rsplit_once('/').unwrap_or(("", page));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut address = self.0.clone();
        for (name, value) in Self::NAMES.into_iter().zip([Some(page), Some(folder), Some(stem), anchor]) {
            let slot = format!("{{{name}}}");
            match value {
                Some(value) => address = address.replace(&slot, &uri::path(value).to_string()),
                None if address.contains(&slot) => return Some(self.base().to_owned()),
                None => {}
            }
        }
        Some(address)
    }
}

/// The names in braces.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(template: &str, page: &str, anchor: Option<&str>) -> Option<String> {
        Published::new(template).unwrap().address(page, anchor)
    }

    #[test]
    fn templates_give_the_address_of_a_page() {
        let page = "disks/get disk.v2.md";
        assert_eq!(address("https://a.example/api", page, None), None, "the path follows");
        let whole = address("https://a.example/{folder}-api/{stem}", page, None);
        assert_eq!(whole.as_deref(), Some("https://a.example/disks-api/get%20disk.v2"));
        let whole = address("https://a.example/{page}?v=1", page, None);
        assert_eq!(whole.as_deref(), Some("https://a.example/disks/get%20disk.v2.md?v=1"));
        let anchored = "https://a.example/api-{folder}/{anchor}.html";
        assert_eq!(
            address(anchored, page, Some("d_1")).as_deref(),
            Some("https://a.example/api-disks/d_1.html")
        );
        assert_eq!(address(anchored, page, None).as_deref(), Some("https://a.example"));
        assert_eq!(
            address("https://a.example/{stem}", "top.html", None).as_deref(),
            Some("https://a.example/top")
        );
    }

    #[test]
    fn a_template_names_what_pages_have() {
        assert_eq!(Published::new("https://a.example/{servise}"), Err("servise"));
        let base = |template| Published::new(template).unwrap().base().to_owned();
        assert_eq!(base("https://a.example/api"), "https://a.example/api");
        assert_eq!(base("https://a.example/api-{folder}"), "https://a.example");
        assert_eq!(base("https://{folder}.example"), "");
    }
}
