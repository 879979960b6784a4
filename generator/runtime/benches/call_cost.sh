#!/usr/bin/env bash
# Counts the instructions of one call: through the client, and written by hand (examples/call_cost.rs).
# Needs valgrind. What starting costs is taken away by counting 1000 and 2000 calls.
set -eu
cd "$(dirname "$0")/../../.."
cargo build -q --release -p tablature-client --no-default-features --example call_cost
program=${CARGO_TARGET_DIR:-target}/release/examples/call_cost
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1 | sed -n 's/.*Collected : //p'
}
for kind in form token hmac; do for items in 0 20; do
    hand=$(( ($(count hand 2000 $items $kind) - $(count hand 1000 $items $kind)) / 1000 ))
    client=$(( ($(count client 2000 $items $kind) - $(count client 1000 $items $kind)) / 1000 ))
    echo "$kind, $items items: by hand $hand instructions, client $client: $(awk "BEGIN { printf \"%+.1f %%\", ($client / $hand - 1) * 100 }")"
done; done
