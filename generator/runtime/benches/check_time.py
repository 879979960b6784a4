#!/usr/bin/env python3
"""Times `cargo check` of a crate with 400 structs of 8 fields, for each way to decode and encode them.

    generator/runtime/benches/check_time.py [ROUNDS]

Dependencies are checked beforehand; each figure is the least CPU time (user and system, so that a busy machine
matters little) of ROUNDS runs (5 unless given) of the crate alone, not incremental. The figures that decided are in `benches/README.md`.
"""
import os, pathlib, resource, subprocess, sys, tempfile

RUNTIME = pathlib.Path(__file__).resolve().parents[1]
STRUCTS = 400
FIELDS = [  # Rust name, wire name, type
    ("id", "Id", "Option<String>"), ("name", "Name", "Option<String>"), ("size", "Size", "Option<i64>"),
    ("ratio", "Ratio", "Option<f64>"), ("enabled", "Enabled", "Option<bool>"), ("tags", "Tags", "Vec<String>"),
    ("child", "Child", "Option<Box<{next}>>"), ("children", "Children", "Vec<{next}>"),
]

def struct(i, derives, attributes=lambda wire: "", extra=True):
    fields = "".join(
        f"    {attributes(wire)}pub {rust}: {type.format(next=f'S{i + (i % 4 < 3)}')},\n" for rust, wire, type in FIELDS)
    extra = "    pub extra: tablature_client::Extra,\n" if extra else ""
    return f"#[derive({derives})]\n#[non_exhaustive]\npub struct S{i} {{\n{fields}{extra}}}\n"

def bare(i):
    return struct(i, "Clone, Default, PartialEq, Debug", extra=False)

def model(i):
    table = ", ".join(f'{rust}: "{wire}"' for rust, wire, _ in FIELDS)
    return struct(i, "Clone, Default, PartialEq") + f"tablature_client::model!(S{i} {{ {table} }});\n"

def emitted(i):
    names = ", ".join(f'"{wire}"' for _, wire, _ in FIELDS)
    shared = ", ".join(f"&self.{rust}" for rust, _, _ in FIELDS)
    unique = ", ".join(f"&mut self.{rust}" for rust, _, _ in FIELDS)
    return struct(i, "Clone, Default, PartialEq") + f"""
impl tablature_client::Object for S{i} {{
    fn names(&self) -> &'static [&'static str] {{ &[{names}] }}
    fn type_name(&self) -> &'static str {{ "S{i}" }}
    fn visit(&self, visitor: &mut dyn FnMut(&[&dyn tablature_client::Value], &tablature_client::Extra)) {{
        visitor(&[{shared}], &self.extra)
    }}
    fn visit_mut(&mut self, visitor: &mut dyn FnMut(&mut [&mut dyn tablature_client::Value], &mut tablature_client::Extra)) {{
        visitor(&mut [{unique}], &mut self.extra)
    }}
}}
impl tablature_client::Value for S{i} {{
    fn view(&self) -> tablature_client::View<'_> {{ tablature_client::View::Object(self) }}
    fn slot(&mut self) -> tablature_client::Slot<'_> {{ tablature_client::Slot::Object(self) }}
    fn clear(&mut self) {{ *self = Self::default(); }}
}}
impl core::fmt::Debug for S{i} {{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {{ tablature_client::private::debug(self, f) }}
}}
impl tablature_client::private::Serialize for S{i} {{
    fn serialize<S: tablature_client::private::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {{
        tablature_client::private::serialize(self, s)
    }}
}}
impl<'de> tablature_client::private::Deserialize<'de> for S{i} {{
    fn deserialize<D: tablature_client::private::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {{
        tablature_client::private::deserialize(d)
    }}
}}
"""

def deserialize(i):
    return struct(i, "Clone, Default, PartialEq, Debug, serde::Deserialize",
                  lambda wire: f'#[serde(rename = "{wire}", default)] ', extra=False)

def both(i):
    return struct(i, "Clone, Default, PartialEq, Debug, serde::Serialize, serde::Deserialize",
                  lambda wire: f'#[serde(rename = "{wire}", default)] ', extra=False)

FORMS = {
    "bare: no decoding at all": bare,
    "model!: a table, one decoder": model,
    "emitted impls of the same": emitted,
    "derive(Deserialize), strict": deserialize,
    "derive(both), strict": both,
}

def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "src").mkdir()
        (root / "Cargo.toml").write_text(f"""[package]
name = "structs"
version = "0.1.0"
edition = "2024"
[dependencies]
serde = {{ version = "1", features = ["derive"] }}
tablature-client = {{ path = "{RUNTIME}", default-features = false }}
[workspace]
""")
        environment = dict(os.environ, CARGO_INCREMENTAL="0", CARGO_TARGET_DIR=str(root / "target"))
        for name, form in FORMS.items():
            source = "//! Generated.\n#![allow(missing_docs)]\n" + "".join(form(i) for i in range(STRUCTS))
            least = None
            for round in range(rounds + 1):  # the first also checks the dependencies
                (root / "src/lib.rs").write_text(source + f"// {round}\n")
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run(["cargo", "check", "-q", "--offline" if round else "--lib"], cwd=root, env=environment, check=True)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                if round:
                    least = min(least or seconds, seconds)
            print(f"{name:32} {least:6.2f} s   {len(source.split()):6} words", flush=True)

if __name__ == "__main__":
    main()
