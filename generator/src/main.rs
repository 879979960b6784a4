//! The command line of Tablature.

/// Reading and writing pages is many small texts; a fifth of the work of a run was the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    tablature::cli::main()
}
