//! Work for callgrind, which counts only what happens in [`counted`].

use tablature_cost::Task;

fn main() {
    let task = Task::of(std::env::args()).expect("WORK SET STEP");
    task.run(|work| counted(work));
}

#[inline(never)]
fn counted(work: &dyn Fn()) {
    work();
}
