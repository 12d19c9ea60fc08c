"""The module as a Python user sees it."""

import copy
import gc
import sys
import threading
import traceback
import weakref

import pytest

import gilref_topics
from gilref_topics import Topics


class Callback:
    """A callback that can be counted and referred to weakly."""

    def __call__(self, value):
        return value


@pytest.fixture
def topics():
    return Topics()


def test_subscribers_are_called_in_order(topics):
    topics.subscribe("a", lambda value: value + 1, None)
    topics.subscribe("a", str, None)
    topics.subscribe("b", repr, None)
    assert topics.publish("a", 1) == [2, "1"]
    assert topics.publish("b", "x") == ["'x'"]
    assert topics.publish("nobody", 1) == []
    assert len(topics) == 3 and topics.published() == 3


def test_a_predicate_chooses_values(topics):
    topics.subscribe("a", str, lambda value: value > 1)
    assert [topics.publish("a", value) for value in (1, 2)] == [[], ["2"]]


@pytest.mark.parametrize(
    "args", [(), ("a",), ("a", 1, None), (1, str, None), ("a", str, None, None)]
)
def test_wrong_arguments_are_type_errors(topics, args):
    with pytest.raises(TypeError):
        topics.subscribe(*args)
    assert len(topics) == 0


def test_there_are_no_arguments_to_a_new_object():
    with pytest.raises(TypeError, match="expected 0 arguments, got 1"):
        Topics(1)


def test_a_subscriber_may_subscribe_while_it_is_called(topics):
    topics.subscribe("a", lambda _: topics.subscribe("a", str, None), None)
    assert topics.publish("a", 1) == [None]
    assert topics.publish("a", 1) == [None, "1"]


# Copies and counts


def test_a_copy_has_references_of_its_own(topics):
    callback, predicate = Callback(), Callback()
    topics.subscribe("a", callback, predicate)
    before = sys.getrefcount(callback), sys.getrefcount(predicate)

    copied = copy.copy(topics)
    assert (sys.getrefcount(callback), sys.getrefcount(predicate)) == tuple(n + 1 for n in before)
    copied.subscribe("a", str, None)
    assert (len(copied), len(topics)) == (2, 1)
    assert copied.publish("a", 5) == [5, "5"]
    assert (copied.published(), topics.published()) == (1, 0)

    del copied
    assert (sys.getrefcount(callback), sys.getrefcount(predicate)) == before


def test_publishing_leaves_no_reference_behind(topics):
    callback, value = Callback(), object()
    topics.subscribe("a", callback, None)
    before = sys.getrefcount(callback), sys.getrefcount(value)
    for _ in range(10):
        topics.publish("a", value)
    assert (sys.getrefcount(callback), sys.getrefcount(value)) == before


def test_objects_keep_their_class_alive_and_give_it_back():
    before = sys.getrefcount(Topics)
    many = [Topics() for _ in range(10)]
    assert sys.getrefcount(Topics) == before + 10
    del many
    assert sys.getrefcount(Topics) == before


# Threads


@pytest.mark.parametrize("threads", [1, 2, 7, 50])
def test_many_threads_give_the_results_in_order(topics, threads):
    topics.subscribe("a", lambda value: value * 2, None)
    topics.subscribe("a", str, None)
    expected = [[2 * n, str(n)] for n in range(20)]
    assert topics.publish_many("a", list(range(20)), threads) == expected
    assert topics.publish_many("a", [], threads) == []


def test_what_threads_drop_detached_is_released(topics):
    callback, value = Callback(), object()
    topics.subscribe("a", callback, None)
    before = sys.getrefcount(callback), sys.getrefcount(value)
    deferred = gilref_topics.deferred()
    results = topics.publish_many("a", [value] * 100, 8)
    del results
    # A callback for each thread, and each value.
    assert gilref_topics.deferred() - deferred == 8 + 100
    assert (sys.getrefcount(callback), sys.getrefcount(value)) == before


def test_the_callbacks_run_on_other_threads(topics):
    seen, barrier = set(), threading.Barrier(4)

    def callback(_):
        barrier.wait(60)
        seen.add(threading.get_ident())

    topics.subscribe("a", callback, None)
    topics.publish_many("a", [1, 2, 3, 4], 4)
    assert len(seen) == 4 and threading.get_ident() not in seen


def test_python_threads_use_one_object_at_once(topics):
    callback, barrier = Callback(), threading.Barrier(8)
    topics.subscribe("a", callback, None)
    before = sys.getrefcount(callback)

    def use():
        barrier.wait()
        for _ in range(200):
            copy.copy(topics).publish("a", topics.publish("a", 1))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sys.getrefcount(callback) == before
    assert topics.published() == 8 * 200


# Exceptions


class Failure(Exception):
    pass


def fail(value):
    raise Failure(value)


def test_an_exception_is_raised_with_its_traceback(topics):
    topics.subscribe("a", fail, None)
    with pytest.raises(Failure) as caught:
        topics.publish("a", 7)
    assert caught.value.args == (7,)
    assert "fail" in [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]


def test_an_exception_of_another_thread_is_raised_with_its_traceback(topics):
    callback = Callback()
    topics.subscribe("a", callback, None)
    topics.subscribe("a", fail, None)
    before = sys.getrefcount(callback)
    with pytest.raises(Failure) as caught:
        topics.publish_many("a", [1, 2, 3], 3)
    assert caught.value.args == (1,)
    assert "fail" in [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert sys.getrefcount(callback) == before


def test_a_panic_is_an_exception():
    with pytest.raises(RuntimeError, match="^panicked: at the disco$"):
        gilref_topics.panic("at the disco")


# Garbage


def test_a_cycle_through_a_subscriber_is_collected():
    callback = Callback()
    callback.topics, callback.copy = Topics(), None
    callback.topics.subscribe("a", callback, callback)
    callback.copy = copy.copy(callback.topics)
    gone = weakref.ref(callback)
    del callback
    gc.collect()
    assert gone() is None


def test_the_collector_sees_the_references(topics):
    callback = Callback()
    topics.subscribe("a", callback, None)
    assert set(map(id, gc.get_referents(topics))) == {id(Topics), id(callback)}
