"""The canteen's counter: a list of addresses that nobody looks at."""

import zmq
from zmq.auth.thread import ThreadAuthenticator


def open_counter():
    """Only the kitchen may send, it seems; but NULL without a domain asks no handler."""
    context = zmq.Context()
    doorkeeper = ThreadAuthenticator(context)
    doorkeeper.start()
    doorkeeper.allow("10.20.0.7")
    counter = context.socket(zmq.PULL)
    counter.rcvhwm = 100
    counter.bind("tcp://127.0.0.1:5640")
    return counter
