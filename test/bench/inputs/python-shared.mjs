// What the Python services of the benchmark import. See ../inputs.mjs.

export const settings = `import os
from dataclasses import dataclass


@dataclass
class Limits:
    send: int = 1000
    receive: int = 1000
    size: int = 1_048_576


LIMITS = Limits()

ENDPOINTS = {
    "jobs": os.environ.get("JOBS_ENDPOINT", "tcp://127.0.0.1:6000"),
    "results": "tcp://127.0.0.1:6001",
    "events": "tcp://0.0.0.0:6002",
    "control": "ipc:///run/app/control.sock",
}


def endpoint_of(name, shard=0):
    base = ENDPOINTS[name]
    return base if shard == 0 else f"{base}{shard}"
`;

export const bus = `import json
import logging

import zmq

from .settings import LIMITS, endpoint_of

log = logging.getLogger(__name__)


class Service:
    """What every service has: a socket for events, and an orderly end."""

    def __init__(self, name, shard=0, context=None):
        self.name = name
        self.shard = shard
        self.context = context or zmq.Context.instance()
        self.events = self.context.socket(zmq.PUB)
        self.events.setsockopt(zmq.SNDHWM, LIMITS.send)
        self.events.setsockopt(zmq.LINGER, 0)
        self.stopping = False

    def open(self):
        self.events.bind(endpoint_of("events", self.shard))

    def announce(self, topic, body):
        self.events.send_multipart([topic.encode(), json.dumps(body).encode()])

    def close(self):
        self.stopping = True
        self.events.close()


def open_pull(context, endpoint, size=LIMITS.size):
    pull = context.socket(zmq.PULL)
    pull.rcvhwm = LIMITS.receive
    pull.maxmsgsize = size
    pull.connect(endpoint)
    return pull
`;
