//! Enums that stay open: an undocumented value is kept as it came.

/// An enum whose values are texts or whole numbers on the wire.
pub trait OpenEnum: Send + Sync {
    /// The value as it is spelled on the wire.
    fn text(&self) -> &str;
    /// Takes a value as it is spelled on the wire; one that is not known is kept.
    fn set_text(&mut self, text: &str);
    /// Whether it is a number in JSON.
    fn is_integer(&self) -> bool;
}
