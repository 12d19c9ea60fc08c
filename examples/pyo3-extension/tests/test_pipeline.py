"""The module as a Python user sees it."""

import copy
import gc
import sys
import threading
import traceback
import weakref

import pytest

from gilref_pipeline import Options, Pipeline, Stage, Step


def double(value):
    return value * 2


class Tag:
    """Something that can be counted and referred to weakly."""


def stage(function=double, **keywords):
    return Stage("stage", Step.Call(function), **keywords)


# Fields


def test_fields_are_read_and_written():
    tag = Tag()
    one = stage(tag=tag, options=Options(cache=3, version="1.2.3"))
    assert (one.name, one.tag, one.runs) == ("stage", tag, 0)
    assert (one.options.cache, one.options.version) == (3, "1.2.3")
    one.name, one.tag = "renamed", None
    assert (one.name, one.tag) == ("renamed", None)


def test_a_field_with_get_gives_the_object_itself():
    tag = Tag()
    one = stage(tag=tag)
    before = sys.getrefcount(tag)
    assert one.tag is tag
    assert sys.getrefcount(tag) == before


def test_a_field_that_is_a_class_is_given_as_a_copy():
    one = stage(options=Options(cache=1))
    one.options.cache = 2
    assert one.options.cache == 1


def test_a_field_that_is_a_class_is_replaced_by_a_copy():
    handler, options = Tag(), Options(cache=1)
    options.on_error = handler
    one = stage()
    one.options, one.step = options, Step.Constant(1)
    options.on_error = None
    assert one.options.on_error is handler and one(2) == 1
    assert isinstance(one.step, Step.Constant)


def test_a_field_that_is_a_list_of_classes_is_read_and_replaced():
    pipeline = Pipeline([])
    pipeline.stages = [stage(), stage(str)]
    assert [each.step.function for each in pipeline.stages] == [double, str]
    assert pipeline.run(1) == "2"
    with pytest.raises(TypeError, match="'Stage'"):
        pipeline.stages = [stage(), 3]
    assert len(pipeline) == 2


def test_an_enum_with_data_is_matched_by_its_variants():
    step = Step.Constant(1)
    assert isinstance(step, Step.Constant) and step.value == 1
    assert isinstance(stage().step, Step.Call) and stage().step.function is double


def test_wrong_options_are_refused():
    with pytest.raises(ValueError, match="unexpected character"):
        Options(version="one")


# Copies


def test_a_copy_has_references_of_its_own():
    tag, extra, handler = Tag(), Tag(), Tag()
    original = stage(tag=tag, options=Options(on_error=handler, extra=extra))
    before = [sys.getrefcount(it) for it in (tag, extra, handler, double)]

    copied = copy.copy(original)
    assert [sys.getrefcount(it) for it in (tag, extra, handler, double)] == [n + 1 for n in before]

    del copied
    assert [sys.getrefcount(it) for it in (tag, extra, handler, double)] == before


def test_a_copy_is_independent():
    original = stage(tag=1)
    copied = copy.copy(original)
    copied.name, copied.tag = "copied", 2
    assert (original.name, original.tag) == ("stage", 1)


def test_a_copy_shares_cached_results_and_counts_its_own_runs():
    original = stage(lambda value: [value], options=Options(cache=10))
    result = original(1)
    assert original(1) is result and original.runs == 1

    copied = copy.copy(original)
    assert copied(1) is result and copied.runs == 0
    copied(2)
    assert (copied.cached, original.cached) == (2, 1)


@pytest.mark.parametrize(
    "step", [Step.Call(double), Step.Attribute("real"), Step.Constant(Tag()), Step.Nothing()]
)
def test_every_variant_is_copied(step):
    copied = copy.copy(step)
    assert type(copied) is type(step)
    for name in ("function", "name", "value"):
        if hasattr(step, name):
            assert getattr(copied, name) is getattr(step, name)


def test_a_pipeline_is_copied_with_its_stages():
    tag = Tag()
    original = Pipeline([stage(tag=tag), stage(tag=tag)])
    before = sys.getrefcount(tag)
    copied = copy.copy(original)
    assert len(copied) == 2 and copied.run(1) == 4
    assert sys.getrefcount(tag) == before + 2
    del copied
    assert sys.getrefcount(tag) == before


# Running


def test_stages_run_in_order():
    steps = [Step.Call(double), Step.Attribute("real"), Step.Nothing(), Step.Call(str)]
    assert Pipeline([Stage("", step) for step in steps]).run(21) == "42"


def test_keyword_arguments_are_passed():
    one = Stage("int", Step.Call(int), options=Options(base=2))
    assert one("101") == 5


def test_a_stage_that_calls_itself_is_an_error_and_no_crash():
    one = stage(lambda value: one(value))
    with pytest.raises(RuntimeError, match="[Aa]lready"):
        one(1)


# Threads


@pytest.mark.parametrize("threads", [1, 2, 7, 50])
def test_many_threads_give_the_results_in_order(threads):
    pipeline = Pipeline([stage(), Stage("", Step.Call(str))])
    assert pipeline.run_many(list(range(20)), threads=threads) == [str(2 * n) for n in range(20)]
    assert pipeline.run_many([], threads=threads) == []


def test_what_threads_drop_detached_is_released():
    tag, value = Tag(), Tag()
    pipeline = Pipeline([Stage("", Step.Nothing(), tag=tag) for _ in range(3)])
    before = sys.getrefcount(tag), sys.getrefcount(value)
    results = pipeline.run_many([value] * 100, threads=8)
    assert all(result is value for result in results)
    del results
    assert (sys.getrefcount(tag), sys.getrefcount(value)) == before


def test_the_callbacks_run_on_other_threads():
    seen = set()
    # Each waits for all others.
    barrier = threading.Barrier(4)
    pipeline = Pipeline([stage(lambda _: (barrier.wait(60), seen.add(threading.get_ident())))])
    pipeline.run_many([1, 2, 3, 4], threads=4)
    assert len(seen) == 4 and threading.get_ident() not in seen


def test_python_threads_copy_one_object_at_once():
    tag = Tag()
    original = Pipeline([stage(tag=tag) for _ in range(10)])
    before = sys.getrefcount(tag)
    barrier = threading.Barrier(8)

    def copy_often():
        barrier.wait()
        for _ in range(200):
            copy.copy(original).run(1)

    threads = [threading.Thread(target=copy_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sys.getrefcount(tag) == before


# Exceptions


class Failure(Exception):
    pass


def fail(value):
    raise Failure(value)


def test_an_exception_is_raised_with_its_traceback():
    with pytest.raises(Failure) as caught:
        Pipeline([stage(fail)]).run(7)
    assert caught.value.args == (7,)
    assert "fail" in [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]


def test_the_last_error_is_kept_and_copied():
    pipeline = Pipeline([stage(fail)])
    with pytest.raises(Failure) as caught:
        pipeline.run(7)
    assert pipeline.last_error is caught.value
    assert copy.copy(pipeline).last_error is caught.value


def test_an_exception_of_another_thread_is_raised_with_its_traceback():
    tag = Tag()
    pipeline = Pipeline([stage(fail, tag=tag)])
    before = sys.getrefcount(tag)
    with pytest.raises(Failure) as caught:
        pipeline.run_many([1, 2, 3], threads=3)
    assert caught.value.args == (1,)
    assert "fail" in [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert sys.getrefcount(tag) == before


def test_on_error_gives_the_result_of_a_failed_call():
    one = stage(fail, options=Options(on_error=lambda error: error.args))
    assert one(7) == (7,)


# Garbage


def test_a_cycle_through_a_callback_is_collected():
    tag = Tag()
    pipeline = Pipeline([stage(tag=tag)])
    tag.pipeline = pipeline
    gone = weakref.ref(tag)
    del tag, pipeline
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    "make",
    [
        lambda tag: stage(tag=tag),
        lambda tag: Stage("", Step.Constant(tag)),
        lambda tag: Options(on_error=tag),
        lambda tag: Options(extra=tag),
    ],
)
def test_copies_in_a_cycle_are_collected(make):
    tag = Tag()
    tag.holder = make(tag)
    tag.copy = copy.copy(tag.holder)
    gone = weakref.ref(tag)
    del tag
    gc.collect()
    assert gone() is None


def test_a_cycle_through_a_cached_result_is_collected():
    tag = Tag()
    tag.stage = stage(lambda _: tag, options=Options(cache=1))
    tag.stage(1)
    gone = weakref.ref(tag)
    del tag
    gc.collect()
    assert gone() is None
