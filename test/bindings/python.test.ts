/** What Python's builtins and standard library pass on, where settings come from, what runs beside other code. */
import { beforeAll, describe } from 'vitest';
import { prepare } from '../support/model-of';
import { modelRows } from '../support/rows';

beforeAll(() => prepare('python'));

const PRELUDE = 'import os, sys, pickle, json, zmq\nctx = zmq.Context()\ns = ctx.socket(zmq.PULL)';

describe('endpoints', () => {
  modelRows('main.py', PRELUDE, [
    {
      name: 'text is put together',
      code: `
        HOST, PORT = "127.0.0.1", 5555
        TEMPLATE = "tcp://{}:{port}"
        s.bind("tcp://" + HOST + ":" + str(PORT))
        s.bind("tcp://%s:%d" % (HOST, PORT))
        s.bind(TEMPLATE.format(HOST, port=PORT))
        s.bind(":".join(["tcp", "//" + HOST, str(PORT)]))
        s.bind(" tcp://*:1 ".strip())
        s.bind("TCP://*:2".lower())
        s.bind("tcp://*:{}".format(PORT + 1))
        s.bind("tcp://HOST:1".replace("HOST", "*"))
        s.bind(b"tcp://*:3".decode("ascii"))
      `,
      model: `
        PULL s
          bind "tcp://127.0.0.1:5555"
          bind "tcp://127.0.0.1:5555"
          bind "tcp://127.0.0.1:5555"
          bind "tcp://127.0.0.1:5555"
          bind "tcp://*:1"
          bind "tcp://*:2"
          bind "tcp://*:5556"
          bind "tcp://*:1"
          bind "tcp://*:3"
      `,
    },
    {
      name: 'settings: environment, arguments, files',
      code: `
        import argparse, configparser
        s.bind(os.environ["ADDR"])
        s.bind(os.environ.get("ADDR", "tcp://127.0.0.1:1"))
        s.bind(os.getenv("ADDR", default="tcp://127.0.0.1:2"))
        s.bind("tcp://%s:1" % os.environ.get("HOST"))
        s.bind(sys.argv[1])
        parser = argparse.ArgumentParser()
        parser.add_argument("-a", "--bind-addr", default="tcp://127.0.0.1:3")
        args = parser.parse_args()
        s.bind(args.bind_addr)
        s.bind(args.other)
        config = configparser.ConfigParser()
        s.bind(config.get("server", "addr"))
        with open("settings.json") as file:
            settings = json.load(file)
        s.bind(settings["addr"])
      `,
      model: `
        PULL s
          bind {environment os.environ[ADDR]}
          bind {environment os.environ[ADDR]} | "tcp://127.0.0.1:1"
          bind {environment os.getenv(ADDR)} | "tcp://127.0.0.1:2"
          bind "tcp://{environment}:1"
          bind {argument sys.argv[1]}
          bind {argument bind_addr} | "tcp://127.0.0.1:3"
          bind {other an argument of the command line}
          bind {configuration configparser.ConfigParser().get}
          bind {configuration settings.json[addr]}
      `,
    },
    {
      name: 'collections',
      code: `
        addresses = {"a": "tcp://*:1", "b": "tcp://*:2"}
        s.bind(addresses["a"])
        s.bind(addresses.get("c", "tcp://*:3"))
        for name, addr in addresses.items():
            s.bind(addr)
        for index, addr in enumerate(["tcp://*:4"]):
            s.bind(addr)
        for port in range(5, 7):
            s.bind("tcp://*:%d" % port)
        socks = []
        for i in range(n):
            socks.append(ctx.socket(zmq.PUSH))
        for sock in socks:
            sock.connect("tcp://h:1")
        a, b = [x.upper() for x in ("p", "q")]
      `,
      model: `
        PULL s
          bind "tcp://*:1"
          bind "tcp://*:3"
          bind "tcp://*:1"
          bind "tcp://*:2"
          bind "tcp://*:4"
          bind "tcp://*:5"
          bind "tcp://*:6"
        PUSH 
          connect "tcp://h:1"
      `,
    },
  ]);
});

describe('received data', () => {
  modelRows('main.py', PRELUDE, [
    {
      name: 'decoders and containers keep where it comes from',
      code: `
        import base64, msgpack, struct, zlib, queue, io, yaml
        message = s.recv()
        eval(json.loads(message)["code"])
        eval(base64.b64decode(message).decode())
        eval(msgpack.unpackb(message))
        eval(struct.unpack("!I", message)[0])
        eval(zlib.decompress(message))
        pickle.load(io.BytesIO(message))
        q = queue.Queue()
        q.put(message)
        eval(q.get())
        eval("print(%s)" % message)
        eval(f"print({message.decode()!r})")
        eval(message.decode().split(",")[0].strip())
      `,
      model: `
        PULL s
          receive
        execute eval from s
        execute eval from s
        execute eval from s
        execute eval from s
        decompress zlib.decompress from s
        execute eval from s
        deserialize pickle.load from s
        execute eval from s
        execute eval from s
        execute eval from s
        execute eval from s
      `,
    },
    {
      name: 'every kind of sink, and their harmless forms',
      code: `
        import cPickle, dill, joblib, marshal, numpy as np, shlex, subprocess, torch, yaml
        m = s.recv()
        cPickle.loads(m)
        dill.loads(m)
        joblib.load(m)
        marshal.loads(m)
        torch.load(m)
        torch.load(m, weights_only=True)
        np.load(m)
        np.load(m, allow_pickle=True)
        yaml.load(m)
        yaml.load(m, Loader=yaml.UnsafeLoader)
        yaml.load(m, Loader=yaml.SafeLoader)
        yaml.safe_load(m)
        os.system("convert " + m.decode())
        os.system("convert " + shlex.quote(m.decode()))
        subprocess.run(m, shell=True)
        subprocess.run(["convert", m])
        subprocess.run([m, "x"])
        subprocess.run("date", shell=True)
        compile(m, "x", "exec")
        __import__(m.decode())
        open(m.decode())
      `,
      model: `
        PULL s
          receive
        deserialize pickle.loads from s
        deserialize dill.loads from s
        deserialize joblib.load from s
        deserialize marshal.loads from s
        deserialize torch.load from s
        deserialize numpy.load from s
        yaml yaml.load from s
        yaml yaml.load from s
        execute os.system from s
        execute os.system
        execute subprocess.run from s
        execute subprocess.run
        execute subprocess.run from s
        execute subprocess.run
        execute compile from s
        execute __import__ from s
        path open from s
      `,
    },
    {
      name: 'a check of authenticity comes first',
      code: `
        import hmac
        from cryptography.fernet import Fernet
        def checked(frames):
            if not hmac.compare_digest(frames[0], hmac.digest(key, frames[1], "sha256")):
                raise ValueError()
            return frames[1]
        pickle.loads(s.recv())
        pickle.loads(checked(s.recv_multipart()))
        pickle.loads(Fernet(key).decrypt(s.recv()))
        token = s.recv()
        public_key.verify(signature, token)
        pickle.loads(token)
      `,
      model: `
        PULL s
          receive
          receive
          receive
          receive
        deserialize pickle.loads from s
        deserialize pickle.loads from s, verified
        deserialize pickle.loads from s, verified
        deserialize pickle.loads from s, verified
      `,
    },
  ]);
});

describe('what runs beside', () => {
  modelRows('main.py', PRELUDE, [
    {
      name: 'threads, processes, executors, timers',
      code: `
        import threading, multiprocessing
        from concurrent.futures import ThreadPoolExecutor
        def work(sock, name=None):
            sock.recv()
        threading.Thread(target=work, args=(s,)).start()
        t = threading.Thread(target=work, args=(s,), kwargs={"name": "x"}, daemon=True)
        t.start()
        multiprocessing.Process(target=work, args=(s,)).start()
        with ThreadPoolExecutor() as pool:
            pool.submit(work, s)
            pool.map(work, [s])
        threading.Timer(1, work, (s,)).start()
        never = threading.Thread(target=work, args=(s,))
      `,
      model: `
        PULL s
          @thread receive
          @thread receive
          @process receive
          @thread receive
          @thread receive
          @timer receive
        task thread work
        task thread work
        task process work
        task thread repeats work
        task thread repeats work
        task timer repeats work
      `,
    },
    {
      name: 'event loops',
      code: `
        import asyncio
        async def main():
            await asyncio.sleep(1)
            s.recv()
        loop = asyncio.get_event_loop()
        loop.run_until_complete(main())
        loop.call_later(1, s.recv)
        loop.call_soon(lambda: s.recv())
        loop.run_in_executor(None, lambda: s.recv())
        loop.add_reader(1, lambda: s.recv())
      `,
      model: `
        PULL s
          @detached receive
          @callback receive
          @thread receive
          @callback receive
        task detached main
        task callback
        task thread repeats
        task callback repeats
      `,
    },
    {
      name: 'tornado, under its own name and the old one',
      code: `
        from tornado.ioloop import IOLoop, PeriodicCallback
        from zmq.eventloop import ioloop
        IOLoop.current().add_callback(lambda: s.recv())
        ioloop.IOLoop.instance().add_handler(s, lambda *_: s.recv(), zmq.POLLIN)
        PeriodicCallback(lambda: s.recv(), 100).start()
      `,
      model: `
        PULL s
          @callback receive
          @callback receive
          @timer receive
        task callback
        task callback repeats
        task timer repeats
      `,
    },
    {
      name: 'builtins and the library take no socket away, unknown code does',
      code: `
        import logging, contextlib
        from somewhere import configure
        print(s, len([s]), isinstance(s, zmq.Socket), id(s), repr(s))
        logging.getLogger(__name__).info("made %s", s)
        with contextlib.closing(s):
            pass
        configure(s)
      `,
      model: `
        PULL s
          close
          ? escapes: passed to code that is not part of the program
      `,
    },
  ]);
});
