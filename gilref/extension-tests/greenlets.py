"""Greenlets that switch while one of them is attached inside a detach. Run by `.ci/greenlets`.

`bounce` detaches, attaches inside of it, and calls; it aborts the process when a token is there on
a detached thread, when an attached thread is said to be detached, and when a drop inside the
detach is not deferred.
"""

import random
import sys
import threading

import greenlet
import one
import other


def switches_between_bounces():
    """Of two greenlets in the middle of a bounce, the one that began last ends, the other never."""
    steps = []

    def first():
        steps.append("first in")
        one.bounce(lambda: two.switch())
        steps.append("first out")
        two.switch()

    def second():
        steps.append("second in")
        one.bounce(lambda: main.switch())
        steps.append("second out")

    main = greenlet.getcurrent()
    two = greenlet.greenlet(second, main)
    greenlet.greenlet(first, main).switch()
    # Both are in the middle: back to the second.
    two.switch()
    assert steps == ["first in", "second in", "second out"], steps


def switches_at_random(seed):
    """Many greenlets, nested bounces through both copies of gilref, no order at all."""
    rng = random.Random(seed)
    alive = []
    x = object()
    before = sys.getrefcount(x)

    def elsewhere():
        candidates = [g for g in alive if g is not greenlet.getcurrent() and not g.dead]
        if candidates:
            rng.choice(candidates).switch()

    def work(depth, module):
        for _ in range(5):
            elsewhere()
            module.drop_on_a_thread(x)
            if depth:
                next = rng.choice([one, other])
                next.bounce(lambda: work(depth - 1, next))
                elsewhere()

    main = greenlet.getcurrent()
    alive += [
        greenlet.greenlet(lambda: one.bounce(lambda: work(2, one)), main)
        for _ in range(8)
    ]
    while any(not g.dead for g in alive):
        for g in alive:
            if not g.dead:
                g.switch()
    one.bounce(lambda: None)
    other.bounce(lambda: None)
    assert sys.getrefcount(x) == before, (sys.getrefcount(x), before)


def killed_in_the_middle():
    """A greenlet that is thrown out of the middle of a bounce unwinds through it."""
    main = greenlet.getcurrent()
    g = greenlet.greenlet(lambda: one.bounce(lambda: main.switch()), main)
    g.switch()
    g.throw(greenlet.GreenletExit)
    assert g.dead
    one.bounce(lambda: None)


def everything():
    switches_between_bounces()
    for seed in range(20):
        switches_at_random(seed)
    killed_in_the_middle()


everything()
worker = threading.Thread(target=everything)
worker.start()
worker.join()
assert one.pending(None) == other.pending(None) == 0
print("greenlet", greenlet.__version__, "on Python", sys.version.split()[0], "is fine")
