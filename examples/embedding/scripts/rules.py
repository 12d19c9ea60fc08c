"""The rules that every order must pass."""


def has_an_amount(order):
    return any(word.isdigit() for word in order.split())


def is_short(order):
    return len(order) <= 20


RULES = {"has an amount": has_an_amount, "is short": is_short}
