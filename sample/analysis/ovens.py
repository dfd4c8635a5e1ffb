"""The laboratory's ovens: several threads, a child process, and one socket too few."""

import asyncio
import multiprocessing
import threading

import zmq
import zmq.asyncio

context = zmq.Context()


class Ovens:
    """Commands come in on a thread of their own; whoever calls `heat` sends on the same socket."""

    def __init__(self):
        self.line = context.socket(zmq.DEALER)
        self.line.connect("tcp://127.0.0.1:5620")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            print("oven says", self.line.recv_string())

    def heat(self, degrees):
        self.line.send_string(f"heat {int(degrees)}")


class Scales:
    """Closed under the thread that waits for the next weight."""

    def __init__(self):
        self.weights = context.socket(zmq.PULL)
        self.weights.connect("tcp://127.0.0.1:5621")
        self.thread = threading.Thread(target=self._weigh)
        self.thread.start()

    def _weigh(self):
        while True:
            print("weight", self.weights.recv_string())

    def stop(self):
        self.weights.close()


def firing(curve):
    """Runs in a process of its own, with a context that stayed behind in the parent."""
    results = context.socket(zmq.PUSH)
    results.connect("tcp://127.0.0.1:5622")
    results.send_string(f"fired along {len(curve)} points")


def fire(curve):
    multiprocessing.Process(target=firing, args=(curve,)).start()


class Kilns:
    """One loop reads, and the loop of another thread asks."""

    def __init__(self):
        self.kilns = zmq.asyncio.Context().socket(zmq.DEALER)
        self.kilns.connect("tcp://127.0.0.1:5623")

    async def _ask(self):
        while True:
            await self.kilns.send(b"temperature")
            await asyncio.sleep(10)

    async def watch(self):
        threading.Thread(target=lambda: asyncio.run(self._ask()), daemon=True).start()
        while True:
            print("kiln says", await self.kilns.recv_string())


class CarefulOvens:
    """The careful twin: the thread owns the line, and takes commands from its end of a pair."""

    def __init__(self):
        self.commands = context.socket(zmq.PAIR)
        self.commands.bind("inproc://ovens")
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        with context.socket(zmq.PAIR) as commands, context.socket(zmq.DEALER) as line:
            commands.connect("inproc://ovens")
            line.connect("tcp://127.0.0.1:5620")
            while True:
                command = commands.recv_string()
                if command == "stop":
                    return
                line.send_string(command)

    def heat(self, degrees):
        self.commands.send_string(f"heat {int(degrees)}")

    def stop(self):
        self.commands.send_string("stop")
        self.thread.join()
        self.commands.close()


def careful_firing(curve):
    """The careful twin: context and socket are the child's own."""
    with zmq.Context() as own, own.socket(zmq.PUSH) as results:
        results.connect("tcp://127.0.0.1:5622")
        results.send_string(f"fired along {len(curve)} points")


def fire_carefully(curve):
    multiprocessing.Process(target=careful_firing, args=(curve,)).start()
