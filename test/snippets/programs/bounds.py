"""What the limits of the snippets hold back, each tried where it would hurt. Prints one line."""

import json
import logging
import os
import threading
import time
from pathlib import Path

import zmq
from modules.zmq_curve_client import ask, open_client
from modules.zmq_pub_last_value import open_publisher
from modules.zmq_pull_bounded import open_pull, pull_all
from modules.zmq_push_bounded import open_push, push_all
from modules.zmq_router_limits import open_router, route
from modules.zmq_sub_last_value import newest_value, open_subscriber
from modules.zmq_zap_allow_list import start_zap

ANY_PORT = "tcp://127.0.0.1:*"
MANY = 5000
unread = []


class Unread(logging.Handler):
    """What the ROUTER says of a client that does not read."""

    def emit(self, record):
        unread.append(record)


def until(done):
    for _ in range(100):
        if done():
            return
        time.sleep(0.05)


def bind_again(socket, endpoint):
    """A port that was given up can be taken for a moment: by its former listener, or as the near end of some connection."""
    for _ in range(100):
        try:
            return socket.bind(endpoint)
        except zmq.ZMQError:
            time.sleep(0.05)
    return socket.bind(endpoint)


def in_thread(opening, loop):
    """The loop never ends; its socket lives in that thread. The endpoint comes back."""
    endpoint = []

    def run():
        socket = opening(ANY_PORT)
        endpoint.append(socket.last_endpoint.decode())
        loop(socket)

    threading.Thread(target=run, daemon=True).start()
    until(lambda: endpoint)
    return endpoint[0]


def outcome(call, *args):
    try:
        return call(*args)
    except zmq.Again:
        return "EAGAIN"


def accepted(push, patience):
    """How many of many messages a PUSH takes when none is read; `patience` in ms, longer than a handshake takes."""
    push.sndtimeo, push.linger = patience, 0
    for count in range(MANY):
        try:
            push.send(bytes(10_000))
        except zmq.Again:
            return {"count": count, "code": "EAGAIN"}
    return {"count": MANY}


def sizes():
    """Sizes that arrive, of one that just may and one that just may not: 65 536 less the 33 bytes that CURVE adds."""
    push = open_push(sized)
    monitor = push.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    push.send(bytes(65_503))
    until(lambda: len(got) == 1)
    push.send(bytes(65_504))
    monitor.poll(5000)
    push_all(push, ["x"])
    until(lambda: len(got) == 2)
    return got


def lingered():
    """How many messages arrive whose sender was closed before anybody listened."""
    endpoint = late.last_endpoint.decode()
    late.unbind(endpoint)
    push = open_push(endpoint)
    push_all(push, map(str, range(500)))
    push.close()
    bind_again(late, endpoint)
    count = 0
    while late.poll(5000 if count < 500 else 100):
        late.recv()
        count += 1
    return count


def published():
    """A subscriber that stopped reading gets only some of what was sent; one that keeps the last value gets that."""
    endpoint = publisher.last_endpoint.decode()
    slow = client(zmq.SUB, endpoint, rcvhwm=10, rcvtimeo=500)
    slow.subscribe("")
    publisher.recv()
    last = open_subscriber("load", endpoint)
    publisher.recv()
    for number in range(1, MANY + 1):
        publisher.send_string(f"load {number}{' ' * 10_000}")
    time.sleep(0.3)
    newest = int(newest_value(last, "load"))
    count = 0
    while outcome(slow.recv) != "EAGAIN":
        count += 1
    return {"slow": count, "newestIsRecent": newest > count}


def answer(request):
    if request == b"slow":
        time.sleep(0.5)
    return {b"large": b"x" * 60_000, b"slow": b"slow", b"quick": b"quick", b"who": b"you"}[request]


def routed():
    # Asks and asks, and never reads an answer.
    deaf = client(zmq.DEALER, router, rcvhwm=1, sndtimeo=200)
    for _ in range(500):
        outcome(deaf.send_multipart, [b"", b"large"])
    # Nobody else is there whose coming would wake a send that waits.
    until(lambda: unread)
    goes_on = len(unread) > 0
    requester = open_client(router)
    others_served = outcome(ask, requester, "quick")
    deaf.close()

    requester.rcvtimeo = 200
    impatient = outcome(ask, requester, "slow")
    requester.rcvtimeo = 5000
    following = ask(requester, "quick")

    # Of two clients with one routing id the first keeps it.
    def who(socket):
        socket.send_multipart([b"", b"who"])
        return socket.recv_multipart()[-1].decode()

    # The first has the time that a handshake takes on a busy machine; the second waits in vain anyhow.
    first = client(zmq.DEALER, router, routing_id=b"same", sndtimeo=20_000, rcvtimeo=20_000)
    before = outcome(who, first)
    second = client(zmq.DEALER, router, routing_id=b"same", sndtimeo=500, rcvtimeo=500)
    routing_id = [before, outcome(who, second), outcome(who, first)]
    return {
        "goesOn": goes_on,
        "othersServed": others_served,
        "impatient": impatient,
        "next": following,
        "routingId": routing_id,
    }


def client(kind, endpoint, **options):
    """A client that is from no snippet, with the member's keys."""
    socket = zmq.Context.instance().socket(kind)
    socket.curve_serverkey, socket.curve_publickey, socket.curve_secretkey = (
        Path("keys", name).read_bytes().strip() for name in ("server.public", "client.public", "client.secret")
    )
    socket.linger = 0
    for name, value in options.items():
        setattr(socket, name, value)
    socket.connect(endpoint)
    return socket


logging.getLogger().addHandler(Unread())
zap = start_zap()
got = []
stuck, late, publisher = open_pull(ANY_PORT), open_pull(ANY_PORT), open_publisher(ANY_PORT)
sized = in_thread(open_pull, lambda pull: pull_all(pull, lambda job: got.append(len(job))))
router = in_thread(open_router, lambda router: route(router, answer))
os.chdir("../member")
results = {
    "nobody": accepted(open_push("tcp://127.0.0.1:9"), 500),
    "stuck": accepted(open_push(stuck.last_endpoint.decode()), 5000),
    "sizes": sizes(),
    "lingered": lingered(),
    "published": published(),
    **routed(),
}
print(json.dumps(results), flush=True)
os._exit(0)  # Loops in threads never end.
