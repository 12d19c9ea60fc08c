//! The object layer: what the types in `gilref::types` do, and what they raise.

mod attached;

use attached::{assert_raises, attached};
use gilref::Bound;
use gilref::conversion::IntoPyObject;
use gilref::types::{
    PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyModule, PyString, PyTuple, PyType,
};

#[test]
fn a_missing_attribute_is_told_from_one_whose_code_raises() {
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
fn a_call_passes_positional_and_named_arguments() {
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
fn items_are_found_set_and_deleted_by_key() {
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
fn equality_and_truth_are_what_the_objects_say() {
    attached(|py| {
        let one = 1.into_pyobject(py)?;
        assert!(one.eq(1.0)?);
        assert!(!one.eq("1")?);
        // A list compares its items by identity first. This does not: NaN does not equal itself.
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
fn a_type_knows_its_name_its_instances_and_its_subclasses() {
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
fn a_cast_accepts_a_subclass_and_an_exact_cast_does_not() {
    attached(|py| {
        macro_rules! check {
            ($($type:ident $python:literal $arguments:literal;)*) => {$(
                let exact = py.eval(concat!($python, $arguments), None, None)?;
                assert!(exact.cast::<$type>().is_ok() && exact.cast_exact::<$type>().is_ok());
                let code = concat!("type('Sub', (", $python, ",), {})", $arguments);
                let sub = py.eval(code, None, None)?;
                assert!(sub.cast::<$type>().is_ok() && sub.cast_exact::<$type>().is_err());
                assert!(py.none().cast::<$type>().is_err());
            )*};
        }
        check! {
            PyInt "int" "(7)";
            PyFloat "float" "(7)";
            PyString "str" "(7)";
            PyBytes "bytes" "(7)";
            PyList "list" "()";
            PyTuple "tuple" "()";
            PyDict "dict" "()";
            PyModule "type(__builtins__)" "('name')";
        }
        let flag = PyBool::new(py, true).into_any();
        assert!(flag.cast_exact::<PyBool>().is_ok() && flag.cast_exact::<PyInt>().is_err());
        let class = py.eval("int", None, None)?;
        assert!(class.cast_exact::<PyType>().is_ok());
        let class = py.eval("type('Meta', (type,), {})('C', (), {})", None, None)?;
        assert!(class.cast::<PyType>().is_ok() && class.cast_exact::<PyType>().is_err());
        Ok(())
    });
}

#[test]
fn a_list_refuses_positions_that_it_does_not_have() {
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
fn a_tuple_refuses_positions_that_it_does_not_have() {
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
fn a_dict_tells_a_missing_key_from_a_key_that_raises() {
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
fn a_module_is_made_filled_and_imported() {
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
fn numbers_keep_their_value_and_refuse_text() {
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
fn a_coding_cookie_in_a_string_means_nothing() {
    attached(|py| {
        let code = "# -*- coding: latin-1 -*-\nCOOKIE = 'ü'";
        py.run(code, None, None)?;
        let value = py.eval("COOKIE", None, None)?;
        assert_eq!(value.extract::<String>()?, "ü");
        let code = "# coding: no-such-encoding\n7";
        assert_eq!(py.eval(code, None, None)?.extract::<u8>()?, 7);
        Ok(())
    });
}
