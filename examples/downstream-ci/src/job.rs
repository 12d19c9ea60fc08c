use gilref::types::PyAny;
use gilref::{GilClone, Py, PyResult, Python};

/// A call of a Python function, to be made later and by any thread.
#[derive(Debug, GilClone)]
pub struct Job {
    /// For logs.
    pub name: String,
    /// What is called.
    pub callable: Py<PyAny>,
    /// What it is called with.
    pub argument: Py<PyAny>,
    /// What happens when it raises.
    pub retry: Retry,
}

/// Whether a job that raised is run again.
#[derive(Debug, GilClone)]
pub enum Retry {
    /// It is not.
    Never,
    /// It is, so many times.
    Times(u32),
    /// A Python function decides, given the number of times that the job raised.
    Ask(Py<PyAny>),
}

impl Job {
    /// Runs the job, again and again as its [`Retry`] allows.
    ///
    /// # Errors
    ///
    /// What the job raised at last, or what the function of [`Retry::Ask`] raised.
    pub fn run(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let mut raised = 0;
        loop {
            match self.callable.bind(py).call1((&self.argument,)) {
                Ok(result) => return Ok(result.unbind()),
                Err(error) => {
                    raised += 1;
                    if !self.retry.allows(raised, py)? {
                        return Err(error);
                    }
                }
            }
        }
    }
}

impl Retry {
    fn allows(&self, raised: u32, py: Python<'_>) -> PyResult<bool> {
        match self {
            Retry::Never => Ok(false),
            Retry::Times(times) => Ok(raised <= *times),
            Retry::Ask(decide) => decide.bind(py).call1((raised,))?.is_truthy(),
        }
    }
}
