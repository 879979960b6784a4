//! The command line of Tablature.

fn main() -> std::process::ExitCode {
    tablature::cli::main()
}
