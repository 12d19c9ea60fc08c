"""Rules that say at the end how often they were asked."""

import atexit

asked = []


def is_asked(order):
    asked.append(order)
    return True


atexit.register(lambda: print("orders checked:", len(asked)))

RULES = {"is asked": is_asked}
