//! A driver that needs no nightly compiler: it mutates seeds by a seeded sequence, so that every run is the same run.
//!
//! ```sh
//! cargo run --release --manifest-path tests/fuzz/Cargo.toml --bin drive -- [TARGET|all] [INPUTS] [SEED] [SECONDS]
//! ```
//!
//! Without a target it lists them; `seeds TARGET FOLDER` writes the seeds of one. A panic, an input that takes ten
//! seconds, or more than 500 MB of memory ends the run and leaves the input in `tests/fuzz/artifacts/`.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tablature_fuzz::{TARGETS, Target, seeds, target};

/// The longest time that an input may take.
const LONGEST: Duration = Duration::from_secs(10);

/// The most memory that the process may have, in kB.
const LARGEST: u64 = 500 * 1024;

/// The most bytes of an input: what is large is not found by chance.
const MOST: usize = 24 * 1024;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let wanted = match arguments.first().map(String::as_str) {
        None => {
            TARGETS.iter().for_each(|target| println!("{}", target.name));
            return ExitCode::SUCCESS;
        }
        Some("seeds") => return write_seeds(arguments.get(1), arguments.get(2)),
        Some("all") => TARGETS.to_vec(),
        Some(name) => target(name).into_iter().collect(),
    };
    let limit = number(3).map(Duration::from_secs);
    let mut sound = !wanted.is_empty();
    for target in wanted {
        sound &= drive(target, number(1).unwrap_or(target.inputs), number(2).unwrap_or(1), limit);
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Puts the seeds of a target into a folder, where libFuzzer looks for them.
fn write_seeds(name: Option<&String>, folder: Option<&String>) -> ExitCode {
    let (Some(target), Some(folder)) = (name.and_then(|name| target(name)), folder) else {
        return ExitCode::FAILURE;
    };
    for (number, seed) in seeds::of(target.seeds).into_iter().enumerate() {
        fs::write(PathBuf::from(folder).join(format!("seed-{number}")), seed).expect("a seed can be written");
    }
    ExitCode::SUCCESS
}

/// The input that is running, for the watch.
type Hand = Arc<Mutex<Option<(Instant, Vec<u8>)>>>;

fn drive(target: Target, inputs: u64, seed: u64, limit: Option<Duration>) -> bool {
    let seeds = seeds::of(target.seeds);
    assert!(!seeds.is_empty(), "{}: no seeds in {:?}", target.name, target.seeds);
    let hand = Hand::default();
    watch(target.name, &hand);
    let (started, mut random, mut faults, mut done) = (Instant::now(), Random(seed), 0, 0);
    while done < inputs && limit.is_none_or(|limit| started.elapsed() < limit) {
        let input = if done < seeds.len() as u64 {
            seeds[usize::try_from(done).unwrap_or(0)].clone()
        } else {
            mutated(&seeds, &mut random)
        };
        *hand.lock().expect("the watch does not panic") = Some((Instant::now(), input.clone()));
        if catch_unwind(AssertUnwindSafe(|| (target.run)(&input))).is_err() {
            faults += 1;
            eprintln!("{}: a panic, {}", target.name, keep(target.name, &input).display());
            if faults == 10 {
                break;
            }
        }
        done += 1;
        if done % 256 == 0 && memory() > LARGEST {
            eprintln!("{}: {} MB after {done} inputs", target.name, memory() / 1024);
            faults += 1;
            break;
        }
    }
    *hand.lock().expect("the watch does not panic") = None;
    println!(
        "{}: {done} inputs in {:.0} s, {} MB at most, {faults} faults",
        target.name,
        started.elapsed().as_secs_f64(),
        memory() / 1024
    );
    faults == 0
}

/// Ends the process when an input takes too long.
fn watch(name: &'static str, hand: &Hand) {
    let hand = Arc::clone(hand);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let held = hand.lock().expect("nobody panics with it");
            if let Some((since, input)) = &*held
                && since.elapsed() > LONGEST
            {
                eprintln!("{name}: more than ten seconds, {}", keep(name, input).display());
                std::process::exit(1);
            }
        }
    });
}

fn keep(name: &str, input: &[u8]) -> PathBuf {
    let folder = seeds::root().join("tests/fuzz/artifacts");
    let sum = input.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let path = folder.join(format!("{name}-{sum:016x}"));
    fs::create_dir_all(&folder).and_then(|()| fs::write(&path, input)).expect("an artifact can be written");
    path
}

/// The most memory that the process has had, in kB; 0 where the system does not tell it.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Random numbers from a seed (SplitMix64), the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    fn range(&mut self, length: usize, most: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let end = (start + 1 + self.below(most)).min(length);
        start.min(end)..end
    }
}

/// What grammars are made of.
const WORDS: &[&str] = &[
    "|", "\n", "\n\n", "|---|", "#", "## ", "`", "```\n", "**", "_", "[", "](", ")", "<", ">", "</", "<table>", "<tr>", "<td>",
    "<td colspan=9 rowspan=9>", "</td>", "</tr>", "</table>", "<!--", "-->", "&lt;", "&#0;", "\\", "\"", "'", "{", "}", "[]",
    "{}", ":", ",", ".", "..", "...", "-", "- ", "? ", "&a ", "*a", "<<: *a", "!!str ", "null", "true", "0", "-1", "1e999",
    "99999999999999999999", "list<", "map<", "string", "array[", "N", ".N.", ".0.", "%", "%00", "\u{0}", "\u{0}\u{1}", "\u{202e}",
    "\u{feff}", "\u{3000}", "，", "：", "、", "（", "）", "～", "\r", "\r\n", "\t", "  ", "HTTP/1.1", "Content-Length: ",
    "Transfer-Encoding: chunked\r\n", "必填", "是", "否", "枚举值：", "默认值", "GET /", "POST /", "?a=b&c=d", "/*", "*/", "//",
    "\\u0000", "\\ud800", "NaN", "\n---\n",
];

fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    if input.len() > MOST {
        let from = random.below(input.len() - MOST);
        input = input[from..from + MOST].to_vec();
    }
    for _ in 0..1 + random.below(6) {
        mutate(&mut input, seeds, random);
    }
    input.truncate(MOST);
    input
}

fn mutate(input: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let length = input.len();
    match random.below(10) {
        0 if length > 0 => {
            let at = random.below(length);
            input[at] ^= 1 << random.below(8);
        }
        1 if length > 0 => {
            let at = random.below(length);
            input[at] = random.next().to_le_bytes()[0];
        }
        2 => drop(input.drain(random.range(length, 64))),
        3 => drop(input.drain(random.range(length, 2_000))),
        4 => {
            let piece = input[random.range(length, 200)].to_vec();
            let at = random.below(length + 1);
            input.splice(at..at, piece);
        }
        // Depth, and many of a kind.
        5 => {
            let piece = input[random.range(length, 24)].to_vec();
            let times = [2, 8, 70, 300][random.below(4)];
            let at = random.below(length + 1);
            input.splice(at..at, piece.repeat(times));
        }
        6 => {
            let other = &seeds[random.below(seeds.len())];
            let piece = other[random.range(other.len(), 1_000)].to_vec();
            let range = random.range(length, 200);
            input.splice(range, piece);
        }
        7 => {
            let at = random.below(length + 1);
            let word = WORDS[random.below(WORDS.len())];
            input.splice(at..at, word.repeat([1, 1, 1, 3, 100][random.below(5)]).bytes());
        }
        8 => {
            let range = random.range(length, 8);
            input.splice(range, WORDS[random.below(WORDS.len())].bytes());
        }
        _ => lines(input, random),
    }
}

/// Swaps two lines, or duplicates one.
fn lines(input: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<Vec<u8>> = input.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return;
    }
    let (a, b) = (random.below(lines.len()), random.below(lines.len()));
    if random.below(2) == 0 {
        lines.swap(a, b);
    } else {
        let line = lines[a].clone();
        lines.insert(b, line);
    }
    *input = lines.concat();
}
