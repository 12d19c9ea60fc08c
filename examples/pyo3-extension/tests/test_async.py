"""Pipelines as asyncio tasks: what they hold while they wait, and what becomes of it when they are cancelled."""

import asyncio
import gc
import sys
import time

import pytest

from gilref_pipeline import Pipeline, Stage, Step


class Tag:
    """Something that can be counted."""


async def double_later(value):
    await asyncio.sleep(0)
    return value * 2


def pipeline(*functions, tag=None):
    return Pipeline([Stage("", Step.Call(function), tag=tag) for function in functions])


async def until(condition):
    """Lets others run until it is so: what is dropped on Tokio's threads is released soon, not at once."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        gc.collect()
        await asyncio.sleep(0)


def test_coroutines_and_functions_are_run_in_order():
    async def run():
        return await pipeline(double_later, str, lambda text: text + "!").run_async(21)

    assert asyncio.run(run()) == "42!"


def test_many_tasks_run_at_once_and_give_their_references_back():
    tag = Tag()

    async def run():
        many = pipeline(double_later, double_later, tag=tag)
        before = sys.getrefcount(tag)
        results = await asyncio.gather(*(many.run_async(n) for n in range(100)))
        assert results == [4 * n for n in range(100)]
        await until(lambda: sys.getrefcount(tag) == before)

    asyncio.run(run())


def test_an_exception_is_raised_where_the_task_is_awaited():
    async def fail(value):
        await asyncio.sleep(0)
        raise ValueError(value)

    async def run():
        with pytest.raises(ValueError, match="7"):
            await pipeline(fail).run_async(7)

    asyncio.run(run())


@pytest.mark.parametrize("count", [1, 50])
def test_a_cancelled_task_gives_its_references_back(count):
    tag, value = Tag(), Tag()

    async def run():
        reached, never = [], asyncio.Event()

        async def wait(value):
            reached.append(None)
            await never.wait()

        waiting = pipeline(wait, double_later, tag=tag)
        before = sys.getrefcount(tag), sys.getrefcount(value)
        tasks = [asyncio.ensure_future(waiting.run_async(value)) for _ in range(count)]
        await until(lambda: len(reached) == count)
        assert sys.getrefcount(tag) == before[0] + 2 * count

        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
        del tasks, outcomes
        never.set()
        await until(lambda: (sys.getrefcount(tag), sys.getrefcount(value)) == before)

    asyncio.run(run())
