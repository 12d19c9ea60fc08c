//! Conversions between Rust values and Python objects.

mod attached;

use std::collections::{BTreeMap, HashMap};

use attached::{assert_raises, attached};
use gilref::conversion::{FromPyObject, IntoPyObject};
use gilref::types::{PyAny, PyBytes, PyDict, PyList, PyString, PyTuple};
use gilref::{Bound, Py, Python};

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
fn wide_integers_call_no_operator_of_a_subclass() {
    attached(|py| {
        let code = "class Loud(int):
    def refuse(self, *_): raise AssertionError('called')
    __rshift__ = __rrshift__ = __and__ = __int__ = __index__ = refuse";
        py.run(code, None, None)?;
        let loud = py.eval("Loud(-3 << 70)", None, None)?;
        assert_eq!(loud.extract::<i128>()?, -3 << 70);
        let loud = py.eval("Loud(3 << 70)", None, None)?;
        assert_eq!(loud.extract::<u128>()?, 3 << 70);
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
fn a_float_comes_from_float_and_index_and_nothing_else() {
    attached(|py| {
        let eval = |code| py.eval(code, None, None);
        assert_eq!(eval("-1")?.extract::<f64>()?.to_string(), "-1");
        let index = eval("type('I', (), {'__index__': lambda self: 7})()")?;
        assert_eq!(index.extract::<f64>()?.to_string(), "7");
        assert_raises(eval("'1.5'")?.extract::<f64>(), "TypeError");
        assert_raises(eval("10 ** 400")?.extract::<f64>(), "OverflowError");
        let raising = eval("type('R', (), {'__float__': lambda self: 1 / 0})()")?;
        assert_raises(raising.extract::<f64>(), "ZeroDivisionError");
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
fn maps_round_trip_as_dicts() {
    attached(|py| {
        round_trip(
            py,
            BTreeMap::from([(2, String::from("b")), (1, String::from("a"))]),
            "{1: 'a', 2: 'b'}",
        );
        round_trip(py, HashMap::from([(1, vec![0.5])]), "{1: [0.5]}");
        round_trip(py, HashMap::<String, bool>::new(), "{}");
        round_trip(
            py,
            BTreeMap::from([((1, 2), Some(3)), ((1, 3), None)]),
            "{(1, 2): 3, (1, 3): None}",
        );
        Ok(())
    });
}

#[test]
fn a_map_comes_from_a_dict_or_its_subclass_and_nothing_else() {
    attached(|py| {
        let eval = |code| py.eval(code, None, None);
        let counted = py
            .import("collections")?
            .getattr("Counter")?
            .call1(("aab",))?;
        let counted = counted.extract::<BTreeMap<String, u8>>()?;
        assert_eq!(counted, [("a".into(), 2), ("b".into(), 1)].into());
        assert_raises(
            eval("[('a', 1)]")?.extract::<HashMap<String, u8>>(),
            "TypeError",
        );
        assert_raises(
            eval("{'a': 1, 2: 3}")?.extract::<HashMap<String, u8>>(),
            "TypeError",
        );
        assert_raises(
            eval("{'a': 256}")?.extract::<HashMap<String, u8>>(),
            "OverflowError",
        );
        Ok(())
    });
}

#[test]
fn of_keys_that_are_equal_in_rust_the_last_one_stays() {
    attached(|py| {
        // In Python these are two keys, because they are not equal.
        let code = "{type('I', (), {'__index__': lambda self: 1})(): 'a', 1: 'b'}";
        let map: HashMap<u8, String> = py.eval(code, None, None)?.extract()?;
        assert_eq!(map, [(1, "b".into())].into());
        Ok(())
    });
}

#[test]
fn a_key_that_python_can_not_hash_raises_type_error() {
    attached(|py| {
        assert_raises(
            BTreeMap::from([(vec![1], 1)]).into_pyobject(py),
            "TypeError",
        );
        Ok(())
    });
}

#[test]
fn tuples_round_trip_up_to_twelve_items() {
    attached(|py| {
        round_trip(py, (7,), "(7,)");
        round_trip(py, (1, String::from("a"), None::<bool>), "(1, 'a', None)");
        round_trip(py, vec![((1, 2), 0.5)], "[((1, 2), 0.5)]");
        round_trip(
            py,
            (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
            "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)",
        );
        Ok(())
    });
}

#[test]
fn a_tuple_of_another_length_or_type_is_refused() {
    attached(|py| {
        let pair = PyTuple::new(py, [1, 2])?;
        assert_raises(pair.extract::<(u8,)>(), "ValueError");
        assert_raises(pair.extract::<(u8, u8, u8)>(), "ValueError");
        assert_raises(pair.extract::<(u8, String)>(), "TypeError");
        assert_raises(PyList::new(py, [1, 2])?.extract::<(u8, u8)>(), "TypeError");
        Ok(())
    });
}

#[test]
fn the_items_of_a_tuple_are_lent_by_it() {
    attached(|py| {
        let tuple = py.eval("(b'lent', 1)", None, None)?;
        let (lent, _): (&[u8], u8) = tuple.extract()?;
        assert_eq!(lent, b"lent");
        Ok(())
    });
}

#[test]
fn conversions_leak_nothing() {
    attached(|py| {
        let object = py.eval("object()", None, None)?.unbind();
        let list = PyList::new(py, [&object, &object])?;
        let tuple = PyTuple::new(py, [&object])?;
        let list_as_tuple = PyTuple::new(py, [&object, &object])?;
        let dict = PyDict::new(py);
        dict.set_item("key", &object)?;
        let seen: Vec<Py<PyAny>> = list.extract()?;
        let borrowed = list.get_item(0)?;
        let failed = list.extract::<Vec<Py<PyDict>>>();
        let pair: (Py<PyAny>, Bound<'_, PyAny>) = list_as_tuple.extract()?;
        let map: HashMap<String, Py<PyAny>> = dict.extract()?;
        let identity = py.eval("lambda *args: args", None, None)?;
        let called = identity.call1((&object, object.clone_ref(py)))?;
        let kept = object.refcnt(py);
        assert_eq!(kept, 1 + 2 + 1 + 2 + 1 + 2 + 1 + 2 + 1 + 2);
        drop((
            list,
            tuple,
            list_as_tuple,
            dict,
            seen,
            borrowed,
            failed,
            pair,
            map,
            called,
        ));
        assert_eq!(object.refcnt(py), 1);
        Ok(())
    });
}
