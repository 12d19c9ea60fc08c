//! For each version line, types over its maps that derive.

/// A map and a set of one version line in a type that derives, and the test that clones them.
macro_rules! line {
    ($feature:literal, $module:ident, $krate:ident, $map:ident, $set:ident) => {
        #[cfg(feature = $feature)]
        pub mod $module {
            use std::hash::RandomState;

            use gilref::{GilClone, GilDrop, Py, types::PyAny};
            use $krate::{$map, $set};

            #[derive(GilClone, GilDrop)]
            pub struct Registry<T> {
                pub objects: $map<String, Py<PyAny>, RandomState>,
                pub names: $set<String, RandomState>,
                pub values: $map<u32, Option<T>, RandomState>,
            }

            #[test]
            fn a_clone_holds_all_entries() {
                gilref::Python::initialize();
                gilref::Python::attach(|py| {
                    let object = py.eval("object()", None, None).unwrap().unbind();
                    let entry = |key: u32| (key, Some(object.clone_ref(py)));
                    let registry = Registry {
                        objects: [("a".to_owned(), object.clone_ref(py))]
                            .into_iter()
                            .collect(),
                        names: ["a".to_owned()].into_iter().collect(),
                        values: (0..3).map(entry).collect(),
                    };
                    let copy = registry.clone_ref(py);
                    assert!(copy.objects["a"].is(&object) && copy.names.contains("a"));
                    assert_eq!((copy.values.len(), object.refcnt(py)), (3, 9));
                    copy.drop_ref(py);
                    registry.drop_ref(py);
                    assert_eq!(object.refcnt(py), 1);
                });
            }
        }
    };
}

line!(
    "hashbrown-0-12",
    line_0_12,
    hashbrown_0_12,
    HashMap,
    HashSet
);
line!(
    "hashbrown-0-14",
    line_0_14,
    hashbrown_0_14,
    HashMap,
    HashSet
);
line!(
    "hashbrown-0-15",
    line_0_15,
    hashbrown_0_15,
    HashMap,
    HashSet
);
line!(
    "hashbrown-0-16",
    line_0_16,
    hashbrown_0_16,
    HashMap,
    HashSet
);
line!(
    "hashbrown-0-17",
    line_0_17,
    hashbrown_0_17,
    HashMap,
    HashSet
);
line!("indexmap-1", line_1, indexmap_1, IndexMap, IndexSet);
line!("indexmap-2", line_2, indexmap_2, IndexMap, IndexSet);
