"""Keys of the canteen: made in the morning, and left on the table."""

import zmq
import zmq.auth

context = zmq.Context.instance()


def make_keys():
    """Both files are for everybody, the secret one too."""
    return zmq.auth.create_certificates("keys", "canteen")


def connect_till(server_key, till):
    """A key that is read out loud."""
    public, secret = zmq.curve_keypair()
    print("keys of the till:", public, secret)
    sales = context.socket(zmq.PUSH)
    sales.curve_serverkey = server_key
    sales.curve_publickey = public
    sales.curve_secretkey = secret
    sales.sndhwm = 100
    sales.connect("tcp://127.0.0.1:5611")
    sales.send_string(till)
