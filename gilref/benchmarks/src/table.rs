//! Table of the results: as text for the terminal, as Markdown and JSON for files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::libraries::Column;
use crate::turns::{self, Timer, Times};

/// The ratios that the table shows.
const RATIOS: [Ratio; 3] = [
    Ratio(Column::Gilref, Column::Raw),
    Ratio(Column::Gilref, Column::PyO3),
    Ratio(Column::ForPyO3, Column::PyO3),
];

/// How many times as long as the second takes the first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Ratio(pub Column, pub Column);

/// One line: what is timed with each library.
pub struct Row {
    /// What is timed.
    pub name: String,
    /// In the order of [`Column::ALL`].
    pub timers: [Option<Timer>; 4],
    /// What `--check` asks of the ratios.
    pub bounds: Vec<(Ratio, f64)>,
}

/// The table while it grows. Text is printed line by line.
pub struct Table {
    markdown: String,
    json: Vec<String>,
    /// Bounds that did not hold.
    broken: Vec<String>,
    filter: Option<String>,
    margin: f64,
}

impl Table {
    /// Prints the head. Rows whose name does not contain `filter` are left out; a bound is
    /// multiplied by `margin`.
    pub fn new(filter: Option<String>, margin: f64) -> Self {
        let names = Column::ALL.map(Column::name);
        let ratios = RATIOS.map(|Ratio(one, other)| format!("{} / {}", short(one), short(other)));
        print!("{:<56}", "nanoseconds of one operation");
        names.iter().for_each(|name| print!("{name:>12}"));
        ratios.iter().for_each(|ratio| print!("{ratio:>18}"));
        println!();
        let markdown = format!(
            "| nanoseconds of one operation | {} | {} |\n|---|{}\n",
            names.join(" | "),
            ratios.join(" | "),
            "--:|".repeat(names.len() + ratios.len()),
        );
        Self {
            markdown,
            json: Vec::new(),
            broken: Vec::new(),
            filter,
            margin,
        }
    }

    /// Whether a row of this name is wanted.
    pub fn wants(&self, name: &str) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| name.contains(filter))
    }

    /// Measures a row and adds it. It is only made when it is wanted: some are large.
    pub fn row(&mut self, name: &str, make: impl FnOnce(String) -> Row) {
        if !self.wants(name) {
            return;
        }
        let mut row = make(name.to_owned());
        let times = turns::in_turns(&mut row.timers);
        let nanoseconds = Column::ALL.map(|column| times.nanoseconds(column as usize));
        let ratios = RATIOS.map(|ratio| of(&times, ratio));

        print!("{name:<56}");
        nanoseconds
            .iter()
            .for_each(|&cell| print!("{:>12}", figure(cell)));
        ratios
            .iter()
            .for_each(|&cell| print!("{:>18}", two_digits(cell)));
        println!();

        let cells = nanoseconds.iter().map(|&cell| figure(cell));
        let cells: Vec<_> = cells
            .chain(ratios.iter().map(|&cell| two_digits(cell)))
            .collect();
        _ = writeln!(self.markdown, "| {name} | {} |", cells.join(" | "));

        let numbers = |cells: &[Option<f64>]| {
            let number = |cell: &Option<f64>| cell.map_or("null".to_owned(), |n| n.to_string());
            cells.iter().map(number).collect::<Vec<_>>().join(", ")
        };
        self.json.push(format!(
            "  {{\"name\": {name:?}, \"nanoseconds\": [{}], \"ratios\": [{}]}}",
            numbers(&nanoseconds),
            numbers(&ratios),
        ));

        for (ratio, bound) in row.bounds {
            let most = bound * self.margin;
            if let Some(measured) = of(&times, ratio).filter(|&measured| measured > most) {
                let Ratio(one, other) = ratio;
                self.broken.push(format!(
                    "{name}: {} / {} is {measured:.2}, above {most:.2}",
                    one.name(),
                    other.name()
                ));
            }
        }
    }

    /// Writes the files `name.md` and `name.json`, and answers the bounds that did not hold.
    ///
    /// # Errors
    ///
    /// When a file can't be written.
    pub fn finish(self, python: &str, name: &str) -> io::Result<Vec<String>> {
        let folder = target_folder();
        fs::create_dir_all(&folder)?;
        let heading = format!("CPython {python}\n\n");
        fs::write(folder.join(format!("{name}.md")), heading + &self.markdown)?;
        let json = format!("[\n{}\n]\n", self.json.join(",\n"));
        fs::write(folder.join(format!("{name}.json")), json)?;
        println!(
            "\nalso in {} as {name}.md and {name}.json",
            folder.display()
        );
        Ok(self.broken)
    }
}

/// The folder that the variable `VERSUS` names. Else `target/versus`, wherever Cargo's target folder
/// is: the program is three floors below it.
fn target_folder() -> PathBuf {
    if let Some(folder) = env::var_os("VERSUS") {
        return folder.into();
    }
    let program = env::current_exe().unwrap_or_default();
    let target = program.ancestors().nth(3).unwrap_or(Path::new("target"));
    target.join("versus")
}

fn of(times: &Times, Ratio(one, other): Ratio) -> Option<f64> {
    times.ratio(one as usize, other as usize)
}

fn short(column: Column) -> &'static str {
    match column {
        Column::Raw => "raw",
        other => other.name(),
    }
}

/// Three digits that say something.
fn figure(nanoseconds: Option<f64>) -> String {
    match nanoseconds {
        None => "–".to_owned(),
        Some(time) if time < 10.0 => format!("{time:.2}"),
        Some(time) if time < 1_000.0 => format!("{time:.1}"),
        Some(time) if time < 1e6 => format!("{:.1} µs", time / 1e3),
        Some(time) => format!("{:.2} ms", time / 1e6),
    }
}

fn two_digits(ratio: Option<f64>) -> String {
    ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}"))
}
