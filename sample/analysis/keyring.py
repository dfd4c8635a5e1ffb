"""The careful twin of the canteen's keys: the mask first, and nothing is read out loud."""

import os

import zmq
import zmq.auth


def make_keys():
    """What is written from here on is its owner's alone."""
    os.umask(0o077)
    return zmq.auth.create_certificates("keys", "analysis")


def connect_probe(context, server_key, sample):
    """The public key is enough to know the pair by."""
    public, secret = zmq.curve_keypair()
    print("key of the probe:", public)
    probe = context.socket(zmq.PUSH)
    probe.curve_serverkey = server_key
    probe.curve_publickey = public
    probe.curve_secretkey = secret
    probe.sndhwm = 100
    probe.connect("tcp://127.0.0.1:5612")
    probe.send_string(sample)
