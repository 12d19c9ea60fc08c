//! `GilClone` for the types of other crates, each under the feature that has the crate's name.
#![cfg(any(
    feature = "arrayvec",
    feature = "bytes",
    feature = "chrono",
    feature = "either",
    feature = "hashbrown",
    feature = "indexmap",
    feature = "jiff",
    feature = "num-bigint",
    feature = "num-complex",
    feature = "ordered-float",
    feature = "parking_lot",
    feature = "petgraph",
    feature = "rust_decimal",
    feature = "serde_json",
    feature = "smallvec",
    feature = "time",
    feature = "url",
    feature = "uuid",
))]

#[allow(dead_code, reason = "for features that have containers")]
mod clone_entry;

use clone_entry::attached;
#[allow(unused_imports, reason = "for features that have containers")]
use clone_entry::{counts, counts_with};
use gilref::GilClone;
#[allow(unused_imports, reason = "for features that have containers")]
use gilref::with;

fn copy<T: GilClone>(value: &T) -> T {
    attached(|py| value.clone_ref(py))
}

/// Demands that a clone equals its original.
#[allow(dead_code, reason = "some features have containers only")]
#[track_caller]
fn same<T: GilClone + PartialEq + std::fmt::Debug>(value: T) {
    assert_eq!(copy(&value), value);
}

#[cfg(feature = "arrayvec")]
#[test]
fn a_clone_of_an_arrayvec_counts_each_element_once() {
    use arrayvec::{ArrayString, ArrayVec};

    counts(3, |e| (0..3).map(|_| e()).collect::<ArrayVec<_, 8>>());
    same(ArrayVec::<_, 4>::from([1, 2, 3, 4]));
    same(ArrayString::<8>::from("text").unwrap());
}

#[cfg(feature = "bytes")]
#[test]
fn a_clone_of_bytes_shares_the_buffer_and_one_of_bytes_mut_copies_it() {
    use bytes::{Bytes, BytesMut};

    let shared = Bytes::from(b"shared".to_vec());
    let copied = BytesMut::from(&b"copied"[..]);

    assert_eq!(copy(&shared).as_ptr(), shared.as_ptr());
    assert_ne!(copy(&copied).as_ptr(), copied.as_ptr());
    same((shared, copied));
}

#[cfg(feature = "chrono")]
#[test]
fn a_clone_of_a_date_or_time_of_chrono_equals_it() {
    use chrono::{
        DateTime, Days, FixedOffset, Month, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc,
    };

    let date = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let time = NaiveTime::from_hms_nano_opt(23, 59, 59, 999_999_999).unwrap();
    let offset = FixedOffset::east_opt(3600).unwrap();

    same((date, time, date.and_time(time), offset, Utc));
    same((
        DateTime::<Utc>::UNIX_EPOCH,
        offset.from_utc_datetime(&date.and_time(time)),
    ));
    same((
        TimeDelta::nanoseconds(-1),
        Days::new(1),
        Months::new(1),
        Month::May,
    ));
    same((chrono::Weekday::Sun, NaiveDate::MIN, NaiveDate::MAX));
    same("no date".parse::<NaiveDate>());
}

#[cfg(feature = "either")]
#[test]
fn a_clone_of_an_either_has_the_same_side() {
    use either::Either;

    counts(1, |e| Either::<_, u8>::Left(e()));
    counts(1, |e| Either::<u8, _>::Right(e()));
    same(Either::<u8, String>::Left(1));
}

#[cfg(feature = "hashbrown")]
#[test]
fn a_clone_of_a_hashbrown_map_counts_each_entry_once_and_finds_its_keys() {
    use hashbrown::{HashMap, HashSet};
    use std::hash::RandomState;

    counts(10, |e| {
        (0..5)
            .map(|_| (e(), e()))
            .collect::<HashMap<_, _, RandomState>>()
    });
    counts(5, |e| {
        (0..5).map(|_| e()).collect::<HashSet<_, RandomState>>()
    });

    let mut map = HashMap::with_hasher(RandomState::new());
    map.insert("key", 1);
    let map_copy = copy(&map);
    assert_eq!(map_copy.get("key"), Some(&1));
    same(map);
}

#[cfg(feature = "indexmap")]
#[test]
fn a_clone_of_an_indexmap_counts_each_entry_once_and_keeps_the_order() {
    use indexmap::{IndexMap, IndexSet};
    use std::hash::RandomState;

    counts(10, |e| {
        (0..5)
            .map(|_| (e(), e()))
            .collect::<IndexMap<_, _, RandomState>>()
    });
    counts(5, |e| {
        (0..5).map(|_| e()).collect::<IndexSet<_, RandomState>>()
    });

    let map: IndexMap<_, _, RandomState> = [(3, 'c'), (1, 'a'), (2, 'b')].into_iter().collect();
    let map_copy = copy(&map);
    assert!(map_copy.iter().eq(&map));
    let set: IndexSet<_, RandomState> = [3, 1, 2].into_iter().collect();
    assert!(copy(&set).iter().eq(&set));
}

#[cfg(feature = "hashbrown")]
#[test]
fn plain_keys_clones_a_hashbrown_map() {
    counts_with(
        2,
        |e, _| hashbrown::HashMap::<_, _, std::hash::RandomState>::from_iter([(1, e()), (2, e())]),
        with::plain_keys,
    );
}

#[cfg(feature = "indexmap")]
#[test]
fn plain_keys_and_plain_values_clone_an_indexmap() {
    use std::hash::RandomState;
    counts_with(
        2,
        |e, _| indexmap::IndexMap::<_, _, RandomState>::from_iter([(2, e()), (1, e())]),
        with::plain_keys,
    );
    counts_with(
        2,
        |e, _| indexmap::IndexMap::<_, _, RandomState>::from_iter([(e(), 2), (e(), 1)]),
        with::plain_values,
    );
}

#[cfg(feature = "arrayvec")]
#[test]
fn plain_first_clones_the_pairs_of_an_arrayvec() {
    counts_with(
        2,
        |e, _| arrayvec::ArrayVec::from([(1, e()), (2, e())]),
        with::plain_first,
    );
}

#[cfg(feature = "smallvec")]
#[test]
fn plain_second_clones_the_pairs_of_a_smallvec() {
    counts_with(
        2,
        |e, _| smallvec::SmallVec::<[_; 1]>::from_iter([(e(), 1), (e(), 2)]),
        with::plain_second,
    );
}

#[cfg(feature = "jiff")]
#[test]
fn a_clone_of_a_date_or_time_of_jiff_equals_it() {
    use jiff::civil::{Date, Time, Weekday};
    use jiff::{SignedDuration, Timestamp, tz};

    let zone = tz::TimeZone::fixed(tz::offset(2));
    let zoned = Timestamp::UNIX_EPOCH.to_zoned(zone.clone());

    same((Date::constant(2024, 2, 29), Time::MAX, Weekday::Sunday));
    same((
        Date::constant(2024, 2, 29).to_datetime(Time::MIN),
        Timestamp::MAX,
    ));
    same((SignedDuration::MIN, zone, zoned, tz::offset(-1)));
    let span = jiff::Span::new().years(1).nanoseconds(2);
    same(copy(&span).fieldwise());
    assert_eq!(copy(&span).fieldwise(), span.fieldwise());
}

#[cfg(feature = "num-bigint")]
#[test]
fn a_clone_of_a_big_integer_equals_it() {
    use num_bigint::{BigInt, BigUint, Sign};

    same(BigInt::new(Sign::Minus, vec![1, 2, 3, 4, 5]));
    same((BigUint::new(vec![u32::MAX; 40]), Sign::NoSign));
    same("x".parse::<BigInt>());
}

#[cfg(feature = "num-complex")]
#[test]
fn a_clone_of_a_complex_number_counts_both_parts_once() {
    use num_complex::Complex;

    counts(2, |e| Complex { re: e(), im: e() });
    same(Complex::new(1.5f64, -0.0));
}

#[cfg(feature = "ordered-float")]
#[test]
fn a_clone_of_an_ordered_float_equals_it_and_so_does_nan() {
    use ordered_float::{NotNan, OrderedFloat};

    same((OrderedFloat(f64::NAN), OrderedFloat(-0.0f32)));
    same((NotNan::new(1.5f64), NotNan::new(f32::NAN)));
}

#[cfg(feature = "rust_decimal")]
#[test]
fn a_clone_of_a_decimal_equals_it_and_keeps_its_scale() {
    use rust_decimal::Decimal;

    let value = Decimal::new(-12_340, 3);
    assert_eq!(copy(&value).scale(), 3);
    same((value, Decimal::MAX, "x".parse::<Decimal>()));
}

#[cfg(feature = "serde_json")]
#[test]
fn a_clone_of_a_json_value_equals_it() {
    use serde_json::{Map, Value};

    let value: Value =
        serde_json::from_str(r#"{"a": [1, -2.5, null, true, "text"], "b": {}}"#).unwrap();
    same((value, Map::new(), serde_json::Number::from(u64::MAX)));
}

#[cfg(feature = "smallvec")]
#[test]
fn a_clone_of_a_smallvec_counts_each_element_once_inline_or_spilled() {
    use smallvec::SmallVec;

    counts(2, |e| (0..2).map(|_| e()).collect::<SmallVec<[_; 4]>>());
    counts(9, |e| (0..9).map(|_| e()).collect::<SmallVec<[_; 4]>>());

    let mut shrunk: SmallVec<[u8; 4]> = (0..9).collect();
    shrunk.truncate(2);
    assert!(shrunk.spilled() && !copy(&shrunk).spilled());
    same(shrunk);
}

#[cfg(feature = "time")]
#[test]
fn a_clone_of_a_date_or_time_of_time_equals_it() {
    use time::{Date, Duration, OffsetDateTime, Time, UtcDateTime, UtcOffset};

    let date = Date::from_ordinal_date(2024, 60).unwrap();

    same((
        date,
        Time::MIDNIGHT,
        date.with_time(Time::MIDNIGHT),
        Duration::MIN,
    ));
    same((
        OffsetDateTime::UNIX_EPOCH,
        UtcDateTime::UNIX_EPOCH,
        UtcOffset::UTC,
    ));
    same((date.month(), date.weekday()));
}

#[cfg(feature = "url")]
#[test]
fn a_clone_of_a_url_equals_it() {
    use url::Url;

    let url = Url::parse("https://user@example.org:8080/a/b?c=d#e").unwrap();
    same((url.host().map(|host| host.to_owned()), url.origin(), url));
    same(Url::parse("no url"));
}

#[cfg(feature = "uuid")]
#[test]
fn a_clone_of_a_uuid_equals_it() {
    use uuid::{NonNilUuid, Uuid};

    let uuid = Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
    same((
        uuid,
        uuid.hyphenated(),
        uuid.get_variant(),
        uuid.get_version(),
    ));
    same((NonNilUuid::new(uuid), Uuid::parse_str("x")));
}

#[cfg(feature = "petgraph")]
#[test]
fn graphs_clone_nodes_and_edges_and_keep_indices_holes_and_the_free_list() {
    use petgraph::graph::Graph;
    use petgraph::stable_graph::StableGraph;

    counts(3, |e| {
        let mut graph = Graph::<_, _>::new();
        let (a, b) = (graph.add_node(e()), graph.add_node(e()));
        graph.add_edge(a, b, e());
        graph
    });
    counts_with(
        3,
        |e, _| {
            let mut graph = StableGraph::<_, _>::new();
            let (a, b) = (graph.add_node(e()), graph.add_node(e()));
            graph.add_edge(a, b, e());
            graph
        },
        |original, py| original.clone_ref(py),
    );

    let mut original = StableGraph::<String, u8>::new();
    let nodes: Vec<_> = (0..6).map(|i| original.add_node(i.to_string())).collect();
    let edge = original.add_edge(nodes[0], nodes[4], 1);
    original.add_edge(nodes[4], nodes[5], 2);
    original.remove_edge(edge);
    original.remove_node(nodes[1]);
    original.remove_node(nodes[3]);
    let mut copy = copy(&original);
    assert!(original.node_indices().eq(copy.node_indices()));
    assert!(original.edge_indices().eq(copy.edge_indices()));
    for i in 0..3 {
        assert_eq!(
            original.add_node(String::new()),
            copy.add_node(String::new()),
            "node {i}"
        );
        assert_eq!(
            original.add_edge(nodes[0], nodes[2], 0),
            copy.add_edge(nodes[0], nodes[2], 0),
            "edge {i}"
        );
    }
}

#[cfg(all(feature = "parking_lot", feature = "derive"))]
#[test]
fn parking_lots_locks_are_cloned_unlocked_and_waited_for_detached() {
    use gilref::types::PyAny;
    use gilref::{GilDrop, Py, Python};
    use parking_lot::{Mutex, RwLock};
    use std::sync::mpsc;

    #[derive(GilClone)]
    struct Locks {
        #[gil_clone(with = with::parking_lot::mutex)]
        mutex: Mutex<Py<PyAny>>,
        #[gil_clone(with = with::parking_lot::rw_lock)]
        lock: RwLock<Vec<Py<PyAny>>>,
    }

    attached(|py| {
        let object = clone_entry::object(py);
        let locks = Locks {
            mutex: Mutex::new(object.clone_ref(py)),
            lock: RwLock::new(vec![object.clone_ref(py)]),
        };
        let copy = locks.clone_ref(py);
        assert_eq!(object.refcnt(py), 5);
        copy.mutex.drop_ref(py);
        copy.lock.drop_ref(py);
        assert_eq!(object.refcnt(py), 3);

        // Another thread holds the mutex until it has been attached.
        let (locked, is_locked) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let guard = locks.mutex.lock();
                locked.send(()).unwrap();
                Python::attach(|py| assert!(guard.refcnt(py) > 0));
            });
            is_locked.recv().unwrap();
            let copy = with::parking_lot::mutex(&locks.mutex, py);
            assert!(copy.lock().is(&object));
        });
    });
}

/// One module for each version line: the line's own types have the impls.
macro_rules! version_lines {
    ($($feature:literal $name:ident: $test:block)*) => {$(
        #[cfg(feature = $feature)]
        #[test]
        fn $name() $test
    )*};
}

version_lines! {
    "hashbrown-0-12" maps_of_hashbrown_0_12_are_cloned: { map::<hashbrown_0_12::HashMap<_, _, Hasher>>(); }
    "hashbrown-0-13" maps_of_hashbrown_0_13_are_cloned: { map::<hashbrown_0_13::HashMap<_, _, Hasher>>(); }
    "hashbrown-0-14" maps_of_hashbrown_0_14_are_cloned: { map::<hashbrown_0_14::HashMap<_, _, Hasher>>(); }
    "hashbrown-0-15" maps_of_hashbrown_0_15_are_cloned: { map::<hashbrown_0_15::HashMap<_, _, Hasher>>(); }
    "hashbrown-0-16" maps_of_hashbrown_0_16_are_cloned: { map::<hashbrown_0_16::HashMap<_, _, Hasher>>(); }
    "indexmap-1" maps_of_indexmap_1_are_cloned: { map::<indexmap_1::IndexMap<_, _, Hasher>>(); }
    "num-bigint-0-3" integers_of_num_bigint_0_3_are_cloned: { same(num_bigint_0_3::BigInt::from(-7)); }
    "num-bigint-0-5" integers_of_num_bigint_0_5_are_cloned: { same(num_bigint_0_5::BigInt::from(-7)); }
    "num-complex-0-3" numbers_of_num_complex_0_3_are_cloned: { same(num_complex_0_3::Complex::new(1, 2)); }
    "ordered-float-2" floats_of_ordered_float_2_are_cloned: { same(ordered_float_2::OrderedFloat(0.5)); }
    "ordered-float-3" floats_of_ordered_float_3_are_cloned: { same(ordered_float_3::OrderedFloat(0.5)); }
    "ordered-float-4" floats_of_ordered_float_4_are_cloned: { same(ordered_float_4::OrderedFloat(0.5)); }
    "petgraph-0-6" graphs_of_petgraph_0_6_are_cloned: {
        let graph = petgraph_0_6::Graph::<u8, u8>::from_edges([(0, 1, 7), (1, 2, 8)]);
        assert_eq!(copy(&graph).edge_count(), 2);
    }
    "petgraph-0-7" graphs_of_petgraph_0_7_are_cloned: {
        let graph = petgraph_0_7::Graph::<u8, u8>::from_edges([(0, 1, 7), (1, 2, 8)]);
        assert_eq!(copy(&graph).edge_count(), 2);
    }
}

#[allow(dead_code, reason = "for the version lines")]
type Hasher = std::hash::RandomState;

#[allow(dead_code, reason = "for the version lines")]
fn map<M>()
where
    M: GilClone + gilref::GilDrop + FromIterator<(clone_entry::Entry, clone_entry::Entry)>,
{
    counts(4, |e| (0..2).map(|_| (e(), e())).collect::<M>());
}
