"""Trends of the measurements: what is done with what comes in."""

import json
import pickle

import zmq

context = zmq.Context.instance()


def collect(store):
    """Models that the laboratory trained. Whoever reaches the port has code of theirs run here."""
    models = context.socket(zmq.PULL)
    models.rcvhwm = 0
    models.bind("tcp://*:5600")
    while True:
        store(pickle.loads(models.recv()))


def follow(show):
    """The careful twin: plain data, from this machine, and what is no measurement is left out."""
    measurements = context.socket(zmq.SUB)
    measurements.rcvhwm = 500
    measurements.maxmsgsize = 4096
    measurements.subscribe(b"temperature")
    measurements.connect("tcp://127.0.0.1:5561")
    while True:
        try:
            topic, payload = measurements.recv_multipart()
            value = json.loads(payload)["value"] if topic == b"temperature" else None
        except (ValueError, KeyError, TypeError):
            continue
        if isinstance(value, (int, float)):
            show(value)
