//! The thin object layer, and the conversions.

use gilref::conversion::{FromPyObject, IntoPyObject};
use gilref::types::{
    PyAny, PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyModule, PyString, PyTuple, PyType,
};
use gilref::{Bound, Py, PyErr, PyResult, Python};

#[track_caller]
fn attached(test: impl for<'py> FnOnce(Python<'py>) -> PyResult<()>) {
    Python::initialize();
    Python::attach(|py| {
        test(py).unwrap();
        assert!(PyErr::take(py).is_none(), "nothing is left pending");
    });
}

/// The value as Python code writes it, and back.
#[track_caller]
fn round_trip<'py, T>(py: Python<'py>, value: T, written: &str)
where
    T: IntoPyObject<'py> + for<'a> FromPyObject<'a, 'py> + Clone + PartialEq + std::fmt::Debug,
{
    let object = value.clone().into_pyobject(py).unwrap();
    assert_eq!(format!("{object:?}"), written);
    assert_eq!(object.extract::<T>().unwrap(), value);
}

#[track_caller]
fn assert_raises<T: std::fmt::Debug>(result: PyResult<T>, kind: &str) {
    let error = result.unwrap_err().to_string();
    assert!(error.starts_with(&format!("{kind}: ")), "{error}");
}

#[test]
fn integers_round_trip_at_their_limits() {
    attached(|py| {
        macro_rules! limits {
            ($($type:ty)*) => {$(
                round_trip(py, <$type>::MIN, &<$type>::MIN.to_string());
                round_trip(py, <$type>::MAX, &<$type>::MAX.to_string());
            )*};
        }
        limits!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
        round_trip(py, -1_i128, "-1");
        round_trip(py, -1_i64, "-1");
        round_trip(py, 1_u128 << 64, "18446744073709551616");
        round_trip(py, -(1_i128 << 64), "-18446744073709551616");
        Ok(())
    });
}

#[test]
fn integers_that_do_not_fit_raise_overflow_error() {
    attached(|py| {
        let eval = |code| py.eval(code, None, None);
        assert_raises(eval("256")?.extract::<u8>(), "OverflowError");
        assert_raises(eval("-1")?.extract::<u8>(), "OverflowError");
        assert_raises(eval("-129")?.extract::<i8>(), "OverflowError");
        assert_raises(eval("2**63")?.extract::<i64>(), "OverflowError");
        assert_raises(eval("-1")?.extract::<u64>(), "OverflowError");
        assert_raises(eval("2**64")?.extract::<u64>(), "OverflowError");
        assert_raises(eval("2**127")?.extract::<i128>(), "OverflowError");
        assert_raises(eval("-2**127 - 1")?.extract::<i128>(), "OverflowError");
        assert_raises(eval("-1")?.extract::<u128>(), "OverflowError");
        assert_raises(eval("2**128")?.extract::<u128>(), "OverflowError");
        Ok(())
    });
}

#[test]
fn integers_come_from_index_and_not_from_float() {
    attached(|py| {
        let index = py.eval("type('I', (), {'__index__': lambda self: 7})()", None, None)?;
        assert_eq!(index.extract::<u8>()?, 7);
        assert_eq!(index.extract::<u128>()?, 7);
        assert_eq!(index.extract::<i64>()?, 7);
        let float = py.eval("1.0", None, None)?;
        assert_raises(float.extract::<i32>(), "TypeError");
        assert_raises(float.extract::<i128>(), "TypeError");
        Ok(())
    });
}

#[test]
fn plain_values_round_trip() {
    attached(|py| {
        round_trip(py, true, "True");
        round_trip(py, false, "False");
        round_trip(py, 1.5, "1.5");
        round_trip(py, -1.0, "-1.0");
        round_trip(py, String::from("äß\0🐍"), "'äß\\x00🐍'");
        round_trip(py, Some(7), "7");
        round_trip(py, None::<i32>, "None");
        round_trip(py, vec![1, 2], "[1, 2]");
        round_trip(py, vec![Some(String::new()), None], "['', None]");
        round_trip(py, vec![0_u8, 255], "b'\\x00\\xff'");
        round_trip(py, vec![vec![1_u8], vec![]], "[b'\\x01', b'']");
        Ok(())
    });
}

#[test]
fn only_true_and_false_are_bool() {
    attached(|py| {
        assert_raises(1.into_pyobject(py)?.extract::<bool>(), "TypeError");
        assert!(1.into_pyobject(py)?.is_truthy()?);
        Ok(())
    });
}

#[test]
fn a_vector_comes_from_any_iterable_but_text() {
    attached(|py| {
        let eval = |code| py.eval(code, None, None);
        assert_eq!(eval("range(3)")?.extract::<Vec<u8>>()?, [0, 1, 2]);
        assert_eq!(eval("(i for i in (1, 2))")?.extract::<Vec<i64>>()?, [1, 2]);
        assert_eq!(eval("b'ab'")?.extract::<Vec<u8>>()?, b"ab");
        assert_eq!(eval("b'ab'")?.extract::<Vec<u16>>()?, [97, 98]);
        assert_raises(eval("'ab'")?.extract::<Vec<String>>(), "TypeError");
        assert_raises(eval("7")?.extract::<Vec<u8>>(), "TypeError");
        assert_raises(
            eval("(1 / 0 for _ in 'a')")?.extract::<Vec<u8>>(),
            "ZeroDivisionError",
        );
        Ok(())
    });
}

#[test]
fn text_and_bytes_are_lent_by_the_object() {
    attached(|py| {
        let text = PyString::new(py, "lent").into_any();
        #[cfg(not(feature = "abi3-py39"))]
        {
            let lent: &str = text.extract()?;
            assert_eq!(lent, "lent");
        }
        assert_eq!(text.cast::<PyString>()?.to_cow()?, "lent");
        let bytes = PyBytes::new(py, b"\0lent").into_any();
        let lent: &[u8] = bytes.extract()?;
        assert_eq!(lent, b"\0lent");
        Ok(())
    });
}

#[test]
fn references_are_extracted_by_their_type() {
    attached(|py| {
        let object = py.eval("[1]", None, None)?;
        let list: Bound<'_, PyList> = object.extract()?;
        let kept: Py<PyList> = object.extract()?;
        assert_eq!(kept.refcnt(py), 3);
        assert_eq!(list.len(), 1);
        assert_raises(object.extract::<Py<PyDict>>(), "TypeError");
        assert!(object.extract::<Option<Py<PyAny>>>()?.is_some());
        Ok(())
    });
}

#[test]
fn attributes() {
    attached(|py| {
        let object = py.eval("type('Plain', (), {})()", None, None)?;
        assert_raises(object.getattr("missing"), "AttributeError");
        assert!(!object.hasattr("missing")?);
        object.setattr("there", "value")?;
        assert!(object.hasattr("there")?);
        assert_eq!(object.getattr("there")?.to_string(), "value");
        assert_raises(7.into_pyobject(py)?.setattr("there", 1), "AttributeError");
        let raising = py.eval(
            "type('R', (), {'p': property(lambda self: 1 / 0)})()",
            None,
            None,
        )?;
        assert_raises(raising.hasattr("p"), "ZeroDivisionError");
        Ok(())
    });
}

#[test]
fn calls() {
    attached(|py| {
        let show = py.eval("lambda *args, **kwargs: (args, kwargs)", None, None)?;
        assert!(show.is_callable());
        assert_eq!(show.call0()?.to_string(), "((), {})");
        assert_eq!(show.call1(())?.to_string(), "((), {})");
        assert_eq!(
            show.call1((1, "a", py.none()))?.to_string(),
            "((1, 'a', None), {})"
        );
        let twelve = show.call1((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))?;
        assert_eq!(twelve.get_item(0)?.len()?, 12);
        let args = PyTuple::new(py, [1, 2])?;
        let kwargs = PyDict::new(py);
        kwargs.set_item("key", true)?;
        assert_eq!(
            show.call(&args, Some(&kwargs))?.to_string(),
            "((1, 2), {'key': True})"
        );
        assert_raises(show.call1((1,))?.call0(), "TypeError");
        let text = PyString::new(py, "a-b");
        assert_eq!(text.call_method0("upper")?.to_string(), "A-B");
        assert_eq!(
            text.call_method1("split", ("-",))?.to_string(),
            "['a', 'b']"
        );
        let kwargs = PyDict::new(py);
        kwargs.set_item("maxsplit", 0)?;
        assert_eq!(
            text.call_method("split", ("-",), Some(&kwargs))?
                .to_string(),
            "['a-b']"
        );
        assert_raises(text.call_method0("missing"), "AttributeError");
        Ok(())
    });
}

#[test]
fn items() {
    attached(|py| {
        let dict = py.eval("{'a': 1}", None, None)?;
        assert_eq!(dict.get_item("a")?.extract::<i32>()?, 1);
        assert_raises(dict.get_item("b"), "KeyError");
        dict.set_item("b", 2)?;
        assert!(dict.contains("b")?);
        dict.del_item("a")?;
        assert_eq!(dict.len()?, 1);
        assert_raises(py.none().get_item(0), "TypeError");
        assert_raises(py.none().len(), "TypeError");
        Ok(())
    });
}

#[test]
fn comparison_and_truth() {
    attached(|py| {
        let one = 1.into_pyobject(py)?;
        assert!(one.eq(1.0)?);
        assert!(!one.eq("1")?);
        // Not by identity, as a list would compare: NaN is not NaN.
        let nan = f64::NAN.into_pyobject(py)?;
        assert!(!nan.eq(&nan)?);
        assert!(!py.eval("[]", None, None)?.is_truthy()?);
        let bad = py.eval(
            "type('B', (), {'__bool__': lambda self: 1 / 0})()",
            None,
            None,
        )?;
        assert_raises(bad.is_truthy(), "ZeroDivisionError");
        Ok(())
    });
}

#[test]
fn iteration_ends_after_an_error() {
    attached(|py| {
        let items: PyResult<Vec<_>> = py.eval("[1, 2]", None, None)?.iter()?.collect();
        assert_eq!(items?.len(), 2);
        let mut items = py
            .eval("(1 // (1 - i) for i in (0, 1, 2))", None, None)?
            .iter()?;
        assert!(items.next().unwrap().is_ok());
        assert_raises(items.next().unwrap(), "ZeroDivisionError");
        assert!(items.next().is_none());
        assert_raises(py.none().iter(), "TypeError");
        Ok(())
    });
}

#[test]
fn types_and_instances() {
    attached(|py| {
        let list = PyList::empty(py);
        let kind: Bound<'_, PyType> = list.get_type();
        assert_eq!(kind.name()?.to_string(), "list");
        assert!(list.is_instance(&kind)?);
        assert!(list.is_instance_of::<PyList>() && !list.is_instance_of::<PyDict>());
        let object = py.eval("object", None, None)?;
        assert!(kind.is_subclass(&object)?);
        assert_raises(list.is_instance(&py.none()), "TypeError");
        assert_raises(kind.is_subclass(&py.none()), "TypeError");
        Ok(())
    });
}

#[test]
fn lists() {
    attached(|py| {
        let list = PyList::new(py, ["a", "b"])?;
        list.append("c")?;
        list.set_item(0, "z")?;
        assert_eq!((list.len(), list.is_empty()), (3, false));
        assert_eq!(list.get_item(0)?.to_string(), "z");
        assert_raises(list.get_item(3), "IndexError");
        assert_raises(list.get_item(usize::MAX), "IndexError");
        assert_raises(list.set_item(3, 1), "IndexError");
        Ok(())
    });
}

#[test]
fn tuples() {
    attached(|py| {
        let tuple = PyTuple::new(py, [1, 2])?;
        assert_eq!((tuple.len(), tuple.is_empty()), (2, false));
        assert_eq!(tuple.get_item(1)?.extract::<i32>()?, 2);
        assert_raises(tuple.get_item(2), "IndexError");
        assert!(PyTuple::empty(py).is_empty());
        Ok(())
    });
}

#[test]
fn dicts() {
    attached(|py| {
        let dict = PyDict::new(py);
        assert!(dict.is_empty());
        dict.set_item("key", 1)?;
        assert_eq!(dict.get_item("key")?.unwrap().extract::<i32>()?, 1);
        assert!(dict.get_item("missing")?.is_none());
        assert_raises(dict.get_item(PyList::empty(py)), "TypeError");
        assert_eq!(dict.len(), 1);
        assert_eq!(dict.keys().to_string(), "['key']");
        assert_eq!(dict.values().to_string(), "[1]");
        assert_eq!(dict.items().to_string(), "[('key', 1)]");
        Ok(())
    });
}

#[test]
fn modules() {
    attached(|py| {
        let module = PyModule::new(py, "made_here")?;
        module.add("answer", 42)?;
        assert_eq!(module.name()?.to_string(), "made_here");
        assert_eq!(
            module
                .dict()
                .get_item("answer")?
                .unwrap()
                .extract::<i32>()?,
            42
        );
        assert_eq!(py.import("os.path")?.getattr("sep")?.to_string(), "/");
        assert_raises(py.import("no_such_module"), "ModuleNotFoundError");
        Ok(())
    });
}

#[test]
fn numbers() {
    attached(|py| {
        assert_eq!(PyInt::new(py, 7_u64)?.extract::<u8>()?, 7);
        assert_raises(PyInt::new(py, "7"), "TypeError");
        assert!((PyFloat::new(py, 0.5).value() - 0.5).abs() < f64::EPSILON);
        assert!(PyBool::new(py, true).is_true() && !PyBool::new(py, false).is_true());
        Ok(())
    });
}

#[test]
fn code_runs_in_the_namespaces_it_is_given() {
    attached(|py| {
        let (globals, locals) = (PyDict::new(py), PyDict::new(py));
        globals.set_item("g", 1)?;
        py.run("l = g + len('ab')", Some(&globals), Some(&locals))?;
        assert_eq!(locals.get_item("l")?.unwrap().extract::<i32>()?, 3);
        assert!(globals.get_item("l")?.is_none());
        py.run("only_globals = 1", Some(&globals), None)?;
        assert!(globals.get_item("only_globals")?.is_some());
        py.run("in_main = 1", None, None)?;
        assert!(py.import("__main__")?.hasattr("in_main")?);
        assert_raises(py.eval("a b", None, None), "SyntaxError");
        assert_raises(py.eval("missing_name", None, None), "NameError");
        Ok(())
    });
}

#[test]
fn conversions_leak_nothing() {
    attached(|py| {
        let object = py.eval("object()", None, None)?.unbind();
        let list = PyList::new(py, [&object, &object])?;
        let tuple = PyTuple::new(py, [&object])?;
        let dict = PyDict::new(py);
        dict.set_item("key", &object)?;
        let seen: Vec<Py<PyAny>> = list.extract()?;
        let borrowed = list.get_item(0)?;
        let failed = list.extract::<Vec<Py<PyDict>>>();
        let identity = py.eval("lambda *args: args", None, None)?;
        let called = identity.call1((&object, object.clone_ref(py)))?;
        let kept = object.refcnt(py);
        assert_eq!(kept, 1 + 2 + 1 + 1 + 2 + 1 + 2);
        drop((list, tuple, dict, seen, borrowed, failed, called));
        assert_eq!(object.refcnt(py), 1);
        Ok(())
    });
}
