"""What a small shop does with its events.

ROUTES says, for each type of event, which handlers get it and when: a name, what to call, and a condition. The condition is
None (always), a string (only where the event has this key), or something to call with the event.
"""

import json
import threading


class Ledger:
    """Adds up the orders, in cents. Handlers are called by several threads at once, hence the lock."""

    def __init__(self):
        self.lock = threading.Lock()
        self.orders = 0
        self.cents = 0

    def record(self, event):
        with self.lock:
            self.orders += 1
            self.cents += event["cents"]

    def refund(self, event):
        with self.lock:
            self.cents -= event["cents"]


class Visitors:
    """Which customers were seen, and on how many pages."""

    def __init__(self):
        self.lock = threading.Lock()
        self.pages = {}

    def __call__(self, event):
        customer = event["customer"]
        with self.lock:
            self.pages[customer] = self.pages.get(customer, 0) + 1


class PaymentError(Exception):
    """A payment that somebody has to look at."""


def above(cents):
    """A condition: the event is about more than this much money."""

    def is_above(event):
        return event["cents"] > cents

    return is_above


def mailbox(address):
    """A handler that collects mail to one address, and its mail."""
    mail = []

    def send(event):
        mail.append((address, "order {id}: {cents} cents".format(**event)))

    return send, mail


def check_address(event):
    if "postcode" not in event["address"]:
        raise ValueError("the address has no postcode")


def report_failed_payment(event):
    raise PaymentError("{reason} ({method})".format(**event))


ledger = Ledger()
visitors = Visitors()
send_to_fraud_team, fraud_team_mail = mailbox("fraud@shop.example")

ROUTES = {
    "page.viewed": [
        ("visitors", visitors, "customer"),
    ],
    "order.placed": [
        ("address", check_address, None),
        ("ledger", ledger.record, None),
        ("fraud team", send_to_fraud_team, above(50_000)),
        ("archive", json.dumps, None),
    ],
    "order.refunded": [
        ("ledger", ledger.refund, None),
        ("archive", json.dumps, None),
    ],
    "payment.failed": [
        ("archive", json.dumps, None),
        ("failed payment", report_failed_payment, None),
    ],
}


def summary():
    return "{} orders, {:.2f} EUR, {} to the fraud team; {} customers viewed {} pages".format(
        ledger.orders,
        ledger.cents / 100,
        len(fraud_team_mail),
        len(visitors.pages),
        sum(visitors.pages.values()),
    )
