"""The laboratory's own line: keys, and who checks them."""

import os

import zmq


def open_line(context):
    """Encrypted before it opens, but no handler of this program asks whose key it is."""
    line = context.socket(zmq.REP)
    line.curve_secretkey = os.environb[b"LABORATORY_SECRET_KEY"]
    line.curve_server = True
    line.bind("tcp://*:5601")
    return line


def open_guarded_line(context):
    """The careful twin: until a ZAP handler knows the domain, nobody comes in."""
    line = context.socket(zmq.REP)
    line.curve_secretkey = os.environb[b"LABORATORY_SECRET_KEY"]
    line.curve_server = True
    line.zap_domain = b"laboratory"
    line.zap_enforce_domain = True
    line.rcvhwm = 100
    line.maxmsgsize = 64 * 1024
    line.bind("tcp://*:5602")
    return line


if __name__ == "__main__":
    for opened in (open_line, open_guarded_line):
        print(opened(zmq.Context.instance()).last_endpoint)
