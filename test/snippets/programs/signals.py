"""The signal comes while a request is in hand, and to a second server while it waits. Nobody calls exit."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import zmq
from modules.zmq_curve_server import open_server
from modules.zmq_graceful_close import serve_until_signal
from modules.zmq_zap_allow_list import start_zap

CLIENT = """
import sys
from modules.zmq_curve_client import ask, open_client
print(ask(open_client(sys.argv[1]), "me"))
"""
seen = {}


def signalled():
    os.kill(os.getpid(), signal.SIGTERM)


def answer(request):
    seen["linger"] = server.linger
    signalled()
    time.sleep(0.2)
    seen["again"] = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    return b"last words to " + request


zap = start_zap()
server = open_server("tcp://127.0.0.1:*")
server.linger = 0  # The snippet knows better.
before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
client = subprocess.Popen(
    [sys.executable, "-c", CLIENT, server.last_endpoint.decode()],
    cwd="../member",
    env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.abspath(__file__))},
    stdout=subprocess.PIPE,
    text=True,
)
serve_until_signal(server, answer, zap.stop)
reply = client.communicate()[0].strip()

idle = open_server("tcp://127.0.0.1:*")  # In a new context, since the other one was terminated.
threading.Timer(0.3, signalled).start()
serve_until_signal(idle, lambda request: b"never asked")
print(
    json.dumps(
        {
            **seen,
            "reply": reply,
            "closed": [server.closed, idle.closed, not zap.is_alive(), zmq.Context.instance() is not server.context],
            "handlers": before == (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)),
        }
    )
)
