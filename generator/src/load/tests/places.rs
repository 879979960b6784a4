//! Every node knows its bytes.

use super::load;
use crate::load::{Block, MarkKind};

#[test]
fn cells_and_their_parts() {
    let text = "\u{feff}# t\r\n\r\n| **名称** | `a\\|b` |\r\n|--|--|\r\n| [*X*](#X) &lt; y | |\r\n";
    let document = load(text);
    let table = document.tables().next().expect("a table");
    let head = &table.head[0].cells;
    assert_eq!(document.slice(head[0].span), "**名称**");
    assert_eq!(document.slice(head[0].content.place(3..6)), "称");
    assert_eq!(document.slice(head[0].content.marks[0].span), "**名称**");
    let cell = &table.rows[0].cells[0];
    assert_eq!(&*cell.content.text, "X < y");
    assert_eq!(document.slice(cell.content.links[0].span), "[*X*](#X)");
    assert_eq!(document.slice(cell.content.place(4..5)), "y");
    assert_eq!(document.slice(cell.content.place(0..1)), "X");
    assert_eq!(document.line(cell.span.range().start), 5);
    assert_eq!(document.slice(head[1].span), "`a\\|b`");
    assert!(table.rows[0].cells[1].content.is_empty());
    assert!(head[0].content.is_all(MarkKind::Strong));
}

#[test]
fn html_cells_and_their_parts() {
    let text = "-   x\n\n    <table><tr id=\"r\"><td><p>a &lt; 名称</p>\n    <p>two\n    three</p></td>\n    </tr></table>\n";
    let document = load(text);
    let table = document.tables().next().expect("a table");
    let cell = &table.head[0].cells[0];
    assert_eq!(&*cell.content.text, "a < 名称\ntwo three");
    assert_eq!(document.slice(cell.content.place(4..10)), "名称");
    assert_eq!(document.slice(cell.content.place(11..14)), "two");
    assert_eq!(document.slice(cell.content.place(15..20)), "three");
    assert!(
        document.slice(cell.span).starts_with("<td><p>a") && document.slice(cell.span).ends_with("</td>")
    );
    assert!(document.slice(table.head[0].span).ends_with("</tr>"));
    assert_eq!(document.slice(table.head[0].anchors[0].span), "<tr id=\"r\">");
    assert!(document.slice(table.span).ends_with("</table>"));
}

#[test]
fn code_in_lists() {
    let text = "-   x\n\n    ```json\n    {\n      \"a\": 1\n    }\n    ```\n";
    let document = load(text);
    let code = document.all().find_map(|block| match block {
        Block::Code(code) => Some(code),
        _ => None,
    });
    let code = code.expect("a code block");
    let at = code.text.find("\"a\"").expect("the key");
    assert_eq!(document.slice(code.place(at..at + 3)), "\"a\"");
    assert_eq!(document.line(code.place(at..at + 3).range().start), 5);
}
