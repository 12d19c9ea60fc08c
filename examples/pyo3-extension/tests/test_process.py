"""What the module does to a process: its exit, and its forks."""

import os
import subprocess
import sys

import pytest

HEAD = """
import asyncio, os, sys, threading
from gilref_pipeline import Pipeline, Stage, Step

class Tag: pass

def pipeline(*functions, tag=None):
    return Pipeline([Stage("", Step.Call(function), tag=tag) for function in functions])

def double(value):
    return value * 2

async def wait(value):
    await asyncio.Event().wait()
"""


def python(code):
    """What a process of its own printed. None of them may hang or crash."""
    outcome = subprocess.run(
        [sys.executable, "-c", HEAD + code], capture_output=True, text=True, timeout=120
    )
    assert outcome.returncode == 0, outcome
    return outcome.stdout.split()


def test_a_module_that_was_used_on_threads_exits():
    assert python("print(pipeline(double).run_many([1, 2, 3], threads=3)[2])") == ["6"]


# What goes wrong at an exit goes wrong once in a while.
@pytest.mark.parametrize("_", range(10))
def test_a_process_exits_while_tasks_wait(_):
    code = """
async def main():
    tasks = [asyncio.ensure_future(pipeline(wait, tag=Tag()).run_async(Tag())) for _ in range(20)]
    await asyncio.sleep(0)
    print("done")

asyncio.run(main())
"""
    assert python(code) == ["done"]


def test_a_process_exits_while_a_daemon_thread_runs_a_pipeline():
    code = """
started = threading.Event()

def run():
    while True:
        pipeline(double, tag=Tag()).run_many([1, 2, 3], threads=2)
        started.set()

threading.Thread(target=run, daemon=True).start()
started.wait()
print("done")
"""
    assert python(code) == ["done"]


def test_a_callback_that_exits_the_process_ends_it():
    code = """
import atexit
atexit.register(print, "exit", flush=True)
pipeline(lambda _: sys.exit(0), tag=Tag()).run(1)
"""
    assert python(code) == ["exit"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_copies_runs_and_exits():
    code = """
import copy
tag = Tag()
original = pipeline(double, tag=tag)
before = sys.getrefcount(tag)
original.run_many(range(10), threads=3)
child = os.fork()
copied = copy.copy(original)
assert copied.run_many([1, 2, 3], threads=3) == [2, 4, 6]
del copied
assert sys.getrefcount(tag) == before, (sys.getrefcount(tag), before)
if child == 0:
    sys.exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert python(code) == ["7"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_child_that_is_forked_while_other_threads_run_pipelines_works():
    code = """
stop = threading.Event()

def run():
    while not stop.is_set():
        pipeline(double, tag=Tag()).run_many([1, 2, 3], threads=2)

threads = [threading.Thread(target=run) for _ in range(3)]
for thread in threads:
    thread.start()
for _ in range(5):
    child = os.fork()
    if child == 0:
        os._exit(pipeline(double).run_many([1, 2, 3], threads=2)[2])
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
stop.set()
for thread in threads:
    thread.join()
"""
    assert python(code) == ["6"] * 5
