/** The model that pyzmq code gives. Spellings: facts A.1 and A.2, pyzmq 27.2.0; behaviour: e05, e17, e31. */
import { beforeAll, describe } from 'vitest';
import { prepare } from '../support/model-of';
import { modelRows } from '../support/rows';

beforeAll(() => prepare('python'));

describe('contexts and sockets', () => {
  modelRows('main.py', 'import zmq', [
    {
      name: 'every way to say a type',
      code: `
        ctx = zmq.Context()
        a = ctx.socket(zmq.PUSH)
        b = ctx.socket(zmq.SocketType.XREP)
        c = ctx.socket(5)
        d = ctx.socket(socket_type=zmq.SUB)
        e = zmq.Socket(ctx, zmq.XPUB)
        f = ctx.socket(getattr(zmq, "STREAM"))
        g = ctx.socket(kind)
      `,
      model: `
        PUSH a
        ROUTER b
        DEALER c
        SUB d
        XPUB e
        STREAM f
        unknown g
          ? type: the socket type is not known
      `,
    },
    {
      name: 'contexts that some other module exports',
      code: `
        from app.sockets import context
        import app.sockets
        a = context.socket(zmq.PAIR)
        b = app.sockets.context.socket(zmq.REP)
        c = app.sockets.context.socket("text")
      `,
      model: `
        PAIR a
        REP b
      `,
    },
    {
      name: 'contexts: new, shared, shadowed, of a field, not known',
      code: `
        one = zmq.Context(2)
        two = zmq.Context.instance()
        a = one.socket(zmq.REP)
        b = two.socket(zmq.REP)
        c = zmq.Context.instance().socket(zmq.REP)
        d = zmq.Context.shadow(one).socket(zmq.REP)
        e = zmq.Context(one.underlying).socket(zmq.REP)
        def serve(context):
            return context.socket(zmq.REP)
        class Server:
            def __init__(self, context=None):
                self.context = context or zmq.Context.instance()
                self.sock = self.context.socket(zmq.REP)
      `,
      model: `
        REP a of context 0
        REP b of context 1
        REP c of context 1
        REP d of context 0
        REP e of context 0
        REP serve of context ?
        REP Server.sock of context ?
      `,
    },
    {
      name: 'defaults of a context go to the sockets it makes from then on',
      code: `
        ctx = zmq.Context()
        early = ctx.socket(zmq.PUSH)
        ctx.linger = 0
        ctx.setsockopt(zmq.SNDHWM, 0)
        ctx.max_sockets = 10
        ctx.set(zmq.MAX_SOCKETS, 5)
        late = ctx.socket(zmq.PUSH)
      `,
      model: `
        PUSH early
        PUSH late
          LINGER = 0 (linger)
          SNDHWM = 0 (SNDHWM)
      `,
    },
    {
      name: 'a variable of the class hides what a base class has under that name',
      code: `
        import zmq.asyncio
        class Base:
            @property
            def Kind(self):
                return zmq.asyncio.Context
            def start(self):
                self.context = self.Kind.instance()
                self.sock = self.context.socket(zmq.PUSH)
                self.sock.send(b"x")
        class Plain(Base):
            Kind = zmq.Context
        Plain().start()
      `,
      model: `
        PUSH Base.sock
          send
      `,
    },
    {
      name: 'annotations, subclasses, sockets known by their methods alone',
      code: `
        import zmq.asyncio
        def run(ctx: zmq.Context, sock: zmq.Socket, other: zmq.asyncio.Socket):
            ctx.socket(zmq.PUB).bind("tcp://*:1")
            sock.connect("tcp://h:2")
            other.send(b"x")
        class Logging(zmq.Socket):
            def __init__(self, ctx):
                super().__init__(ctx, zmq.PUSH)
                self.sndhwm = 0
        class Reader:
            def read(self):
                return self.sock.recv_pyobj()
      `,
      model: `
        unknown run(sock)
          @entry ? type: the socket type is not known
          @entry ? origin: the socket comes from elsewhere
          @entry connect "tcp://h:2"
        unknown run(other)
          @entry ? type: the socket type is not known
          @entry ? origin: the socket comes from elsewhere
          @entry send dropped
        PUB run
          @entry bind "tcp://*:1"
        PUSH Logging.__init__
          @entry SNDHWM = 0 (sndhwm)
        unknown self.sock
          @method ? type: the socket type is not known
          @method ? origin: the socket comes from elsewhere
          @method receive
        deserialize recv_pyobj from self.sock
      `,
    },
  ]);
});

describe('options', () => {
  modelRows('main.py', 'import zmq\nctx = zmq.Context()', [
    {
      name: 'attributes in any case, both high-water marks at once',
      code: `
        s = ctx.socket(zmq.PUSH)
        s.SNDHWM = 0
        s.linger = 0
        s.hwm = 5
        s.identity = b"me"
        s.zap_domain = b"x"
        s.subscribe = b""
        s.last_endpoint = 1
        s.label = 1
      `,
      model: `
        PUSH s
          SNDHWM = 0 (SNDHWM)
          LINGER = 0 (linger)
          SNDHWM = 5 (hwm)
          RCVHWM = 5 (hwm)
          ROUTING_ID = "me" (identity)
          ZAP_DOMAIN = "x" (zap_domain)
          SUBSCRIBE = "" (subscribe)
      `,
    },
    {
      name: 'calls',
      code: `
        s = ctx.socket(zmq.PUSH)
        s.setsockopt(zmq.SNDHWM, 0)
        s.set(zmq.SocketOption.RCVHWM, 1)
        s.setsockopt(23, 2)
        s.setsockopt_string(zmq.ROUTING_ID, "me")
        s.set_string(option=zmq.ZAP_DOMAIN, optval="x")
        s.set_hwm(3)
        s.setsockopt(zmq.HWM, 4)
        s.setsockopt(which, 5)
        t = ctx.socket(zmq.PUSH, sndhwm=10)
      `,
      model: `
        PUSH s
          SNDHWM = 0 (SNDHWM)
          RCVHWM = 1 (RCVHWM)
          SNDHWM = 2 (SNDHWM)
          ROUTING_ID = "me" (ROUTING_ID)
          ZAP_DOMAIN = "x" (ZAP_DOMAIN)
          SNDHWM = 3 (set_hwm)
          RCVHWM = 3 (set_hwm)
          ? options: an option chosen at run time
        PUSH t
        throws HWM, meant SNDHWM = 4
        throws sndhwm, meant SNDHWM = 10
      `,
    },
    {
      name: 'attributes by name',
      code: `
        s = ctx.socket(zmq.PUSH)
        setattr(s, "sndhwm", 0)
        for name in ("linger", "rcvhwm"):
            setattr(s, name, 1)
        setattr(s, chosen(), 2)
        getattr(s, "bind" if server else "connect")("tcp://*:1")
      `,
      model: `
        PUSH s
          SNDHWM = 0 (sndhwm)
          LINGER = 1 (linger)
          RCVHWM = 1 (rcvhwm)
          ? options: an option chosen at run time
          bind "tcp://*:1"
          connect "tcp://*:1"
      `,
    },
  ]);
});

describe('endpoints, messages, ends', () => {
  modelRows('main.py', 'import zmq\nctx = zmq.Context()', [
    {
      name: 'bind, connect, a random port, and with',
      code: `
        s = ctx.socket(zmq.PUSH)
        port = s.bind_to_random_port("tcp://*")
        s.connect(addr=f"tcp://{host}:1")
        with s.bind("ipc:///run/x") as bound:
            bound.send(b"x")
        s.unbind("ipc:///run/x")
        with ctx.socket(zmq.REQ) as r:
            r.send_string("x")
        s.close(linger=0)
        ctx.term()
      `,
      model: `
        PUSH s
          bind "tcp://*"
          connect "tcp://{other}:1"
          bind "ipc:///run/x"
          send
          unbind "ipc:///run/x"
          LINGER = 0 (close)
          close
        REQ r
          send
          close
      `,
    },
    {
      name: 'receiving, and what received data runs into',
      code: `
        import pickle
        s = ctx.socket(zmq.PULL)
        s.recv_pyobj()
        pickle.loads(s.recv())
        a, b = s.recv_multipart()
        eval(b)
        s.recv_serialized(lambda frames: pickle.loads(frames[0]))
        exec(s.recv_string())
        pickle.loads(bytes(s.recv(copy=False).buffer))
        pickle.loads(open("x", "rb").read())
        eval(s.recv_json()["rule"])
      `,
      model: `
        PULL s
          receive
          receive
          receive
          receive
          receive
          receive
          receive
        deserialize recv_pyobj from s
        deserialize pickle.loads from s
        execute eval from s
        deserialize pickle.loads from s
        execute exec from s
        deserialize pickle.loads from s
        deserialize pickle.loads
        execute eval from s
      `,
    },
    {
      name: 'pollers give back what was registered, and take nothing away',
      code: `
        import pickle
        a = ctx.socket(zmq.PULL)
        poller = zmq.Poller()
        poller.register(a, zmq.POLLIN)
        while True:
            for sock, event in poller.poll(100):
                pickle.loads(sock.recv())
            events = dict(poller.poll())
            if a in events:
                a.recv()
      `,
      model: `
        PULL a
          receive
          receive
        deserialize pickle.loads from a
      `,
    },
  ]);
});

describe('asyncio, green, tornado', () => {
  modelRows('main.py', 'import asyncio\nimport zmq\nimport zmq.asyncio', [
    {
      name: 'what is awaited and what is not',
      code: `
        async def main():
            ctx = zmq.asyncio.Context()
            s = ctx.socket(zmq.PUSH)
            s.connect("tcp://127.0.0.1:1")
            await s.send(b"x")
            s.send(b"y")
            await asyncio.wait_for(s.send(b"z"), 1)
            await asyncio.gather(s.send(b"1"), s.send(b"2"))
            task = asyncio.create_task(s.send(b"3"))
            frames = await s.recv_multipart()
            eval(frames[0])
        asyncio.run(main())
      `,
      model: `
        PUSH main.s
          connect "tcp://127.0.0.1:1"
          send awaited
          @detached send dropped
          @detached send raced
          @detached send collected
          @detached send collected
          @detached send stored
          @detached receive awaited
        execute eval from main.s
        task detached main
      `,
    },
    {
      name: 'from imports, a class for one socket, an instance of its own',
      code: `
        from zmq.asyncio import Context, Socket
        a = zmq.Context.instance().socket(zmq.PULL, socket_class=Socket)
        b = Context.instance().socket(zmq.PULL)
        async def run():
            await a.recv()
            await b.recv()
      `,
      model: `
        PULL a of context 0
          @entry receive awaited
        PULL b of context 1
          @entry receive awaited
      `,
    },
  ]);
  modelRows('main.py', 'import zmq.green as zmq\nfrom zmq.eventloop.zmqstream import ZMQStream', [
    {
      name: 'green sockets and streams',
      code: `
        import pickle
        ctx = zmq.Context()
        stream = ZMQStream(ctx.socket(zmq.ROUTER))
        stream.bind("tcp://*:1")
        def handle(frames):
            pickle.loads(frames[1])
            stream.send_multipart(frames)
        stream.on_recv(handle)
        stream.on_recv_stream(lambda s, frames: s.send(frames[0]))
        stream.socket.close()
      `,
      model: `
        ROUTER stream
          bind "tcp://*:1"
          receive continuous
          receive continuous
          close
          @message send
          @message send
        deserialize pickle.loads from stream
        task message repeats handle
        task message repeats
      `,
    },
  ]);
});

describe('authenticators, keys, devices, helpers', () => {
  modelRows('main.py', 'import zmq\nimport zmq.auth\nctx = zmq.Context()', [
    {
      name: 'an authenticator is a REP on inproc://zeromq.zap.01 in its context',
      code: `
        from zmq.auth.thread import ThreadAuthenticator
        auth = ThreadAuthenticator(ctx)
        auth.start()
        auth.configure_curve(domain="*", location="/etc/keys")
        public, secret = zmq.auth.load_certificate("server.key_secret")
        s = ctx.socket(zmq.REP)
        s.curve_secretkey = secret
        other, mine = zmq.curve_keypair()
        s.curve_publickey = mine
        auth.stop()
      `,
      model: `
        REP 
          bind "inproc://zeromq.zap.01"
          close
        REP s
          CURVE_SECRETKEY = {configuration secret key} (curve_secretkey)
          CURVE_PUBLICKEY = {call secret key} (curve_publickey)
      `,
    },
    {
      name: 'authenticators without a context answer for the shared one',
      code: `
        auth = zmq.auth.asyncio.AsyncioAuthenticator()
        auth.start()
        s = zmq.Context.instance().socket(zmq.REP)
        t = ctx.socket(zmq.REP)
      `,
      model: `
        REP  of context 1
          bind "inproc://zeromq.zap.01"
        REP s of context 1
        REP t of context 0
      `,
    },
    {
      name: 'devices and proxies',
      code: `
        from zmq.devices import ThreadDevice, ProcessProxy
        device = ThreadDevice(zmq.QUEUE, zmq.ROUTER, zmq.DEALER)
        device.bind_in("tcp://*:1")
        device.setsockopt_out(zmq.SNDHWM, 0)
        device.connect_out("tcp://127.0.0.1:2")
        device.start()
        front = ctx.socket(zmq.XSUB)
        back = ctx.socket(zmq.XPUB)
        zmq.proxy(front, back)
      `,
      model: `
        ROUTER device.in of context 1
          bind "tcp://*:1"
        DEALER device.out of context 1
          SNDHWM = 0 (SNDHWM)
          connect "tcp://127.0.0.1:2"
        XSUB front of context 0
        XPUB back of context 0
      `,
    },
    {
      name: 'a logging handler with an address, a monitor',
      code: `
        from zmq.log.handlers import PUBHandler
        from zmq.utils.monitor import recv_monitor_message
        import logging
        logging.getLogger().addHandler(PUBHandler("tcp://*:9000"))
        s = ctx.socket(zmq.REP)
        mon = s.get_monitor_socket()
        recv_monitor_message(mon)
        eval(mon.recv())
      `,
      model: `
        PUB  of context 1
          bind "tcp://*:9000"
        REP s of context 0
        execute eval
      `,
    },
  ]);
});
