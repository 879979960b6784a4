//! Prints how many allocations some work makes, and how many bytes are in use at the peak.

use tablature_cost::Task;

fn main() {
    let task = Task::of(std::env::args()).expect("WORK SET STEP");
    task.run(|work| {
        let counted = allocation_counter::measure(work);
        println!("{} {}", counted.count_total, counted.bytes_max);
    });
}
