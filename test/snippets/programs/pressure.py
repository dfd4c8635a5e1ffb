"""150 messages to a receiver that is not there yet, of which 100 may wait besides those in the socket's queue."""

import json
import os
import queue
import threading
import time

import zmq
from modules.zmq_back_pressure import BoundedSender
from modules.zmq_pull_bounded import open_pull
from modules.zmq_push_bounded import open_push
from modules.zmq_zap_allow_list import start_zap

zap = start_zap()
pull = open_pull("tcp://127.0.0.1:*")
endpoint = pull.last_endpoint.decode()
pull.unbind(endpoint)
os.chdir("../member")
threads = []


def opening():
    threads.append(threading.current_thread())
    push = open_push(endpoint)
    push.sndhwm = 10
    return push


sender = BoundedSender(opening, 100)
sent, reasons = [], set()
for number in range(150):
    try:
        sender.send(str(number).encode(), timeout=0.2 if number < 115 else 0)
        sent.append(number)
    except queue.Full as error:
        reasons.add(type(error).__name__)
for _ in range(100):
    try:
        pull.bind(endpoint)
        break
    except zmq.ZMQError:  # A port that was given up can be taken for a moment.
        time.sleep(0.05)
sender.send(b"150")  # There is room again.
sender.close()
got = []
while pull.poll(1000):
    got.append(int(pull.recv()))
print(
    json.dumps(
        {
            "sent": len(sent),
            "reasons": sorted(reasons),
            "inOrder": got == [*sent, 150],
            "ownThread": threads == [sender.sender],
        }
    )
)
pull.close()
zap.stop()
zmq.Context.instance().term()
