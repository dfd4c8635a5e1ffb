"""The intake of samples, with asyncio: what holds up the loop, and what piles up behind it."""

import asyncio

import zmq
import zmq.asyncio

plain = zmq.Context.instance()
context = zmq.asyncio.Context.instance()


async def weigh(scale):
    """A socket that waits makes everybody wait: no sample is taken in until the scale answers."""
    line = plain.socket(zmq.REQ)
    line.connect(scale)
    line.send(b"weight")
    return line.recv()


async def weigh_meanwhile(scale):
    """The careful twin: the loop goes on, and a scale that is switched off is given up."""
    line = context.socket(zmq.REQ)
    line.linger = 0
    line.connect(scale)
    await line.send(b"weight")
    return await asyncio.wait_for(line.recv(), timeout=2)


async def announce(samples):
    """Every label goes into a list that the package keeps, as long as the printer is off."""
    labels = context.socket(zmq.PUSH)
    labels.connect("tcp://127.0.0.1:5608")
    while True:
        labels.send_string(await samples.get())


async def announce_in_step(samples):
    """The careful twin: a printer that is slow slows the intake down."""
    labels = context.socket(zmq.PUSH)
    labels.connect("tcp://127.0.0.1:5609")
    while True:
        await labels.send_string(await samples.get())


async def examine(microscope):
    """A task for every picture: what is not examined yet waits in this process, however much it is."""
    pictures = context.socket(zmq.PULL)
    pictures.maxmsgsize = 1024 * 1024
    pictures.connect("tcp://127.0.0.1:5612")
    while True:
        asyncio.create_task(microscope(await pictures.recv()))


async def examine_some(microscope):
    """The careful twin: four at a time, and the camera waits meanwhile."""
    turns = asyncio.Semaphore(4)
    pictures = context.socket(zmq.PULL)
    pictures.maxmsgsize = 1024 * 1024
    pictures.connect("tcp://127.0.0.1:5613")
    while True:
        await turns.acquire()
        task = asyncio.create_task(microscope(await pictures.recv()))
        task.add_done_callback(lambda _: turns.release())


def calibrate(scale):
    """The end waits for a socket that nobody closes: the program stays, and the next shift cannot start it."""
    own = zmq.Context()
    line = own.socket(zmq.PULL)
    line.maxmsgsize = 1024
    line.connect(scale)
    print(len(line.recv()))
    own.term()


def calibrate_and_leave(scale):
    """The careful twin: closed first."""
    own = zmq.Context()
    line = own.socket(zmq.PULL)
    line.maxmsgsize = 1024
    line.connect(scale)
    print(len(line.recv()))
    line.close()
    own.term()


def open_shelf():
    """The mark of libzmq 2: the line raises an error, and the shelf is not opened at all."""
    shelf = plain.socket(zmq.PUSH)
    shelf.setsockopt(zmq.HWM, 100)
    shelf.connect("tcp://127.0.0.1:5614")
    return shelf


def open_small_shelf():
    """The careful twin: in this library's own spelling."""
    shelf = plain.socket(zmq.PUSH)
    shelf.sndhwm = 100
    shelf.connect("tcp://127.0.0.1:5615")
    return shelf


def log_weight(weight):
    """The journal's queue is full on a busy day: weights are gone, and the journal looks complete."""
    journal = plain.socket(zmq.PUSH)
    journal.connect("tcp://127.0.0.1:5616")
    try:
        journal.send_string(weight, zmq.NOBLOCK)
    except zmq.Again:
        pass


def log_weight_or_say(weight):
    """The careful twin: what is not in the journal is in the log."""
    journal = plain.socket(zmq.PUSH)
    journal.connect("tcp://127.0.0.1:5617")
    try:
        journal.send_string(weight, zmq.NOBLOCK)
    except zmq.Again:
        print("not in the journal:", weight)


async def main():
    """Scales are in this hall."""
    print(await weigh("tcp://127.0.0.1:5606"), await weigh_meanwhile("tcp://127.0.0.1:5607"))


if __name__ == "__main__":
    asyncio.run(main())
