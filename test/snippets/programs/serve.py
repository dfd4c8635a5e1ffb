"""Every server among the snippets, on ports the system chooses. Prints its endpoints; when its input ends, what it saw.

Arguments: `zap` for a server with a handler, and how many jobs to wait for before it says so.
"""

import json
import logging
import os
import sys
import threading
import time
from collections import Counter, defaultdict
from itertools import count

import zmq
from modules.zmq_curve_server import open_server, serve
from modules.zmq_monitored_socket import open_monitored
from modules.zmq_pub_last_value import open_publisher, publish
from modules.zmq_pull_bounded import open_pull, pull_all
from modules.zmq_router_limits import open_router, route
from modules.zmq_zap_allow_list import start_zap
from zmq.utils.monitor import recv_monitor_message

ANY_PORT = "tcp://127.0.0.1:*"
NAMES = {
    zmq.EVENT_HANDSHAKE_FAILED_AUTH: "handshake:error:auth",
    zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL: "handshake:error:protocol",
    zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL: "handshake:error:other",
}
pulled, monitored, admitted, events = [], [], Counter(), defaultdict(Counter)
value = count(1)
endpoints = {}


class Reports(logging.Handler):
    """Where the monitored socket reports by default."""

    def emit(self, record):
        if record.levelno != logging.WARNING:
            return  # A job that fails is meant to.
        for name, times in record.msg.items():
            events["monitored"][NAMES.get(zmq.Event[name], name)] += times


def watch(name, monitor):
    while True:
        event = recv_monitor_message(monitor)["event"]
        if event == zmq.EVENT_HANDSHAKE_SUCCEEDED:
            admitted[name] += 1
        elif event in NAMES:
            events[name][NAMES[event]] += 1


def answer(request):
    if request == b"fail":
        raise ValueError("no")
    return b"routed " + request


def handle(job):
    if job == b"fail":
        raise ValueError("no")
    pulled.append(job.decode())


def run(name, opening, loop):
    """In a thread of its own, which makes the socket."""
    socket = opening(ANY_PORT)
    if name != "monitored":
        threading.Thread(target=watch, args=(name, socket.get_monitor_socket()), daemon=True).start()
    endpoints[name] = socket.last_endpoint.decode()
    loop(socket)


def newest():
    return str(next(value))


logging.getLogger().addHandler(Reports())
zap = start_zap() if sys.argv[1] == "zap" else None
servers = {
    "server": (open_server, serve),
    "router": (open_router, lambda router: route(router, answer)),
    "pull": (open_pull, lambda pull: pull_all(pull, handle)),
    "publisher": (open_publisher, lambda publisher: publish(publisher, "load", newest)),
    "ticker": (open_publisher, lambda publisher: publish(publisher, "load", newest)),
    "monitored": (
        open_monitored,
        lambda pull: pull_all(pull, lambda job: monitored.append(job.decode())),
    ),
}
for name, (opening, loop) in servers.items():
    threading.Thread(target=run, args=(name, opening, loop), daemon=True).start()
while len(endpoints) < len(servers):
    time.sleep(0.01)
print(json.dumps(endpoints), flush=True)

sys.stdin.read()
for _ in range(50):
    if len(pulled) + len(monitored) >= int(sys.argv[2]):
        break
    time.sleep(0.1)
print(json.dumps({"pulled": pulled, "monitored": monitored, "admitted": admitted, "events": events}), flush=True)
os._exit(0)  # The servers' loops never end.
