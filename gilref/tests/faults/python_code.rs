//! What Python code may have done to the things that gilref hands to CPython.

use gilref::Python;
use gilref::types::PyDict;

use crate::ends_well;

/// `compile` may return anything then, and a code object that needs a closure.
#[test]
fn somebody_has_replaced_compile() {
    ends_well("python_code::somebody_has_replaced_compile", || {
        Python::initialize();
        Python::attach(|py| {
            let replace = "
import builtins
def outer():
    x = 1
    return lambda: x
results = [42, None, outer().__code__]
builtins.compile = lambda *args: results.pop()
";
            py.run(replace, None, None).unwrap();
            for _ in 0..3 {
                let error = py.eval("1", None, None).unwrap_err();
                assert!(error.to_string().starts_with("TypeError: "), "{error}");
            }
        });
    });
}

/// `repeat` looks at the number of times while it has only borrowed the object from the dictionary.
#[test]
fn a_conversion_of_an_argument_clears_the_named_arguments() {
    let name = "python_code::a_conversion_of_an_argument_clears_the_named_arguments";
    ends_well(name, || {
        Python::initialize();
        Python::attach(|py| {
            let globals = PyDict::new(py);
            let kwargs = PyDict::new(py);
            globals.set_item("kwargs", &kwargs).unwrap();
            let code = "
from itertools import repeat
deaths = 0
class Object:
    def __del__(self):
        global deaths
        deaths += 1
class Clears:
    def __index__(self):
        kwargs.clear()
        return 3
kwargs.update(object=Object(), times=Clears())
";
            py.run(code, Some(&globals), None).unwrap();
            let deaths = || globals.get_item("deaths").unwrap().unwrap();
            let repeat = globals.get_item("repeat").unwrap().unwrap();
            let repeated = repeat.call((), Some(&kwargs)).unwrap();
            assert!(kwargs.is_empty());
            assert_eq!(deaths().extract::<usize>().unwrap(), 0);
            assert_eq!(repeated.iter().unwrap().count(), 3);
            drop(repeated);
            assert_eq!(deaths().extract::<usize>().unwrap(), 1);
        });
    });
}
