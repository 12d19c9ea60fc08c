//! `GilClone` for the types of std. No interpreter is needed: the token here is never asked for a proof.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};
use std::io::Cursor;
use std::marker::PhantomData;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::rc;
use std::sync::{self, Mutex, OnceLock, mpsc};
use std::time::{Duration, Instant, SystemTime};

use gilref::{GilClone, GilToken, Plain, Python};

/// A token for values that hold no Python reference.
#[derive(Clone, Copy)]
struct NoInterpreter;

impl<'py> GilToken<'py> for NoInterpreter {
    fn python(self) -> Python<'py> {
        unreachable!("nothing here asks for a proof")
    }
}

#[test]
fn values_without_elements_come_out_equal() {
    #[track_caller]
    fn same<T: GilClone + PartialEq + Debug>(value: T) {
        assert_eq!(value.clone_ref(NoInterpreter), value);
    }
    let now = Instant::now();

    same(());
    same((true, 'ß', -1i128, u128::MAX, 1.5f32, f64::INFINITY));
    same((i8::MIN, i16::MIN, i32::MIN, i64::MIN, isize::MIN));
    same((u8::MAX, u16::MAX, u32::MAX, u64::MAX, usize::MAX));
    same((NonZero::new(7u8), NonZero::new(-7i128)));
    same((String::from("a"), Box::<str>::from("b"), "c"));
    same((PathBuf::from("/tmp"), Box::<Path>::from(Path::new("/"))));
    same((c"text".to_owned(), std::ffi::OsString::from("os")));
    same((Duration::from_nanos(1), now, SystemTime::UNIX_EPOCH));
    same("127.0.0.1:80".parse::<std::net::SocketAddr>().unwrap());
    same((std::thread::current().id(), std::any::TypeId::of::<u8>()));
    same((std::cmp::Ordering::Less, std::io::ErrorKind::NotFound));
    same("x".parse::<u8>());
    same(std::alloc::Layout::new::<u64>());
    same(std::mem::discriminant(&Some(1)));
    same((.., PhantomData::<[Mutex<u8>]>, Cell::new(3)));
    same(&[1.5, 2.5][..]);
    same(std::ptr::NonNull::<str>::from("address"));
    same((
        rc::Weak::<u8>::new().upgrade(),
        sync::Weak::<u8>::new().upgrade(),
    ));
}

#[test]
fn a_range_that_is_exhausted_stays_exhausted() {
    #[track_caller]
    fn same<T>(mut range: std::ops::RangeInclusive<T>)
    where
        T: GilClone + PartialEq + Debug,
        std::ops::RangeInclusive<T>: Iterator<Item = T>,
    {
        assert_eq!(range.clone_ref(NoInterpreter), range);
        range.next();
        assert_eq!(range.clone_ref(NoInterpreter), range);
        range.by_ref().for_each(drop);
        let mut copy = range.clone_ref(NoInterpreter);
        assert_eq!(copy, range);
        assert_eq!(copy.next(), None);
    }
    same(1..=3_u8);
    same(-1..=1_i128);
    same('a'..='c');
    same(std::net::Ipv4Addr::new(127, 0, 0, 1)..=std::net::Ipv4Addr::new(127, 0, 0, 3));
}

#[test]
fn iterators_go_on_where_the_original_is() {
    #[track_caller]
    fn same<I>(mut iterator: I)
    where
        I: Iterator<Item: PartialEq + Debug> + GilClone,
    {
        iterator.next();
        let copy = iterator.clone_ref(NoInterpreter);
        assert_eq!(copy.collect::<Vec<_>>(), iterator.collect::<Vec<_>>());
    }
    let numbers = [1, 2, 3];
    let map = HashMap::from([(1, 'a'), (2, 'b')]);
    let path = Path::new("/a/b/c");

    same(numbers.iter());
    same(numbers.windows(2));
    same(numbers.into_iter());
    same(numbers.into_iter().rev().map(|number| number + 1));
    same(std::iter::repeat_n(7, 3));
    same(std::iter::once(7).chain(Some(8)));
    same(VecDeque::from(numbers).into_iter());
    same(map.iter());
    same(map.keys());
    same("a b c".split(' '));
    same("a b c".chars());
    same(path.components());
    same(path.ancestors());
}

#[test]
fn a_sender_s_clone_sends_to_the_same_channel() {
    let (sender, receiver) = mpsc::channel();
    let (bounded, bounded_receiver) = mpsc::sync_channel(1);

    sender.clone_ref(NoInterpreter).send(1).unwrap();
    bounded.clone_ref(NoInterpreter).send(2).unwrap();

    assert_eq!(receiver.recv(), Ok(1));
    assert_eq!(bounded_receiver.recv(), Ok(2));
}

#[test]
fn cells_are_independent_of_their_clones() {
    let cell = RefCell::new(String::from("first"));
    let copy = cell.clone_ref(NoInterpreter);
    cell.borrow_mut().push_str(" and second");

    assert_eq!(*copy.borrow(), "first");
    assert_eq!(
        OnceCell::<String>::new().clone_ref(NoInterpreter).get(),
        None
    );
    assert_eq!(
        OnceLock::<String>::new().clone_ref(NoInterpreter).get(),
        None
    );
}

#[test]
#[should_panic(expected = "already mutably borrowed")]
fn a_mutably_borrowed_cell_is_not_cloned() {
    let cell = RefCell::new(1);
    let _borrowed = cell.borrow_mut();
    let _ = cell.clone_ref(NoInterpreter);
}

#[test]
fn a_borrowed_cow_stays_borrowed() {
    let text = String::from("text");
    let borrowed = Cow::Borrowed(text.as_str()).clone_ref(NoInterpreter);
    let owned = Cow::<str>::Owned(text.clone()).clone_ref(NoInterpreter);

    assert!(matches!(borrowed, Cow::Borrowed(b) if std::ptr::eq(b, text.as_str())));
    assert!(matches!(owned, Cow::Owned(o) if o == text));
}

#[test]
fn order_survives() {
    let mut deque = VecDeque::from([2, 3, 4]);
    deque.push_front(1);
    let heap = BinaryHeap::from([3, 1, 4, 1, 5, 9, 2, 6]);
    let mut cursor = Cursor::new(vec![0u8; 8]);
    cursor.set_position(5);

    assert_eq!(deque.clone_ref(NoInterpreter), [1, 2, 3, 4]);
    assert_eq!(heap.clone_ref(NoInterpreter).as_slice(), heap.as_slice());
    assert_eq!(
        heap.clone_ref(NoInterpreter).into_sorted_vec(),
        [1, 1, 2, 3, 4, 5, 6, 9]
    );
    assert_eq!(cursor.clone_ref(NoInterpreter), cursor);
}

/// A hasher that finds the keys only if it is the same hasher.
#[derive(Clone)]
struct Seeded(u64);

impl BuildHasher for Seeded {
    type Hasher = std::hash::DefaultHasher;

    fn build_hasher(&self) -> Self::Hasher {
        let mut hasher = std::hash::DefaultHasher::new();
        hasher.write_u64(self.0);
        hasher
    }
}

#[test]
fn a_hash_map_keeps_its_hasher() {
    let mut map = HashMap::with_hasher(Seeded(7));
    map.insert("key", 1);
    let mut set = HashSet::with_hasher(Seeded(8));
    set.insert("key");

    let map_copy = map.clone_ref(NoInterpreter);
    let set_copy = set.clone_ref(NoInterpreter);

    assert_eq!((map_copy.hasher().0, map_copy.get("key")), (7, Some(&1)));
    assert_eq!(
        (set_copy.hasher().0, set_copy.get("key")),
        (8, Some(&"key"))
    );
}

#[test]
fn a_vec_is_allocated_once_at_its_length() {
    let mut original = Vec::with_capacity(64);
    original.extend([String::from("a"), String::from("b"), String::from("c")]);

    assert_eq!(original.clone_ref(NoInterpreter).capacity(), 3);
}

#[test]
fn plain_is_cloned_by_clone_and_found_by_the_bare_key() {
    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    struct Foreign(u8);
    let map = HashMap::from([(Plain(Foreign(1)), vec![Plain(Foreign(2))])]);

    let copy = map.clone_ref(NoInterpreter);

    assert_eq!(copy[&Foreign(1)][0].0, Foreign(2));
    assert_eq!(format!("{copy:?}"), "{Foreign(1): [Foreign(2)]}");
}
