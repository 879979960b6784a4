//! Writes hostile pages, each as a service of its own: `hostile_pages FOLDER [EVERY]` (every page, or every nth).

use std::{env, fs, path::PathBuf};

use tablature_tests::hostile;

fn main() -> std::io::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "hostile-pages".to_owned()));
    let every = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut count = 0;
    for (number, (_, slot, text)) in hostile::pages().enumerate().step_by(every) {
        let service = folder.join(format!("p{number}-{slot}"));
        fs::create_dir_all(&service)?;
        fs::write(service.join("page.md"), text)?;
        count += 1;
    }
    println!("{count} pages in {}", folder.display());
    Ok(())
}
