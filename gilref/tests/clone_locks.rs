//! Locks cloned by `gilref::with`: neither the lock nor the GIL is waited for while the other is held. What could deadlock runs in
//! a child process with a deadline.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Barrier, Mutex, RwLock, mpsc};
use std::thread;

use common::{assert_success, in_child, object};
use gilref::{Python, with};

#[test]
fn a_lock_s_clone_has_its_own_value_and_reference() {
    Python::initialize();
    Python::attach(|py| {
        let object = object(py);
        let mutex = Mutex::new(vec![object.clone_ref(py)]);
        let lock = RwLock::new(Some(object.clone_ref(py)));

        let mutex_copy = with::mutex(&mutex, py);
        let lock_copy = with::rw_lock(&lock, py);
        assert_eq!(object.refcnt(py), 5);

        mutex_copy.lock().unwrap().clear();
        lock_copy.write().unwrap().take();
        assert_eq!(object.refcnt(py), 3);
        assert_eq!(mutex.lock().unwrap().len(), 1);
        assert!(lock.read().unwrap().is_some());
    });
}

/// Clones while another thread holds the lock and needs the GIL before it can unlock.
fn clone_while_the_holder_needs_the_gil<G>(
    lock: impl FnOnce() -> G + Send,
    change: impl FnOnce(G) + Send,
    clone: impl FnOnce(Python<'_>),
) {
    Python::initialize();
    let is_locked = Barrier::new(2);
    let (keeps_gil, gil_is_kept) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn({
            let is_locked = &is_locked;
            move || {
                let guard = lock();
                is_locked.wait();
                gil_is_kept.recv().unwrap();
                Python::attach(|_| change(guard));
            }
        });
        Python::attach(|py| {
            py.detach(|| is_locked.wait());
            // From here on the lock is held until this thread releases the GIL.
            keeps_gil.send(()).unwrap();
            clone(py);
        });
    });
}

#[test]
fn a_holder_of_the_mutex_gets_the_gil() {
    let output = in_child("a_holder_of_the_mutex_gets_the_gil", || {
        let mutex = Mutex::new(1);
        clone_while_the_holder_needs_the_gil(
            || mutex.lock().unwrap(),
            |mut number| *number = 2,
            |py| assert_eq!(with::mutex(&mutex, py).into_inner().unwrap(), 2),
        );
    });
    assert_success(&output);
}

#[test]
fn a_writer_of_the_lock_gets_the_gil() {
    let output = in_child("a_writer_of_the_lock_gets_the_gil", || {
        let lock = RwLock::new(1);
        clone_while_the_holder_needs_the_gil(
            || lock.write().unwrap(),
            |mut number| *number = 2,
            |py| assert_eq!(with::rw_lock(&lock, py).into_inner().unwrap(), 2),
        );
    });
    assert_success(&output);
}

/// The other way round: one thread waits for the lock while it is attached, as it should not. So the thread that clones must
/// not hold the lock while it waits for the GIL.
#[test]
fn a_thread_that_locks_while_attached_is_not_blocked() {
    let output = in_child("a_thread_that_locks_while_attached_is_not_blocked", || {
        const ROUNDS: usize = 20;
        Python::initialize();
        let mutex = Mutex::new(());
        let step = Barrier::new(2);

        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..ROUNDS {
                    step.wait();
                    Python::attach(|py| {
                        step.wait();
                        with::mutex(&mutex, py)
                    });
                    step.wait();
                }
            });
            for _ in 0..ROUNDS {
                Python::attach(|py| {
                    // Given: the other thread has found the lock taken, or it would not have released the GIL.
                    let guard = mutex.lock().unwrap();
                    py.detach(|| {
                        step.wait();
                        step.wait();
                    });
                    // When the other thread may take the lock, but not the GIL, for a while,
                    drop(guard);
                    (0..1000).for_each(|_| thread::yield_now());
                    // then it has unlocked it again.
                    drop(mutex.lock().unwrap());
                });
                step.wait();
            }
        });
    });
    assert_success(&output);
}

/// Panics while holding what `lock` returns.
fn poison<G>(lock: impl FnOnce() -> G) {
    let result = catch_unwind(AssertUnwindSafe(|| {
        let _guard = lock();
        panic!("poison");
    }));
    assert!(result.is_err());
}

#[test]
#[should_panic(expected = "can't clone the value of a mutex: poisoned lock")]
fn a_poisoned_mutex_is_not_cloned() {
    Python::initialize();
    let mutex = Mutex::new(1);
    poison(|| mutex.lock());

    let _ = Python::attach(|py| with::mutex(&mutex, py));
}

#[test]
#[should_panic(expected = "can't clone the value of a lock: poisoned lock")]
fn a_poisoned_rw_lock_is_not_cloned() {
    Python::initialize();
    let lock = RwLock::new(1);
    poison(|| lock.write());

    let _ = Python::attach(|py| with::rw_lock(&lock, py));
}
