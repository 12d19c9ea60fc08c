//! The models must find each of these faults, or they prove nothing.
//!
//! A mutant is gilref's own source with one thing made wrong. All are compiled into one crate, as a
//! module each beside an unchanged copy, and for each the named model must fail. If the source has
//! changed so that an edit no longer fits, the test fails and says so.
#![cfg(loom)]

#[path = "../../tests/child/mod.rs"]
mod child;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Mutant {
    name: &'static str,
    /// File, text that it contains once, text to put there.
    edits: &'static [(&'static str, &'static str, &'static str)],
    /// The model that must fail.
    found_by: &'static str,
}

const MUTANTS: &[Mutant] = &[
    // Orderings, each weakened on its own.
    Mutant {
        name: "push_releases_nothing",
        edits: &[(
            "halves.rs",
            "fetch_add(1, Ordering::Release)",
            "fetch_add(1, Ordering::Relaxed)",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "close_acquires_nothing",
        edits: &[(
            "halves.rs",
            "fetch_or(CLOSED, Ordering::Acquire)",
            "fetch_or(CLOSED, Ordering::Relaxed)",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "finish_releases_nothing",
        edits: &[(
            "halves.rs",
            "fetch_or(FINISHED, Ordering::AcqRel)",
            "fetch_or(FINISHED, Ordering::Acquire)",
        )],
        found_by: "models::a_drained_block_is_opened_again",
    },
    Mutant {
        name: "finish_acquires_nothing",
        edits: &[(
            "halves.rs",
            "fetch_or(FINISHED, Ordering::AcqRel)",
            "fetch_or(FINISHED, Ordering::Release)",
        )],
        found_by: "models::a_block_is_freed_by_who_gives_it_up_last",
    },
    Mutant {
        name: "look_at_an_idle_block_acquires_nothing",
        edits: &[(
            "halves.rs",
            "state.load(Ordering::Acquire) & FINISHED",
            "state.load(Ordering::Relaxed) & FINISHED",
        )],
        found_by: "models::a_drained_block_is_opened_again",
    },
    Mutant {
        name: "orphaning_releases_nothing",
        edits: &[(
            "halves.rs",
            "fetch_or(ORPHANED, Ordering::AcqRel)",
            "fetch_or(ORPHANED, Ordering::Acquire)",
        )],
        found_by: "models::a_block_is_freed_by_who_gives_it_up_last",
    },
    Mutant {
        name: "orphaning_acquires_nothing",
        edits: &[(
            "halves.rs",
            "fetch_or(ORPHANED, Ordering::AcqRel)",
            "fetch_or(ORPHANED, Ordering::Release)",
        )],
        found_by: "models::a_drained_block_is_opened_again",
    },
    Mutant {
        name: "splice_releases_nothing",
        edits: &[(
            "list.rs",
            "compare_exchange_weak(head, first, Ordering::Release, Ordering::Relaxed)",
            "compare_exchange_weak(head, first, Ordering::Relaxed, Ordering::Relaxed)",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "take_acquires_nothing",
        edits: &[(
            "list.rs",
            "swap(ptr::null_mut(), Ordering::Acquire)",
            "swap(ptr::null_mut(), Ordering::Relaxed)",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "claim_acquires_nothing",
        edits: &[(
            "producer.rs",
            "compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)",
            "compare_exchange(false, true, Ordering::Relaxed, Ordering::Relaxed)",
        )],
        found_by: "models::a_thread_ends_and_another_takes_its_place",
    },
    Mutant {
        name: "end_of_a_claim_releases_nothing",
        edits: &[(
            "producer.rs",
            "claimed.store(false, Ordering::Release)",
            "claimed.store(false, Ordering::Relaxed)",
        )],
        found_by: "models::a_thread_ends_and_another_takes_its_place",
    },
    Mutant {
        name: "register_releases_nothing",
        edits: &[(
            "producer.rs",
            "compare_exchange_weak(newest, address, Ordering::Release, Ordering::Relaxed)",
            "compare_exchange_weak(newest, address, Ordering::Relaxed, Ordering::Relaxed)",
        )],
        found_by: "models::never_more_were_released_than_were_deferred",
    },
    Mutant {
        name: "walk_over_the_producers_acquires_nothing",
        edits: &[(
            "producer.rs",
            "self.newest.load(Ordering::Acquire)",
            "self.newest.load(Ordering::Relaxed)",
        )],
        found_by: "models::never_more_were_released_than_were_deferred",
    },
    // Steps left out, put elsewhere, or split in two.
    Mutant {
        name: "blocks_are_never_closed",
        edits: &[(
            "halves.rs",
            "fetch_or(CLOSED, Ordering::Acquire)",
            "load(Ordering::Acquire)",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "blocks_are_closed_one_by_one_as_they_are_run",
        edits: &[
            ("list.rs", "                first.close();\n", ""),
            (
                "list.rs",
                "while let Some(first) = &self.first {\n",
                "while let Some(first) = &self.first {\n            first.close();\n",
            ),
        ],
        found_by: "models::a_release_pushes_while_its_own_block_waits_to_be_run",
    },
    Mutant {
        name: "push_in_two_steps",
        edits: &[(
            "halves.rs",
            "self.block().state.fetch_add(1, Ordering::Release) == length as u32",
            "self.block().state.store(length as u32 + 1, Ordering::Release);
             true",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "push_trusts_the_hint",
        edits: &[(
            "halves.rs",
            "self.block().state.fetch_add(1, Ordering::Release) == length as u32",
            "self.block().state.fetch_add(1, Ordering::Release);
             true",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "close_in_two_steps",
        edits: &[(
            "halves.rs",
            "let state = self.block().state.fetch_or(CLOSED, Ordering::Acquire);",
            "let state = self.block().state.load(Ordering::Acquire);
             self.block().state.store(state | CLOSED, Ordering::Release);",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "take_in_two_steps",
        edits: &[(
            "list.rs",
            "self.head.swap(ptr::null_mut(), Ordering::Acquire);",
            "self.head.load(Ordering::Acquire);
             self.head.store(ptr::null_mut(), Ordering::Release);",
        )],
        found_by: "models::one_producer_one_drainer",
    },
    Mutant {
        name: "claim_in_two_steps",
        edits: &[(
            "producer.rs",
            ".compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)\n                .is_ok()",
            ".load(Ordering::Acquire)\n                .eq(&false) && {\n producer.claimed.store(true, Ordering::Relaxed);\n true }",
        )],
        found_by: "models::a_thread_ends_and_another_takes_its_place",
    },
    Mutant {
        name: "the_rest_is_not_put_back",
        edits: &[("list.rs", "            self.splice(first, run.last);\n", "")],
        found_by: "models::bounded_drains_put_back_what_they_leave",
    },
    Mutant {
        name: "the_position_in_a_block_is_not_kept",
        edits: &[("list.rs", "first.block().taken.set(next);", "")],
        found_by: "models::bounded_drains_put_back_what_they_leave",
    },
    Mutant {
        name: "an_orphaned_block_is_not_freed",
        edits: &[(
            "halves.rs",
            "if before & ORPHANED != 0 {",
            "if before & ORPHANED != 0 && false {",
        )],
        found_by: "models::a_block_is_freed_by_who_gives_it_up_last",
    },
    Mutant {
        name: "a_block_is_given_up_in_silence",
        edits: &[(
            "halves.rs",
            "fetch_or(ORPHANED, Ordering::AcqRel)",
            "load(Ordering::Acquire)",
        )],
        found_by: "models::a_block_is_freed_by_who_gives_it_up_last",
    },
    Mutant {
        name: "generations_share_a_block",
        edits: &[(
            "producer.rs",
            "if current.generation != generation {",
            "if false {",
        )],
        found_by: "models::entries_of_two_generations_share_no_block",
    },
    Mutant {
        name: "pushes_are_counted_when_they_are_over",
        edits: &[
            (
                "producer.rs",
                "        self.pushed.store(before + 1, Ordering::Relaxed);\n",
                "",
            ),
            (
                "producer.rs",
                "        if !is_added {
            self.pushed.store(before, Ordering::Relaxed);",
                "        if is_added {
            self.pushed.store(before + 1, Ordering::Relaxed);",
            ),
            (
                "producer.rs",
                "        self.pushed.store(opened_at + 1, Ordering::Relaxed);\n",
                "",
            ),
            (
                "producer.rs",
                "        list.link(listed);\n",
                "        list.link(listed);
        self.pushed.store(opened_at + 1, Ordering::Relaxed);\n",
            ),
        ],
        found_by: "models::never_more_were_released_than_were_deferred",
    },
    Mutant {
        name: "a_push_into_a_closed_block_counts",
        edits: &[("producer.rs", "if !is_added {", "if !is_added && false {")],
        found_by: "models::one_producer_one_drainer",
    },
    // The requests.
    Mutant {
        name: "an_answer_acquires_nothing",
        edits: &[
            (
                "request.rs",
                "self.0.swap(NONE, Ordering::AcqRel);",
                "self.0.swap(NONE, Ordering::Release);",
            ),
            (
                "wish.rs",
                "self.queued.end();\n        self.wanted.swap(false, Ordering::AcqRel)",
                "self.queued.end();\n        self.wanted.swap(false, Ordering::Release)",
            ),
        ],
        found_by: "requests::a_push_during_an_answer_is_asked_for",
    },
    Mutant {
        name: "a_wish_releases_nothing",
        edits: &[
            (
                "request.rs",
                "self.0.swap(era, Ordering::AcqRel)",
                "self.0.swap(era, Ordering::Acquire)",
            ),
            (
                "wish.rs",
                "self.wanted.swap(true, Ordering::AcqRel)",
                "self.wanted.swap(true, Ordering::Acquire)",
            ),
        ],
        found_by: "requests::a_push_during_an_answer_is_asked_for",
    },
    Mutant {
        name: "the_wish_is_ended_by_a_store",
        edits: &[(
            "request.rs",
            "self.0.swap(NONE, Ordering::AcqRel);",
            "self.0.store(NONE, Ordering::Release);",
        )],
        found_by: "requests::an_ending_drain_thread_leaves_nothing_to_nobody",
    },
    Mutant {
        name: "a_request_counts_in_every_era",
        edits: &[(
            "request.rs",
            "self.0.swap(era, Ordering::AcqRel) != era",
            "self.0.swap(era, Ordering::AcqRel) == NONE",
        )],
        found_by: "requests::a_request_of_another_era_does_not_count",
    },
    Mutant {
        name: "an_ending_thread_does_not_look_again",
        edits: &[(
            "requests.rs",
            "if !self.is_needed() ||",
            "if true || !self.is_needed() ||",
        )],
        found_by: "requests::an_ending_drain_thread_leaves_nothing_to_nobody",
    },
    // The exit.
    Mutant {
        name: "a_registration_does_not_look_again",
        edits: &[(
            "registration.rs",
            "        if self.attaching.is_closed() {",
            "        if false {",
        )],
        found_by: "exits::a_first_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "a_registration_looks_before_it_opens",
        edits: &[
            ("registration.rs", "        self.asking.open();\n", ""),
            (
                "registration.rs",
                "            self.word.clear_registered();
            self.close_for_requests();
        }",
                "            self.word.clear_registered();
        } else {
            self.asking.open();
        }",
            ),
        ],
        found_by: "exits::a_first_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "the_exit_closes_last",
        edits: &[
            (
                "registration.rs",
                "            self.attaching.close();\n",
                "",
            ),
            (
                "registration.rs",
                "        self.word.clear_registered();
        self.close_for_requests();",
                "        self.word.clear_registered();
        self.close_for_requests();
        self.attaching.close();",
            ),
        ],
        found_by: "exits::a_first_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "a_registration_that_is_taken_back_counts",
        edits: &[(
            "registration.rs",
            "            self.word.clear_registered();\n",
            "",
        )],
        found_by: "exits::a_first_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "finishing_acquires_nothing",
        edits: &[(
            "word.rs",
            ".fetch_update(Ordering::AcqRel,",
            ".fetch_update(Ordering::Release,",
        )],
        found_by: "exits::a_first_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "taking_back_releases_nothing",
        edits: &[(
            "word.rs",
            "fetch_and(!REGISTERED, Ordering::Release)",
            "fetch_and(!REGISTERED, Ordering::Relaxed)",
        )],
        found_by: "exits::a_second_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "opening_acquires_nothing",
        edits: &[(
            "gate.rs",
            "fetch_and(!CLOSED, Ordering::AcqRel)",
            "fetch_and(!CLOSED, Ordering::Release)",
        )],
        found_by: "exits::a_first_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "closing_releases_nothing",
        edits: &[(
            "gate.rs",
            "fetch_or(CLOSED, Ordering::AcqRel)",
            "fetch_or(CLOSED, Ordering::Acquire)",
        )],
        found_by: "exits::a_first_registration_beside_the_exit_is_taken_back",
    },
    Mutant {
        name: "a_registration_that_is_taken_back_waits_for_nobody",
        edits: &[(
            "registration.rs",
            "            self.close_for_requests();
        }",
            "            self.asking.close();
        }",
        )],
        found_by: "exits::a_request_beside_the_exit_and_a_registration_is_waited_for",
    },
    Mutant {
        name: "entry_in_two_steps",
        edits: &[(
            "gate.rs",
            ".fetch_update(Ordering::Acquire, Ordering::Relaxed, entry)
            .is_ok()",
            ".load(Ordering::Acquire)
            .eq(&0)
            .then(|| self.entered.store(ENTRY, Ordering::Relaxed))
            .is_some()",
        )],
        found_by: "exits::an_attach_beside_the_exit_is_waited_for",
    },
    Mutant {
        name: "leaving_releases_nothing",
        edits: &[(
            "gate.rs",
            "fetch_sub(ENTRY, Ordering::Release)",
            "fetch_sub(ENTRY, Ordering::Relaxed)",
        )],
        found_by: "exits::an_attach_beside_the_exit_is_waited_for",
    },
    Mutant {
        name: "waiting_acquires_nothing",
        edits: &[(
            "gate.rs",
            "self.entered.load(Ordering::Acquire) & !CLOSED",
            "self.entered.load(Ordering::Relaxed) & !CLOSED",
        )],
        found_by: "exits::an_attach_beside_the_exit_is_waited_for",
    },
];

#[test]
fn the_models_find_every_mutant() {
    let krate = Crate::new();
    krate.add("unchanged", &[]);
    for mutant in MUTANTS {
        krate.add(mutant.name, mutant.edits);
    }
    let build = krate.cargo(&["--no-run"]);
    assert!(
        build.status.success(),
        "the mutants don't compile:\n{}",
        text(&build)
    );

    // Each model passes here too, so that it is the fault that makes it fail.
    for model in MUTANTS
        .iter()
        .map(|mutant| mutant.found_by)
        .collect::<BTreeSet<_>>()
    {
        assert!(krate.passes("unchanged", model), "{model} fails unprovoked");
    }
    let mut missed = Vec::new();
    for mutant in MUTANTS {
        if krate.passes(mutant.name, mutant.found_by) {
            missed.push(mutant.name);
        }
    }
    assert!(missed.is_empty(), "not found: {missed:?}");
}

/// What each copy consists of.
const MODULES: &str = "
mod blocks;
mod exits;
mod gate;
#[path = \"word.rs\"]
mod generation;
mod models;
mod registration;
mod request;
mod requests;
mod wish;
";

/// The crate that holds the copies.
struct Crate(PathBuf);

impl Crate {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(
            root.join("Cargo.toml"),
            "[package]\nname = \"mutants\"\nedition = \"2024\"\n[dependencies]\nloom = \"0.7\"\n[workspace]\n",
        )
        .unwrap();
        fs::copy(here("../src/sync.rs"), root.join("src/sync.rs")).unwrap();
        fs::copy(here("src/token.rs"), root.join("src/token.rs")).unwrap();
        // The versions that the workspace builds with, so that nothing is fetched.
        fs::copy(here("../../Cargo.lock"), root.join("Cargo.lock")).unwrap();
        Self(root)
    }

    fn add(&self, name: &str, edits: &[(&str, &str, &str)]) {
        let lib = self.0.join("src/lib.rs");
        let mods = fs::read_to_string(&lib).unwrap_or_else(|_| {
            "#![cfg(test)]\n#![allow(warnings)]\nmod sync;\nmod token;\n".into()
        });
        fs::write(&lib, format!("{mods}mod {name};\n")).unwrap();

        let copy = self.0.join("src").join(name);
        fs::create_dir_all(copy.join("blocks")).unwrap();
        fs::write(copy.join("mod.rs"), MODULES).unwrap();
        for (from, to) in [
            ("src/models.rs", "models.rs"),
            ("src/requests.rs", "requests.rs"),
            ("src/exits.rs", "exits.rs"),
            ("../src/pool/request.rs", "request.rs"),
            ("../src/pool/wish.rs", "wish.rs"),
            ("../src/gate.rs", "gate.rs"),
            ("../src/generation/word.rs", "word.rs"),
            ("../src/lifecycle/registration.rs", "registration.rs"),
        ] {
            // What belongs to this copy: the switch and the token are for all.
            let source = fs::read_to_string(here(from))
                .unwrap()
                .replace("use crate::gate", "use super::gate")
                .replace("use crate::generation", "use super::generation");
            fs::write(copy.join(to), source).unwrap();
        }
        for file in fs::read_dir(here("../src/deferred/blocks")).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), copy.join("blocks").join(file.file_name())).unwrap();
        }
        for (file, from, to) in edits {
            let file = [copy.join(file), copy.join("blocks").join(file)]
                .into_iter()
                .find(|file| file.exists())
                .unwrap();
            let source = fs::read_to_string(&file).unwrap();
            let fits = source.matches(from).count();
            assert_eq!(
                fits, 1,
                "mutant {name}: found {fits} times, must be once: {from}"
            );
            fs::write(&file, source.replace(from, to)).unwrap();
        }
    }

    fn passes(&self, module: &str, model: &str) -> bool {
        let test = format!("{module}::{model}");
        let output = self.cargo(&["--", "--exact", &test]);
        assert!(
            text(&output).contains("running 1 test\n"),
            "no such model: {test}"
        );
        output.status.success()
    }

    fn cargo(&self, args: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&self.0);
        cargo.args(["test", "--lib", "--release"]).args(args);
        // The dependencies are there already, built with the same flags.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        cargo.env("CARGO_TARGET_DIR", target);
        child::output(child::DEADLINE_WITH_BUILD, cargo)
    }
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes))
        .concat()
}
