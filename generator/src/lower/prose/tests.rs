//! Tiny texts, one per shape. The phrases are those of a built-in dialect.

use std::sync::LazyLock;

use super::*;

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let text = crate::dialect::builtin("ucloud").unwrap();
    let dialect: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    Patterns::compile(&serde_yaml::from_value(dialect["prose"].clone()).unwrap()).unwrap()
});

fn read(ty: &str, description: &str) -> Facts {
    facts(&Text { description, name: "Name", ty: &ty.parse().unwrap(), side: Side::Request }, &PATTERNS)
}

/// `value=label` joined by `; `.
fn values(ty: &str, description: &str) -> String {
    let values = read(ty, description).values.map(|values| values.value).unwrap_or_default();
    let values: Vec<String> = values
        .iter()
        .map(|(value, label)| if label.is_empty() { value.clone() } else { format!("{value}={label}") })
        .collect();
    values.join("; ")
}

#[test]
fn debug() {
    for t in [
        "枚举值：Domain -> 域名；Path -> 路径规则；Default -> 默认规则",
        "枚举值：Domain -> 域名；Path -> 路径规则；Defa -> 规则",
        "枚举值：Domain -> 域名；Path -> 路径规则；Defa -> 规则，不传默认值Domain",
        "枚举值：continuous连续 exponent指数",
        "触发周期。枚举值：continuous连续 exponent 指数 single 不重复",
        "类型，枚举值：Domain -> 域名转发规则；Path -> 路径转发规则；Default -> 默认转发规则，不传默认值Domain",
    ] {
        eprintln!("{t}: {}", values("string", t));
    }
}
