"""Where samples come in: by the piece, and into a box of a fixed size."""

import zmq

context = zmq.Context.instance()


def take_pieces(store):
    """Who sends a piece too many puts all samples after his into the wrong boxes."""
    pieces = context.socket(zmq.ROUTER)
    pieces.rcvhwm = 100
    pieces.maxmsgsize = 64 * 1024
    pieces.bind("tcp://*:5613")
    while True:
        store(pieces.recv(), pieces.recv())


def take_samples(store):
    """The careful twin: a message as a whole, and only one of two pieces."""
    samples = context.socket(zmq.ROUTER)
    samples.rcvhwm = 100
    samples.maxmsgsize = 64 * 1024
    samples.bind("tcp://127.0.0.1:5614")
    while True:
        frames = samples.recv_multipart()
        if len(frames) == 2:
            store(*frames)


def fill_box(use):
    """What is longer than the box is cut, and looks whole."""
    spectra = context.socket(zmq.PULL)
    spectra.connect("tcp://127.0.0.1:5615")
    box = bytearray(4096)
    while True:
        length = spectra.recv_into(box)
        use(box[:length])
