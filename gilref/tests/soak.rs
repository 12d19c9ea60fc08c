//! Soak test: eight threads clone, move, drop, attach, detach and fork, all at the same time.
//!
//! By default a bounded number of turns. `.ci/soak` gives `GILREF_SOAK_SECONDS` for a longer run.
#![cfg(all(unix, not(gilref_disable_reference_pool)))]

mod common;

use std::cell::RefCell;
use std::env;
use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use common::{object, settle};
use gilref::types::PyAny;
use gilref::{Bound, GilClone, Py, Python, pool};
use pyo3_ffi as ffi;

const THREADS: u64 = 8;
const SHARED: usize = 16;

/// When a thread stops.
#[derive(Clone, Copy)]
enum Until {
    Turns(usize),
    Time(Instant),
}

impl Until {
    fn is_over(self, turn: usize) -> bool {
        match self {
            Self::Turns(turns) => turn >= turns,
            Self::Time(end) => Instant::now() >= end,
        }
    }
}

static CREATED: AtomicUsize = AtomicUsize::new(0);
static DESTROYED: AtomicUsize = AtomicUsize::new(0);
static FORKS: AtomicUsize = AtomicUsize::new(0);

/// A new object that is counted when it is created and when it is destroyed.
fn counted(py: Python<'_>) -> Py<PyAny> {
    unsafe extern "C" fn destroyed(_: *mut ffi::PyObject) {
        DESTROYED.fetch_add(1, Ordering::Relaxed);
    }
    CREATED.fetch_add(1, Ordering::Relaxed);
    let pointer: *mut c_void = (&raw const CREATED).cast_mut().cast();
    // SAFETY: the pointer is not null, and a null name is allowed.
    let capsule = unsafe { ffi::PyCapsule_New(pointer, ptr::null(), Some(destroyed)) };
    // SAFETY: a new reference, or null with an exception.
    let capsule: Bound<'_, PyAny> = unsafe { Bound::from_owned_ptr_or_err(py, capsule) }.unwrap();
    capsule.unbind()
}

/// References that one thread has put in for another to take.
static MOVING: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());

/// Puts some in, or takes some out. No Python code runs under the lock.
fn exchange(mine: &mut Vec<Py<PyAny>>, random: u64) {
    let mut moving = MOVING.lock().unwrap_or_else(PoisonError::into_inner);
    if random % 2 == 0 {
        let at = mine.len() / 2;
        moving.extend(mine.drain(at..));
    } else {
        let at = moving.len() / 2;
        mine.extend(moving.drain(at..));
    }
}

thread_local! {
    /// What a thread leaves for its very end.
    static KEPT: RefCell<Vec<Py<PyAny>>> = const { RefCell::new(Vec::new()) };
}

/// A fork takes turns with the start and the end of a thread. `std::thread` holds a lock then, for which each thread that the
/// child starts would wait for ever; and up to 3.11 a fork while another thread builds a thread state can hang the child, by a
/// fault of CPython's own.
static FORK: RwLock<()> = RwLock::new(());

fn no_fork() -> RwLockReadGuard<'static, ()> {
    FORK.read().unwrap_or_else(PoisonError::into_inner)
}

/// Forks a child that does some of everything and exits. The parent's other threads go on meanwhile.
fn fork(py: Python<'_>, shared: &Py<PyAny>) {
    let os = py.import("os").unwrap();
    let id: i32 = os.call_method0("fork").unwrap().extract().unwrap();
    if id == 0 {
        // Against hanging. SAFETY: no requirement.
        unsafe { libc::alarm(60) };
        pool::drain(py);
        let before = shared.refcnt(py);
        let copies: Vec<_> = (0..100).map(|_| shared.clone_ref(py)).collect();
        py.detach(|| {
            let worker = thread::spawn(|| drop(copies));
            worker.join().unwrap();
            Python::attach(|_| ());
        });
        let status = if shared.refcnt(py) == before { 0 } else { 1 };
        // SAFETY: no requirement.
        unsafe { libc::_exit(status) };
    }
    let waited = os.call_method1("waitpid", (id, 0)).unwrap();
    let status: i32 = waited.get_item(1).unwrap().extract().unwrap();
    assert_eq!(status, 0, "of a child");
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// How many turns a thread lives.
const LIFE: usize = 250;

/// One thread after another, each for some turns.
fn lives(seed: u64, until: Until, shared: &[Py<PyAny>]) {
    for first in (0..).step_by(LIFE) {
        if until.is_over(first) {
            break;
        }
        let ((begun, begins), (ended, ends)) = (mpsc::channel(), mpsc::channel());
        let (end, may_end) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let starting = no_fork();
            let life = scope.spawn(move || {
                // Half of the threads, and up to 3.11 all, so that an attach builds no thread state.
                let keeps = seed % 2 == 0 || cfg!(not(Py_3_12));
                let kept = keeps.then(Python::keep_thread_state);
                begun.send(()).unwrap();
                work(seed, first, until, shared);
                drop(kept);
                ended.send(()).unwrap();
                let _ = may_end.recv();
            });
            // Where the thread has panicked, `join` says so.
            let _ = begins.recv();
            drop(starting);
            let _ = ends.recv();
            let _ending = no_fork();
            drop(end);
            // Joined, so that its thread-locals are gone.
            life.join().unwrap();
        });
    }
}

/// The work of one thread, from its turn `first` on. Detached between its turns.
fn work(seed: u64, first: usize, until: Until, shared: &[Py<PyAny>]) {
    let mut mine = Vec::new();
    let mut state = (seed + 1 + first as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 16
    };
    for turn in first..first + LIFE {
        if until.is_over(turn) {
            break;
        }
        let chosen = random();
        let one = &shared[usize::try_from(random()).unwrap() % SHARED];
        match chosen % 12 {
            0..4 => Python::attach(|py| {
                mine.push(counted(py));
                mine.extend((0..chosen % 50).map(|_| one.clone_ref(py)));
            }),
            4 => Python::attach(|py| {
                let copies = GilClone::clone_ref(&mine, py);
                py.detach(|| drop(copies));
            }),
            5 => Python::attach(|_| mine.truncate(mine.len() / 2)),
            6 | 7 => mine.truncate(mine.len() / 2),
            8 | 9 => exchange(&mut mine, random()),
            10 => Python::attach(|py| {
                let copy = one.clone_ref(py);
                py.detach(|| {
                    drop(copy);
                    Python::try_attach(|py| drop(one.clone_ref(py))).unwrap();
                    exchange(&mut mine, random());
                });
                pool::drain_up_to(py, 100);
            }),
            _ if chosen / 12 % 400 == 0 => {
                let _alone = FORK.write().unwrap_or_else(PoisonError::into_inner);
                Python::attach(|py| fork(py, one));
            }
            _ if chosen / 12 % 2 == 0 => pool::set_drain_limit(NonZeroUsize::new(
                usize::try_from(random()).unwrap() % 3 * 1000,
            )),
            // None, prompt, early, and as it is by default.
            _ => pool::set_drain_thread(NonZeroUsize::new(
                [0, 1, 200, 1000][usize::try_from(random()).unwrap() % 4],
            )),
        }
        // Otherwise moved and cloned references would accumulate.
        if mine.len() > 2000 {
            mine.clear();
        }
    }
    let at = mine.len() / 2;
    KEPT.with_borrow_mut(|kept| kept.extend(mine.drain(at..)));
}

/// Runs all threads, and releases all that they leave.
fn run(until: Until, shared: &[Py<PyAny>]) {
    thread::scope(|scope| {
        for seed in 0..THREADS {
            scope.spawn(move || lives(seed, until, shared));
        }
    });
    MOVING.lock().unwrap().clear();
    pool::set_drain_limit(None);
    pool::set_drain_thread(None);
    // The drain thread may have some in its hands.
    while pool::stats().pending > 0 {
        Python::attach(|py| {
            pool::drain(py);
        });
        thread::yield_now();
    }
}

#[track_caller]
fn assert_nothing_is_left(shared: &[Py<PyAny>]) {
    Python::attach(|py| {
        settle(py);
        for one in shared {
            assert_eq!(one.refcnt(py), 1);
        }
    });
    let created = CREATED.load(Ordering::Relaxed);
    assert_eq!(DESTROYED.load(Ordering::Relaxed), created);
    let stats = pool::stats();
    assert_eq!((stats.pending, stats.leaked), (0, 0), "{stats:?}");
    assert_eq!(stats.deferred, stats.released);
}

/// Bytes of this process in memory.
#[cfg(target_os = "linux")]
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
    // SAFETY: no requirement.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    pages * u64::try_from(size).unwrap()
}

/// Not asked.
#[cfg(not(target_os = "linux"))]
fn resident() -> u64 {
    0
}

/// How much more memory there may be at the end than after the warm-up. The allocator keeps pages
/// and gives them back as it likes, and the peaks of eight threads meet by chance: runs of a minute
/// on 3.11 and 3.13 differed by less than a tenth of this. A block of the pool lost in each thousandth
/// turn would come to several times as much.
const TOLERANCE: u64 = 2 << 20;

#[test]
fn counts_and_memory_are_in_the_end_what_they_were() {
    let seconds = env::var("GILREF_SOAK_SECONDS").ok();
    let seconds: Option<u64> = seconds.map(|seconds| seconds.parse().unwrap());
    Python::initialize();
    let shared: Vec<_> = Python::attach(|py| (0..SHARED).map(|_| object(py)).collect());
    let until = |parts: u32| match seconds {
        Some(seconds) => Until::Time(Instant::now() + Duration::from_secs(seconds) * parts / 6),
        None => Until::Turns(1000 * parts as usize),
    };

    run(until(1), &shared);
    assert_nothing_is_left(&shared);
    let warm = resident();

    run(until(5), &shared);
    assert_nothing_is_left(&shared);
    let end = resident();

    let stats = pool::stats();
    println!("{stats:?}, {} forks", FORKS.load(Ordering::Relaxed));
    println!(
        "{} KiB after the warm-up, {} KiB at the end",
        warm >> 10,
        end >> 10
    );
    // For sanitizers, which need memory of their own.
    let tolerance = env::var("GILREF_SOAK_TOLERANCE").ok();
    let tolerance = tolerance.map_or(TOLERANCE, |bytes| bytes.parse().unwrap());
    assert!(
        end <= warm + tolerance,
        "{end} bytes, {warm} after the warm-up"
    );
    Python::attach(|_| drop(shared));
}
