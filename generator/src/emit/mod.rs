//! Plan → files in memory. A back end reads the plan only, decides nothing, and never writes to a disk.

pub mod rust;
