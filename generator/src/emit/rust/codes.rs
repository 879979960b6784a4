//! The documented error codes as constants, as a call of the runtime's macro.

use super::{
    operation::docs_code,
    source::{Piece, doc_text, literal},
};
use crate::plan::Code;

/// The file of the codes.
pub(super) fn file(codes: &[Code]) -> Vec<Piece> {
    let docs = "//! Error codes that the documentation lists, to be compared with the code of an error.\n\n";
    vec![Piece::Text(docs.to_owned() + &constants(codes))]
}

/// The constants.
pub(super) fn items(codes: &[Code]) -> Vec<Piece> {
    vec![Piece::Text(constants(codes))]
}

fn constants(codes: &[Code]) -> String {
    let mut text = "tablature_client::codes! {\n".to_owned();
    for code in codes {
        if code.docs.is_empty() {
            doc_text([docs_code(&code.code)], "    ", &mut text);
        } else {
            doc_text(&code.docs, "    ", &mut text);
        }
        text.extend(["    ", code.name.as_str(), " = ", &literal(&code.code), ",\n"]);
    }
    text.push_str("}\n");
    text
}
