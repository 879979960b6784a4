//! What is measured.

use std::{
    hint::black_box,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use criterion::{BenchmarkGroup, Criterion, SamplingMode, measurement::WallTime};
use rayon::prelude::*;
use tablature::{
    dialect::Dialect,
    emit,
    engine::{self, Reading},
    load,
    lower::Lowered,
    output::{self, Files},
    plan, spec,
};

use crate::{
    pages::{Set, bytes},
    parsers::{html, markdown, tables},
    report::{Phase, Report, Row},
};

/// Names the set whose peak of memory a process of its own measures.
pub(crate) const PEAK: &str = "TABLATURE_BENCH_PEAK";

/// All phases over one set.
pub(crate) fn run(set: &Set, criterion: &mut Criterion, report: &mut Report) {
    let dialect = set.dialect();
    let mut group = criterion.benchmark_group(&set.name);
    group.sampling_mode(SamplingMode::Flat).warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_secs(2));
    let mut measure = |phase: Phase, work: &mut dyn FnMut() -> usize| {
        if let Some((time, operations)) = bench(&mut group, phase, work) {
            let row = Row {
                set: set.name.clone(),
                phase,
                pages: set.pages.len(),
                bytes: set.bytes(),
                operations,
                time,
            };
            report.rows.push(row);
        }
    };
    let one = pool(1);
    measure(Phase::Markdown, &mut || {
        markdown(set);
        0
    });
    let tables = tables(set);
    if !tables.is_empty() {
        measure(Phase::Html, &mut || {
            html(&tables);
            0
        });
    }
    measure(Phase::Load, &mut || documents(set));
    measure(Phase::Extract, &mut || one.install(|| operations(&ir(set, &dialect))));
    let services = pool(0).install(|| ir(set, &dialect));
    measure(Phase::Emit, &mut || one.install(|| crates(&services).1));
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut run = 0;
    measure(Phase::Generate, &mut || {
        run += 1;
        let fresh = folder.path().join(run.to_string());
        generate(set, &dialect, &fresh)
    });
    let again = folder.path().join("again");
    generate(set, &dialect, &again);
    measure(Phase::Again, &mut || generate(set, &dialect, &again));
    if set.pages.len() > 4 {
        for (step, phase) in [(4, Phase::Quarter), (2, Phase::Half)] {
            let thinned = set.thinned(step);
            measure(phase, &mut || one.install(|| operations(&ir(&thinned, &dialect))));
        }
    }
    group.finish();
    report.peaks.extend(measure_peak(&set.name));
}

/// Lets criterion measure, and keeps the shortest time.
fn bench(
    group: &mut BenchmarkGroup<'_, WallTime>,
    phase: Phase,
    work: &mut dyn FnMut() -> usize,
) -> Option<(Duration, usize)> {
    let mut best = None;
    let mut operations = 0;
    group.bench_function(phase.name(), |bencher| {
        bencher.iter_custom(|times| {
            let mut total = Duration::ZERO;
            for _ in 0..times {
                let start = Instant::now();
                operations = black_box(work());
                let time = start.elapsed();
                total += time;
                best = Some(best.map_or(time, |best: Duration| best.min(time)));
            }
            total
        });
    });
    best.map(|best| (best, operations))
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

fn documents(set: &Set) -> usize {
    for page in &set.pages {
        black_box(load::page(page.path.clone(), bytes(page)).expect("UTF-8"));
    }
    0
}

fn ir(set: &Set, dialect: &Arc<Dialect>) -> Vec<Lowered> {
    let reading = Reading::new(set.vendor, dialect.clone());
    black_box(engine::read(&set.pages, "", reading)).expect("pages without overlays").services
}

fn operations(services: &[Lowered]) -> usize {
    services.iter().map(|lowered| lowered.service.operations.len()).sum()
}

/// Formatted crates in memory, and how many operations they have.
fn crates(services: &[Lowered]) -> (Files, usize) {
    let made: Vec<(Files, usize)> = services
        .par_iter()
        .map(|lowered| {
            let service = &lowered.service;
            let Ok(plan) = plan::plan(service, &plan::Options::default()) else { return (Files::new(), 0) };
            let files = emit::krate(&plan, None).0.into_iter();
            let mut files: Files =
                files.map(|(path, bytes)| (format!("{}/{path}", plan.name), bytes)).collect();
            let spec::Apart { ir, examples } = spec::apart(service);
            let ir_file = format!("specs/{}.yaml", service.service);
            let folder = spec::examples::folder(&ir_file);
            let examples = examples.into_iter().map(|(id, text)| (format!("{folder}/{id}.yaml"), text));
            files.extend(examples.chain([(ir_file, ir)]).map(|(path, text)| (path, text.into_bytes())));
            (files, plan.operations.len())
        })
        .collect();
    let operations = made.iter().map(|(_, operations)| operations).sum();
    (made.into_iter().flat_map(|(files, _)| files).collect(), operations)
}

/// Pages to crates on disk, on all threads.
fn generate(set: &Set, dialect: &Arc<Dialect>, folder: &std::path::Path) -> usize {
    let (files, operations) = crates(&ir(set, dialect));
    output::write(
        &output::Ground::take(folder, &|| {}).expect("a scratch folder"),
        &files,
        &[],
        false,
        &|_| {},
    )
    .expect("a scratch folder that can be written");
    operations
}

/// Runs this program again for the peak of its memory.
fn measure_peak(name: &str) -> Option<(String, usize)> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).env(PEAK, name).output().ok()?;
    let kilobytes = String::from_utf8_lossy(&output.stdout).trim().parse::<usize>().ok()?;
    Some((name.to_owned(), kilobytes))
}

/// Pages to crates on disk once, then prints the peak of the memory in kilobytes.
pub(crate) fn peak(name: &str) {
    let set = Set::named(name).expect("a set of this name");
    let folder = tempfile::tempdir().expect("a scratch folder");
    generate(&set, &set.dialect(), folder.path());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.map_or("", |peak| peak.trim().trim_end_matches(" kB")));
}
