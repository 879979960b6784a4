//! What the contract and the runtime both spell, because neither knows the other, is the same.

use tablature_client as runtime;

/// Takes a word that one side alone has for an error of the compiler.
macro_rules! same {
    ($ours:path, $theirs:path: $($word:ident)*) => {{
        use $ours as Ours;
        use $theirs as Theirs;
        for (ours, theirs) in [$((Ours::$word, Theirs::$word)),*] {
            match ours { $(Ours::$word => {})* }
            match theirs { $(Theirs::$word => {})* }
            assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        }
    }};
}

#[test]
fn the_contract_and_the_runtime_have_the_same_words() {
    same!(tablature_ir::Method, runtime::Method: Get Head Post Put Patch Delete Options);
    same!(tablature_ir::Retry, runtime::Retry: Safe Idempotent Unsafe);
    same!(tablature_ir::Location, runtime::Place: Path Query Header Form Body);
    same!(tablature_ir::Refusal, runtime::mock::Refusal: Unnamed Unknown Unsigned Signature Missing Value);
    same!(tablature_ir::Encoding, runtime::Encoding: Indexed Numbered MemberNumbered Repeated Brackets IndexedBrackets Comma Json Slashes);
}

#[test]
fn a_method_is_spelled_and_retried_alike() {
    use runtime::Method as Theirs;
    use tablature_ir::Method as Ours;
    let methods = [
        (Ours::Get, Theirs::Get),
        (Ours::Head, Theirs::Head),
        (Ours::Post, Theirs::Post),
        (Ours::Put, Theirs::Put),
        (Ours::Patch, Theirs::Patch),
        (Ours::Delete, Theirs::Delete),
        (Ours::Options, Theirs::Options),
    ];
    for (ours, theirs) in methods {
        assert_eq!(ours.as_str(), theirs.as_str());
        assert_eq!(format!("{:?}", ours.retry()), format!("{:?}", theirs.retry()));
    }
}
