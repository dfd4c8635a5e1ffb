"""Hands three jobs to a worker and asks it to end; then to one that fails."""

import json
import threading
import time

import zmq
from modules.zmq_worker_hand_off import start_worker


def work(job):
    if job == b"fail":
        raise ValueError("no")
    where = "the main thread" if threading.current_thread() is threading.main_thread() else "a worker"
    return job + b" in " + where.encode()


def workers():
    return [one for one in threading.enumerate() if one is not threading.main_thread()]


jobs = start_worker(work)
for job in (b"a", b"b", b"c"):
    jobs.send(job)
results = [jobs.recv().decode() for _ in range(3)]
jobs.send(b"")
for worker in workers():
    worker.join(5)

messages = []
threading.excepthook = lambda failure: messages.append(str(failure.exc_value))
second = start_worker(work, "inproc://second")
patience = second.rcvtimeo
second.rcvtimeo = 200
second.send(b"fail")
try:
    waited = second.recv()
except zmq.Again:
    waited = "EAGAIN"
for socket in (jobs, second):
    socket.close()
started = time.monotonic()
zmq.Context.instance().term()  # The workers' own sockets are closed.
print(
    json.dumps(
        {
            "results": results,
            "workers": len(workers()),
            "patience": patience,
            "waited": waited,
            "messages": messages,
            "ended": time.monotonic() - started < 2,
        }
    )
)
