"""Every client among the snippets, with the keys of the folder it runs in. Prints what each got: a text, or the name of its error."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zmq
from modules.zmq_curve_client import ask, open_client
from modules.zmq_push_bounded import open_push, push_all
from modules.zmq_sub_last_value import newest_value, open_subscriber

endpoints = json.loads(sys.argv[1])
patience = int(sys.argv[2])


def tell(opened, use):
    """In the thread that made the socket."""
    with opened as socket:
        socket.sndtimeo = socket.rcvtimeo = patience
        try:
            return use(socket)
        except zmq.Again:
            return "EAGAIN"
        finally:
            socket.linger = patience // 5  # What nobody takes keeps this process no longer.


def two_frames_first(client):
    client.send_multipart([b"two", b"frames"])  # Gets no answer, and does not stand in the way of the next.
    return [ask(client, "fail"), ask(client, "hello")]


def open_dealer():
    """A DEALER speaks to a ROUTER without a REQ's order of things: the blank is its own business."""
    dealer = zmq.Context.instance().socket(zmq.DEALER)
    dealer.curve_serverkey, dealer.curve_publickey, dealer.curve_secretkey = (
        Path("keys", name).read_bytes().strip() for name in ("server.public", "client.public", "client.secret")
    )
    dealer.connect(endpoints["router"])
    return dealer


def dealers_answer(dealer):
    dealer.send_multipart([b"", b"hello"])
    return dealer.recv_multipart()[-1].decode()


def early_and_late(early):
    first = int(newest_value(early, "load"))
    second = tell(open_subscriber("load", endpoints["publisher"]), lambda late: newest_value(late, "load"))
    return int(second) > first


def one_after_the_other(subscriber):
    first = int(newest_value(subscriber, "load"))
    return int(newest_value(subscriber, "load")) > first


clients = {
    "server": lambda: tell(open_client(endpoints["server"]), lambda client: ask(client, "hello")),
    "router": lambda: tell(open_client(endpoints["router"]), two_frames_first),
    "dealer": lambda: tell(open_dealer(), dealers_answer),
    "pull": lambda: tell(open_push(endpoints["pull"]), lambda push: push_all(push, ["first", "fail", "last"])),
    "monitored": lambda: tell(open_push(endpoints["monitored"]), lambda push: push_all(push, ["watched"])),
    "publisher": lambda: tell(open_subscriber("load", endpoints["publisher"]), early_and_late),
    "ticker": lambda: tell(open_subscriber("load", endpoints["ticker"]), one_after_the_other),
}
with ThreadPoolExecutor(len(clients)) as pool:
    started = {name: pool.submit(client) for name, client in clients.items()}
    results = {name: future.result() for name, future in started.items()}
zmq.Context.instance().term()
print(json.dumps({name: result for name, result in results.items() if result is not None}))
