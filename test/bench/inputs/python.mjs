// Python with pyzmq. See ../inputs.mjs.

import { bus, settings } from './python-shared.mjs';

const head = `import json
import logging
import os
import time

import zmq
import zmq.asyncio

from .bus import Service, open_pull
from .settings import ENDPOINTS, LIMITS, endpoint_of

log = logging.getLogger(__name__)
`;

const edited = `

class Gateway(Service):
    def __init__(self, name="gateway"):
        super().__init__(name)
        self.frontend = self.context.socket(zmq.ROUTER)
        self.frontend.setsockopt(zmq.RCVHWM, 0)
        self.backends = {}

    def run(self, endpoint="tcp://*:7000"):
        self.frontend.setsockopt(zmq.MAXMSGSIZE, 65536)
        self.frontend.bind(endpoint)
        control = self.context.socket(zmq.REP)
        control.sndhwm = 10
        control.bind("tcp://*:7001")
        while not self.stopping:
            identity, _, body = self.frontend.recv_multipart()
            request = json.loads(body)
            backend = self.backends.get(request["shard"])
            if backend is not None:
                backend.send_multipart([identity, request["payload"].encode()])
            log.info("request %s %d", request["shard"], len(body))
`;

const worker = (id) => `

class Worker${id}(Service):
    """Takes jobs, performs them, hands on the results."""

    KINDS = ("resize", "encode", "probe")

    def __init__(self, name="worker-${id}"):
        super().__init__(name, shard=${id})
        self.jobs = open_pull(self.context, endpoint_of("jobs", ${id}))
        self.results = self.context.socket(zmq.PUSH)
        self.results.sndhwm = LIMITS.send
        self.results.sndtimeo = 2000
        self.done = {}

    def start(self):
        self.open()
        self.results.connect(ENDPOINTS["results"])
        poller = zmq.Poller()
        poller.register(self.jobs, zmq.POLLIN)
        while not self.stopping:
            events = dict(poller.poll(1000))
            if self.jobs not in events:
                continue
            header, body = self.jobs.recv_multipart()
            job = self.decode(body)
            if job is None:
                log.warning("not a job: %r", header)
                continue
            result = self.perform(job)
            self.results.send_multipart([header, json.dumps(result).encode()])
            self.done[job["id"]] = time.time()

    def decode(self, body):
        try:
            value = json.loads(body.decode("utf-8"))
        except ValueError as error:
            log.error("decode: %s", error)
            return None
        if isinstance(value.get("id"), str) and value.get("kind") in self.KINDS:
            return value
        return None

    def perform(self, job):
        started = time.time()
        handler = getattr(self, "do_" + job["kind"], None)
        output = handler(**job.get("arguments", {})) if handler else None
        self.announce("job.done", {"id": job["id"], "worker": self.name})
        return {"id": job["id"], "output": output, "seconds": time.time() - started}

    def do_resize(self, width="0", height="0"):
        return f"{int(width)}x{int(height)}"

    def do_encode(self, codec="h264"):
        return codec.lower()

    def do_probe(self, **given):
        return ",".join(sorted(given))
`;

const rpc = (id) => `

class Client${id}:
    """Requests and their answers over one DEALER."""

    def __init__(self, endpoint, timeout=5.0, context=None):
        self.context = context or zmq.asyncio.Context.instance()
        self.endpoint = endpoint
        self.timeout = timeout
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.rcvhwm = 500
        self.socket.identity = f"client-${id}-{os.getpid()}".encode()
        self.socket.curve_serverkey = os.environ["SERVER_PUBLIC"].encode()
        self.socket.curve_publickey = os.environ["CLIENT_PUBLIC"].encode()
        self.socket.curve_secretkey = os.environ["CLIENT_SECRET"].encode()
        self.next = 1
        self.pending = {}

    def connect(self):
        self.socket.connect(self.endpoint)

    async def call(self, method, *args):
        request = {"id": self.next, "method": method, "args": list(args)}
        self.next += 1
        await self.socket.send_multipart([b"", json.dumps(request).encode()])
        while True:
            _, body = await self.socket.recv_multipart()
            answer = json.loads(body)
            if answer["id"] != request["id"]:
                self.pending[answer["id"]] = answer
                continue
            if "error" in answer:
                raise RuntimeError(answer["error"])
            return answer["value"]


async def serve_${id}(endpoint, methods):
    context = zmq.asyncio.Context.instance()
    router = context.socket(zmq.ROUTER)
    router.set_hwm(LIMITS.receive)
    router.setsockopt(zmq.CURVE_SERVER, 1)
    router.setsockopt(zmq.CURVE_SECRETKEY, os.environ["SERVER_SECRET"].encode())
    router.bind(endpoint)
    while True:
        identity, empty, body = await router.recv_multipart()
        request = json.loads(body)
        try:
            value = methods[request["method"]](*request["args"])
            answer = {"id": request["id"], "value": value}
        except Exception as error:
            answer = {"id": request["id"], "error": str(error)}
        await router.send_multipart([identity, empty, json.dumps(answer).encode()])
`;

const feed = (id) => `

class Feed${id}:
    """Subscriptions of several feeds, with the last value of each topic."""

    def __init__(self, context):
        self.context = context
        self.sockets = {}
        self.last = {}
        self.handlers = []

    def add(self, name, endpoint, topics=("",)):
        subscriber = self.context.socket(zmq.SUB)
        subscriber.rcvhwm = 2000
        subscriber.maxmsgsize = LIMITS.size
        subscriber.connect(endpoint)
        for topic in topics:
            subscriber.setsockopt_string(zmq.SUBSCRIBE, topic)
        self.sockets[name] = subscriber

    def on(self, handler):
        self.handlers.append(handler)

    def run(self, name):
        socket = self.sockets[name]
        while True:
            topic, body = socket.recv_multipart()
            key = topic.decode()
            value = json.loads(body)
            self.last[key] = value
            for handler in self.handlers:
                handler(key, value)

    def drain(self, name):
        socket = self.sockets.get(name)
        count = 0
        while socket is not None and count < 100:
            try:
                socket.recv(zmq.NOBLOCK)
            except zmq.Again:
                break
            count += 1
        return count

    def stop(self):
        for socket in self.sockets.values():
            socket.close()
`;

const plain = (id) => `

def parse_table_${id}(text, separator=","):
    lines = [line for line in text.splitlines() if line.strip()]
    columns = [column.strip().lower() for column in lines[0].split(separator)]
    rows = []
    for line in lines[1:]:
        row = []
        for cell in line.split(separator):
            cell = cell.strip()
            if not cell:
                row.append(None)
                continue
            try:
                row.append(float(cell))
            except ValueError:
                row.append(cell)
        rows.append(row)
    return {"columns": columns, "rows": rows}


def summarise_${id}(table):
    found = {}
    for index, column in enumerate(table["columns"]):
        cells = [row[index] for row in table["rows"] if isinstance(row[index], float)]
        found[column] = {
            "count": len(cells),
            "mean": sum(cells) / len(cells) if cells else 0,
            "max": max(cells, default=0),
        }
    log.info("summary of %d columns", len(table["columns"]))
    return found


def backoff_${id}(attempt, base=50, limit=5000):
    jitter = ((attempt * 2654435761) % 1000) / 1000
    return min(limit, base * 2**attempt) * (0.5 + jitter / 2)
`;

export const PYTHON = {
  ending: '.py',
  languageId: 'python',
  manifest: { name: 'pyproject.toml', text: '[project]\nname = "services"\ndependencies = ["pyzmq>=26"]\n' },
  shared: { '__init__.py': '', 'settings.py': settings, 'bus.py': bus },
  head,
  edited,
  parts: [worker, plain, rpc, feed, plain],
  edits: [
    { find: '        self.frontend.bind(endpoint)', by: '        self.frontend.bind( endpoint)' },
    {
      find: 'self.frontend.setsockopt(zmq.MAXMSGSIZE, 65536)\n',
      by: 'self.frontend.setsockopt(zmq.MAXMSGSIZE, 65536)\n        \n',
    },
    { find: 'control = self.context.socket(zmq.REP)\n', by: 'control = self.context.socket(zmq.REP)\n        pass\n' },
    { find: '"tcp://*:7001"', by: '"tcp://*:70011"' },
    { find: 'control.bind(', by: 'back = self.frontend\n        control.bind(' },
    { find: 'setsockopt(zmq.RCVHWM, 0)', by: 'setsockopt(zmq.RCVHWM, 100)' },
  ],
};
