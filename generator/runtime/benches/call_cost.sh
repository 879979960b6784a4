#!/usr/bin/env bash
# Counts the instructions of one call: through the client, and written by hand (examples/call_cost/main.rs).
# Needs valgrind. What starting costs is taken away by counting 1000 and 2000 calls.
#
# Fails where both sides do not send the same request, and where the client costs more than call_cost.tsv says by over 3 %: what allocators and compilers of other machines
# change. `call_cost.sh --write` writes the file anew.
set -eu
cd "$(dirname "$0")/../../.."
held=$PWD/generator/runtime/benches/call_cost.tsv
margin=3
cargo build -q --release -p tablature-client --no-default-features --example call_cost
program=${CARGO_TARGET_DIR:-target}/release/examples/call_cost
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1 | sed -n 's/.*Collected : //p'
}
# One call of a side (client, hand, once), a number of items and a kind.
call() {
    echo $(( ($(count "$1" 2000 "$2" "$3") - $(count "$1" 1000 "$2" "$3")) / 1000 ))
}
than() {
    awk "BEGIN { printf \"%+.1f %%\", ($1 / $2 - 1) * 100 }"
}
failed=0 found=
for kind in form json token hmac usual; do "$program" same $kind; done
for case in form:0 form:20 json:0 json:20 token:0 token:20 hmac:0 hmac:20 usual:10; do
    kind=${case%:*} items=${case#*:}
    client=$(call client $items $kind) hand=$(call hand $items $kind) once=$(call once $items $kind)
    echo "$kind, $items items: client $client instructions, by hand $hand ($(than "$client" "$hand")), with what can be made once made once $once ($(than "$client" "$once"))"
    found+="$kind	$items	$client"$'\n'
    was=$(awk -F '\t' -v kind=$kind -v items=$items '$1 == kind && $2 == items { print $3 }' "$held" 2>/dev/null || true)
    if [ "${1-}" != --write ] && [ $(( client * 100 )) -gt $(( ${was:-0} * (100 + margin) )) ]; then
        echo "  more than the ${was:-0} that are held"
        failed=1
    fi
done
[ "${1-}" != --write ] || printf '%s' "$found" > "$held"
exit $failed
