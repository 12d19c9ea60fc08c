//! What `Clone` alone reads is unused to the compiler.
#![deny(dead_code)]

#[derive(Clone)]
struct Job {
    name: String,
    retries: u32,
}

fn main() {
    let job = Job {
        name: String::new(),
        retries: 3,
    };
    println!("{}", job.clone().name);
}
