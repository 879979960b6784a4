//! Open enums, as a call of the runtime's macro.

use super::{
    operation::docs_code,
    source::{Piece, doc_text, literal},
};
use crate::plan::Enum;

/// The enum.
pub(super) fn piece(item: &Enum) -> Piece {
    let mut text = "tablature_client::open_enum! {\n".to_owned();
    doc_text(&item.docs, "    ", &mut text);
    text.extend([
        "    pub enum ",
        item.path.name.as_str(),
        if item.integer { ": integer" } else { "" },
        " {\n",
    ]);
    for variant in &item.variants {
        let value = docs_code(&variant.value);
        if variant.docs.is_empty() {
            doc_text([value], "        ", &mut text);
        } else {
            doc_text(&variant.docs, "        ", &mut text);
        }
        text.extend(["        ", variant.name.as_str(), " = ", &literal(&variant.value), ",\n"]);
    }
    text.push_str("    }\n}\n");
    Piece::Text(text)
}
