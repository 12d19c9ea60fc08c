"""A handler that is kept by somebody: its reference count grows."""

kept = []


def keep(event):
    kept.append(keep)


ROUTES = {"started": [("keep", keep, None)]}


def summary():
    return "kept {} times".format(len(kept))
