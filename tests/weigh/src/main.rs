//! `weigh emit SPEC.json FILE`: what progenitor emits for an OpenAPI document.
//! `weigh tokens PATH…`: tokens, without comments and docs, and lines of Rust files; mocks do not count.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use proc_macro2::{TokenStream, TokenTree};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["emit", spec, file] => emit(spec, file),
        ["tokens", ref paths @ ..] if !paths.is_empty() => weigh(paths),
        _ => Err("weigh emit SPEC.json FILE | weigh tokens PATH…".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn emit(spec: &str, file: &str) -> Result<(), String> {
    let text = fs::read_to_string(spec).map_err(|error| format!("{spec}: {error}"))?;
    let document: openapiv3::OpenAPI = serde_json::from_str(&text).map_err(|error| format!("{spec}: {error}"))?;
    let mut generator = progenitor::Generator::default();
    let tokens = generator.generate_tokens(&document).map_err(|error| format!("{spec}: {error}"))?;
    let parsed = syn::parse2(tokens).map_err(|error| format!("{spec}: {error}"))?;
    fs::write(file, prettyplease::unparse(&parsed)).map_err(|error| format!("{file}: {error}"))
}

fn weigh(paths: &[&str]) -> Result<(), String> {
    let (mut tokens, mut lines) = (0, 0);
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        collect(Path::new(path), &mut files).map_err(|error| format!("{path}: {error}"))?;
    }
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let stream: TokenStream = text.parse().map_err(|error| format!("{}: {error}", file.display()))?;
        tokens += count(stream);
        let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        lines += text.lines().filter(code).count();
    }
    println!("{tokens} {lines}");
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name != "mock") {
            collect(&path, files)?;
        }
    }
    Ok(())
}

/// Identifiers, literals and signs; a pair of delimiters is two. `#[doc = …]` does not count.
fn count(stream: TokenStream) -> usize {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut total = 0;
    let mut index = 0;
    while let Some(tree) = trees.get(index) {
        index += 1;
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let inner = matches!(trees.get(index), Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
                let at = index + usize::from(inner);
                if is_doc(trees.get(at)) {
                    index = at + 1;
                } else {
                    total += 1;
                }
            }
            TokenTree::Group(group) => total += 2 + count(group.stream()),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => total += 1,
        }
    }
    total
}

fn is_doc(tree: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = tree else { return false };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(ident)) if ident == "doc")
}
