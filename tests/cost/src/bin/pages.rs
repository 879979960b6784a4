//! Writes the pages of a set into a folder, for commands that read them there: `SET STEP FOLDER`.

use std::{fs, path::Path};

use tablature_cost::pages::{Set, bytes};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [set, step, folder] = arguments.as_slice() else { panic!("SET STEP FOLDER") };
    let set = Set::named(set).expect("a set").thinned(step.parse().expect("a number"));
    for page in &set.pages {
        let path = Path::new(folder).join(&*page.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder to write into");
        fs::write(path, bytes(page)).expect("a file to write");
    }
}
