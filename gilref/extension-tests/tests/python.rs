//! The extension module in a real `python`.

#[path = "../../tests/common/mod.rs"]
mod common;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::{assert_success, child};

/// Runs a script in `python`, where `one` and `other` are two copies of the extension module, and
/// demands that it ends well.
#[track_caller]
fn python(name: &str, script: &str) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&directory).unwrap();
    // Beside this program, where cargo has put it for that.
    let library = format!(
        "{}gilref_extension{}",
        env::consts::DLL_PREFIX,
        env::consts::DLL_SUFFIX
    );
    let library = env::current_exe().unwrap().with_file_name(library);
    for module in ["one.so", "other.so"] {
        // Not over the old one, which would be the same file to a program that has it loaded.
        let _ = fs::remove_file(directory.join(module));
        fs::copy(&library, directory.join(module)).unwrap();
    }
    let mut command = Command::new(env!("PYTHON"));
    command.args(["-c", script]);
    command.env("PYTHONPATH", &directory);
    command.env("PYTHONFAULTHANDLER", "1");
    assert_success(&child::output(child::DEADLINE, command));
}

#[test]
fn two_copies_of_gilref_release_each_others_objects() {
    python(
        "two_copies_of_gilref_release_each_others_objects",
        "
import sys, one, other
one.set_nudge(False)
other.set_nudge(False)
x = object()
before = sys.getrefcount(x)
died = []

class Witness:
    def __del__(self):
        # In the drain of the one, the other detaches, attaches and drains.
        other.bounce(lambda: one.bounce(lambda: None))
        other.drain(None)
        died.append(1)

# Each drops what the other's object holds, in the pool of the other, while it drains its own.
one.drop_on_a_thread(other.holder(one.holder(other.holder(x))))
other.drop_on_a_thread(one.holder(other.holder(x)))
one.drop_on_a_thread(Witness())
assert sys.getrefcount(x) == before + 2
# The two know nothing of each other's pools.
assert one.pending(None) == 2 and other.pending(None) == 1
other.bounce(lambda: one.bounce(lambda: other.bounce(lambda: None)))
one.drain(None)
other.drain(None)
assert died == [1], died
assert sys.getrefcount(x) == before, sys.getrefcount(x)
assert one.pending(None) == other.pending(None) == 0
",
    );
}

#[test]
fn two_copies_of_gilref_detach_and_drop_on_many_threads() {
    python(
        "two_copies_of_gilref_detach_and_drop_on_many_threads",
        "
import sys, threading, one, other
x = object()
before = sys.getrefcount(x)
def work(mine, theirs):
    for turn in range(300):
        mine.drop_on_a_thread(theirs.holder(x))
        theirs.bounce(lambda: mine.bounce(lambda: theirs.drop_on_a_thread(x)))
        if turn % 10 == 0:
            mine.drain(None)
threads = [threading.Thread(target=work, args=args) for args in [(one, other), (other, one)] * 2]
for thread in threads: thread.start()
for thread in threads: thread.join()
del threads, thread
for _ in range(2):
    one.drain(None)
    other.drain(None)
assert sys.getrefcount(x) == before, (sys.getrefcount(x), before)
assert one.pending(None) == other.pending(None) == 0
",
    );
}

#[test]
fn at_the_exit_each_copy_releases_what_the_other_left_it() {
    python(
        "at_the_exit_each_copy_releases_what_the_other_left_it",
        "
import one, other, atexit
died = []
class Witness:
    def __init__(self, left):
        self.left = left
    def __del__(self):
        died.append(1)
        if self.left:
            # Dropped while its pool, or the other's, is at its last drain.
            one.drop_on_a_thread(other.holder(Witness(self.left - 1)))
def check():
    import os, sys
    if len(died) != 4:
        print('died:', died, one.pending(None), other.pending(None))
        sys.stdout.flush()
        os._exit(1)
# Runs after what gilref has registered, which it did at its first attach.
atexit.register(check)
one.bounce(lambda: other.bounce(lambda: None))
one.drop_on_a_thread(other.holder(Witness(3)))
",
    );
}

/// A thread that goes on for as long as it can, `atexit` callbacks that take their time before and
/// after gilref's own, and a process that waits for the thread after Python's end.
fn outlives(name: &str, what: &str) {
    let script = "
import atexit, one
one.join_at_exit(None)
atexit.register(one.wait_for_some_turns, None)
one.bounce(lambda: None)
for _ in range(3): one.WHAT(object())
one.wait_for_some_turns(None)
atexit.register(one.wait_for_some_turns, None)
";
    python(name, &script.replace("WHAT", what));
}

#[test]
fn a_thread_that_drops_may_outlive_python() {
    outlives("a_thread_that_drops_may_outlive_python", "drop_to_the_end");
}

#[test]
fn a_thread_that_tries_to_attach_may_outlive_python() {
    outlives(
        "a_thread_that_tries_to_attach_may_outlive_python",
        "try_attach_to_the_end",
    );
}

#[test]
fn a_thread_that_attaches_may_outlive_python() {
    outlives(
        "a_thread_that_attaches_may_outlive_python",
        "attach_to_the_end",
    );
}

/// Nobody waits for the threads: they meet every moment of Python's end, and then that of the
/// process.
#[test]
fn threads_that_nobody_joins_are_no_harm() {
    python(
        "threads_that_nobody_joins_are_no_harm",
        "
import atexit, one
one.bounce(lambda: None)
one.drop_to_the_end(object())
one.try_attach_to_the_end(object())
one.attach_to_the_end(object())
one.wait_for_some_turns(None)
atexit.register(one.wait_for_some_turns, None)
",
    );
}

/// From 3.15 on CPython is not "initialized" before `site` has been imported.
#[test]
fn a_module_imported_from_sitecustomize_attaches_detaches_and_registers() {
    let name = "a_module_imported_from_sitecustomize_attaches_detaches_and_registers";
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&directory).unwrap();
    let at_the_start = "
import atexit, sys
before = atexit._ncallbacks()
import one
class Witness:
    def __del__(self): sys.died = sys.died + 1
sys.died = 0
one.bounce(lambda: one.bounce(lambda: None))
one.initialize_detached(None)
assert atexit._ncallbacks() == before + 1, (before, atexit._ncallbacks())
one.drop_on_a_thread(Witness())
one.drain(None)
assert sys.died == 1
one.try_attach_to_the_end(object())
one.wait_for_some_turns(None)
";
    fs::write(directory.join("sitecustomize.py"), at_the_start).unwrap();
    python(
        name,
        "
import sys, one
assert sys.died == 1, 'sitecustomize was not imported'
one.wait_for_some_turns(None)
",
    );
}

/// As a module that is written without PyO3 does in its init function.
#[test]
fn a_module_refuses_a_sub_interpreter() {
    python(
        "a_module_refuses_a_sub_interpreter",
        "
import sys, sysconfig
# A free-threaded Python does not even import such a module, whose init has one phase.
by_python = sysconfig.get_config_var('Py_GIL_DISABLED')
words = 'does not support loading in subinterpreters' if by_python else 'sub-interpreter'
refuses = '''
try:
    import one
    one.register_exit(None)
except ImportError as error:
    assert WORDS in str(error), error
else:
    raise SystemError('not refused')
'''.replace('WORDS', repr(words))
if sys.version_info >= (3, 13):
    import _interpreters
    sub = _interpreters.create('legacy')
    failed = _interpreters.run_string(sub, refuses)
    assert failed is None, failed
    _interpreters.destroy(sub)
else:
    import _xxsubinterpreters
    sub = _xxsubinterpreters.create(isolated=False)
    _xxsubinterpreters.run_string(sub, refuses)
    _xxsubinterpreters.destroy(sub)
import one
died = []
class Witness:
    def __del__(self): died.append(1)
one.register_exit(None)
one.drop_on_a_thread(Witness())
one.drain(None)
assert died == [1]
",
    );
}
