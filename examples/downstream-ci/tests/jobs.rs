//! What the types do: each refused program under `tests/ui` has its twin here, which runs.

use std::thread;

use gilref::types::PyAny;
use gilref::{GilClone, Py, PyResult, Python};
use job_queue::{Job, Queue, Retry};

fn eval(code: &str, py: Python<'_>) -> Py<PyAny> {
    py.eval(code, None, None).unwrap().unbind()
}

/// A job, and the object that is its argument.
fn job(callable: &str, retry: Retry, py: Python<'_>) -> (Job, Py<PyAny>) {
    let argument = eval("[3, 1, 2]", py);
    let job = Job {
        name: callable.to_owned(),
        callable: eval(callable, py),
        argument: argument.clone_ref(py),
        retry,
    };
    (job, argument)
}

fn attached(test: impl FnOnce(Python<'_>)) {
    Python::initialize();
    Python::attach(test);
}

#[test]
fn a_job_is_copied_with_a_token() {
    attached(|py| {
        let (job, argument) = job("sorted", Retry::Never, py);
        let copy = job.clone_ref(py);
        assert_eq!(copy.name, job.name);
        assert!(copy.callable.is(&job.callable));
        assert_eq!(argument.refcnt(py), 3);
    });
}

#[test]
fn a_queue_is_copied_with_all_its_jobs() {
    attached(|py| {
        let (job, argument) = job("sorted", Retry::Never, py);
        let mut queue = Queue::default();
        queue.push(job.clone_ref(py));
        queue.push(job);

        let mut copy = queue.clone_ref(py);
        copy.extend_from(&queue, py);

        assert_eq!((queue.len(), copy.len()), (2, 4));
        assert_eq!(argument.refcnt(py), 7);
        drop((queue, copy));
        assert_eq!(argument.refcnt(py), 1);
    });
}

#[test]
fn a_copy_runs_on_another_thread() {
    attached(|py| {
        let (job, _argument) = job("sorted", Retry::Never, py);
        let copy = job.clone_ref(py);
        let worker = thread::spawn(move || {
            Python::attach(move |py| -> PyResult<Vec<i32>> { copy.run(py)?.bind(py).extract() })
        });
        let sorted = py.detach(|| worker.join().unwrap());
        assert_eq!(sorted.unwrap(), [1, 2, 3]);
    });
}

#[test]
fn a_job_that_raises_is_retried_as_its_retry_says() {
    attached(|py| {
        let retries = [
            (Retry::Never, 1),
            (Retry::Times(2), 3),
            (Retry::Ask(eval("lambda raised: raised < 5", py)), 5),
        ];
        for (retry, runs) in retries {
            let calls = eval("[]", py);
            let job = Job {
                name: "raises".to_owned(),
                callable: eval("lambda calls: calls.append(1) or 1 / 0", py),
                argument: calls.clone_ref(py),
                retry,
            };
            // A copy does what the original does.
            let result: PyResult<_> = job.clone_ref(py).run(py);
            assert!(result.unwrap_err().to_string().contains("division by zero"));
            assert_eq!(calls.bind(py).len().unwrap(), runs);
        }
    });
}
