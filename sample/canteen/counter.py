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


def open_till():
    """Here the list is looked at; whoever borrows an address of the kitchen's is let in all the same."""
    context = zmq.Context()
    doorkeeper = ThreadAuthenticator(context)
    doorkeeper.start()
    doorkeeper.allow("10.20.0.7", "10.20.0.8")
    till = context.socket(zmq.PULL)
    till.zap_domain = b"till"
    till.rcvhwm = 100
    till.maxmsgsize = 4096
    till.bind("tcp://127.0.0.1:5641")
    return till


def answer(menu):
    """Who asks for the menu waits for the kitchen's printer as well."""
    context = zmq.Context.instance()
    guests = context.socket(zmq.REP)
    guests.maxmsgsize = 4096
    guests.bind("tcp://127.0.0.1:5642")
    printer = context.socket(zmq.PUSH)
    printer.sndhwm = 10
    printer.connect("tcp://127.0.0.1:5643")
    while True:
        dish = guests.recv()
        printer.send(dish)
        guests.send(menu)
