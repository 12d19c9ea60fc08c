//! Rust's `for` over Python's containers, also while they change.

mod attached;

use attached::{assert_raises, attached};
use gilref::types::{PyAny, PyDict, PyList, PyTuple};
use gilref::{Bound, PyResult, Python};

fn numbers<'py>(items: impl IntoIterator<Item = Bound<'py, PyAny>>) -> PyResult<Vec<i32>> {
    items.into_iter().map(|item| item.extract()).collect()
}

fn dict<'py>(py: Python<'py>, code: &str) -> PyResult<Bound<'py, PyDict>> {
    Ok(py.eval(code, None, None)?.cast_into()?)
}

/// `key=value` of each entry.
fn shown<'py>(entries: impl IntoIterator<Item = (Bound<'py, PyAny>, Bound<'py, PyAny>)>) -> String {
    let entries = entries.into_iter();
    let entries: Vec<_> = entries
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    entries.join(" ")
}

#[test]
fn any_iterator_ends_after_an_error() {
    attached(|py| {
        let items: PyResult<Vec<_>> = py.eval("[1, 2]", None, None)?.iter()?.collect();
        assert_eq!(items?.len(), 2);
        // Python would go on after the error.
        let code = "iter(lambda source=iter((1, 0, 1)): 1 // next(source), None)";
        let mut items = py.eval(code, None, None)?.iter()?;
        assert!(items.next().unwrap().is_ok());
        assert_raises(items.next().unwrap(), "ZeroDivisionError");
        assert!(items.next().is_none());
        assert_raises(py.none().iter(), "TypeError");
        Ok(())
    });
}

#[test]
fn a_list_gives_its_items_from_both_ends() {
    attached(|py| {
        let list = PyList::new(py, [1, 2, 3, 4])?;
        assert_eq!(numbers(&list)?, [1, 2, 3, 4]);
        assert_eq!(numbers((&list).into_iter().rev())?, [4, 3, 2, 1]);
        let mut items = list.into_iter();
        assert_eq!(items.size_hint(), (4, Some(4)));
        assert_eq!(items.next().unwrap().extract::<i32>()?, 1);
        assert_eq!(items.next_back().unwrap().extract::<i32>()?, 4);
        assert_eq!(items.size_hint(), (2, Some(2)));
        assert_eq!(numbers(items)?, [2, 3]);
        assert_eq!(PyList::empty(py).into_iter().count(), 0);
        Ok(())
    });
}

#[test]
fn a_list_that_grows_is_gone_through_as_far_as_it_was() {
    attached(|py| {
        let list = PyList::new(py, [1, 2])?;
        for item in &list {
            list.append(item)?;
        }
        assert_eq!(numbers(&list)?, [1, 2, 1, 2]);
        Ok(())
    });
}

#[test]
fn a_list_that_shrinks_ends_the_loop_for_good() {
    attached(|py| {
        let list = PyList::new(py, [1, 2, 3])?;
        let mut items = (&list).into_iter();
        assert!(items.next().is_some());
        list.call_method0("clear")?;
        assert_eq!(items.size_hint(), (0, Some(0)));
        assert!(items.next().is_none() && items.next_back().is_none());
        list.call_method1("extend", ((4, 5, 6),))?;
        assert!(items.next().is_none() && items.next_back().is_none());

        // From the back: the items beyond the new end are skipped.
        let mut items = (&list).into_iter().rev();
        list.call_method0("pop")?;
        assert_eq!(numbers(items.by_ref())?, [5, 4]);
        Ok(())
    });
}

#[test]
fn a_tuple_gives_its_items_from_both_ends() {
    attached(|py| {
        let tuple = PyTuple::new(py, [1, 2, 3])?;
        assert_eq!(numbers(&tuple)?, [1, 2, 3]);
        assert_eq!(numbers((&tuple).into_iter().rev())?, [3, 2, 1]);
        let mut items = tuple.into_iter();
        assert_eq!(items.len(), 3);
        assert_eq!(items.next_back().unwrap().extract::<i32>()?, 3);
        assert_eq!(items.len(), 2);
        Ok(())
    });
}

#[test]
fn a_dict_gives_its_entries_in_their_order() {
    attached(|py| {
        let dict = dict(py, "{'b': 1, 'a': 2, 3: None}")?;
        assert_eq!(shown(&dict), "b=1 a=2 3=None");
        assert_eq!(shown((&dict).into_iter().rev()), "3=None a=2 b=1");
        assert_eq!((&dict).into_iter().len(), 3);
        assert_eq!(shown(dict), "b=1 a=2 3=None");
        Ok(())
    });
}

#[test]
fn a_dict_that_changes_is_gone_through_as_it_was() {
    attached(|py| {
        let dict = dict(py, "{i: i for i in range(100)}")?;
        let mut seen = Vec::new();
        for (key, value) in &dict {
            seen.push(key.extract::<i32>()?);
            // Deletes what comes next, and makes the table grow.
            dict.call_method1("pop", (seen.len(), py.none()))?;
            dict.set_item(format!("new {key}"), value)?;
        }
        assert_eq!(seen, (0..100).collect::<Vec<_>>());
        Ok(())
    });
}

#[test]
fn a_subclass_of_dict_is_read_as_a_dict() {
    attached(|py| {
        let code = "type('D', (dict,), {'__iter__': lambda self: 1 / 0, 'items': lambda self: 1 / 0})(a=1)";
        assert_eq!(shown(&dict(py, code)?), "a=1");
        Ok(())
    });
}

#[test]
fn iteration_keeps_no_reference() {
    attached(|py| {
        let object = py.eval("object()", None, None)?.unbind();
        let list = PyList::new(py, [&object, &object])?;
        let tuple = PyTuple::new(py, [&object])?;
        let dict = PyDict::new(py);
        dict.set_item(&object, &object)?;
        let before = object.refcnt(py);
        let taken = (&list).into_iter().chain(&tuple).count();
        let pairs = (&dict).into_iter().count();
        assert_eq!((taken, pairs), (3, 1));
        // A loop that is left early.
        let mut unfinished = list.into_iter();
        assert!(unfinished.next().is_some());
        assert_eq!(object.refcnt(py), before);
        drop((unfinished, tuple, dict));
        assert_eq!(object.refcnt(py), 1);
        Ok(())
    });
}
