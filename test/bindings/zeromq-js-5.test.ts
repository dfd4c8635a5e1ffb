/** The model that zeromq.js 5 code gives. Spellings: facts A.1; behaviour: e02, e08, e12, e39. */
import { beforeAll, describe } from 'vitest';
import { prepare } from '../support/model-of';
import { modelRows } from '../support/rows';

beforeAll(() => prepare('typescript'));

describe('options', () => {
  modelRows('main.js', 'const zmq = require("zmq");', [
    {
      name: 'short keys, setsockopt by constant, number and short key, chained',
      code: `
        const push = zmq.socket("push");
        push.identity = "me";
        push.curve_server = 1;
        push.setsockopt(zmq.ZMQ_SNDHWM, 0).setsockopt("linger", 1).setsockopt(24, 7);
        push.setsockopt(zmq.options.zap_domain, "x");
      `,
      model: `
        PUSH push
          ROUTING_ID = "me" (identity)
          CURVE_SERVER = 1 (curve_server)
          SNDHWM = 0 (ZMQ_SNDHWM)
          LINGER = 1 (linger)
          RCVHWM = 7 (ZMQ_RCVHWM)
          ZAP_DOMAIN = "x" (ZMQ_ZAP_DOMAIN)
      `,
    },
    {
      name: 'what is an ordinary property is ignored: names of libzmq and of zeromq.js 6, also in the options object',
      code: `
        const push = zmq.socket("push", { linger: 0, sndhwm: 5 });
        push.SNDHWM = 10;
        push.maxMessageSize = 4;
        push.label = "x";
        push.type = "y";
      `,
      model: `
        PUSH push
          LINGER = 0 (new linger)
        ignored sndhwm, meant SNDHWM = 5
        ignored SNDHWM, meant SNDHWM = 10
        ignored maxMessageSize, meant MAXMSGSIZE = 4
      `,
    },
    {
      name: 'what throws: names setsockopt does not take, numbers it refuses, hwm',
      code: `
        const push = zmq.socket("push");
        push.setsockopt("sndhwm", 7);
        push.setsockopt(zmq.ZMQ_CONFLATE, 1);
        push.setsockopt(54, 1);
        push.setsockopt(zmq.ZMQ_HWM, 1);
        push.hwm = 3;
        push.setsockopt(66, 1000);
      `,
      model: `
        PUSH push
          HANDSHAKE_IVL = 1000 (66)
        throws sndhwm, meant SNDHWM = 7
        throws ZMQ_CONFLATE, meant CONFLATE = 1
        throws 54, meant CONFLATE = 1
        throws 1 = 1
        throws hwm, meant SNDHWM = 3
      `,
    },
    {
      name: 'options that are not known',
      code: `
        const { options, name } = require("./settings");
        const push = zmq.socket("push", options);
        const pull = zmq.socket("pull", { ...options, linger: 0 });
        pull.setsockopt(name, 1);
      `,
      model: `
        PUSH push
          ? options: the options come from something not known
        PULL pull
          ? options: a spread of something unknown
          LINGER = 0 (new linger)
          ? options: an option chosen at run time
      `,
    },
  ]);
  modelRows('main.js', 'const zmq = require("zeromq/v5-compat");', [
    {
      name: 'v5-compat: hwm is an ordinary property, some numbers are refused',
      code: `
        const push = zmq.createSocket("push");
        push.hwm = 3;
        push.setsockopt(66, 1000);
        push.zap_domain = "x";
      `,
      model: `
        PUSH push
          ZAP_DOMAIN = "x" (zap_domain)
        ignored hwm, meant SNDHWM = 3
        throws 66, meant HANDSHAKE_IVL = 1000
      `,
    },
  ]);
});

describe('sockets and their types', () => {
  modelRows('main.js', 'const { socket, Socket } = require("zeromq");', [
    {
      name: 'the package zeromq in version 5: functions of their own, the class, old names of types',
      code: `
        const a = socket("xreq");
        const b = new Socket("xrep");
        const c = require("zeromq").createSocket("stream");
        const d = socket(process.argv[2]);
      `,
      model: `
        DEALER a
        ROUTER b
        STREAM c
        unknown d
          ? type: the socket type is not known
      `,
    },
    {
      name: 'a subclass, a field, a chain',
      code: `
        class Server extends Socket {
          constructor() { super("rep"); this.bindSync("tcp://*:1"); }
        }
        class Client {
          constructor() { this.sock = socket("req").connect("tcp://127.0.0.1:1"); }
          ask() { this.sock.send("x"); }
        }
        new Server();
        new Client().ask();
      `,
      model: `
        REP Server.constructor
          bind "tcp://*:1"
        REQ Client.sock
          connect "tcp://127.0.0.1:1"
          send
      `,
    },
  ]);
});

describe('endpoints and messages', () => {
  modelRows('main.js', 'const zmq = require("zmq");', [
    {
      name: 'bind with a callback, bindSync, unbind, disconnect',
      code: `
        const push = zmq.socket("push");
        push.bind("tcp://*:1", (error) => { if (!error) push.send("ready"); });
        push.bindSync("tcp://*:2");
        push.connect("tcp://h:3").disconnect("tcp://h:3");
        push.unbindSync("tcp://*:2");
        push.close();
      `,
      model: `
        PUSH push
          bind "tcp://*:1"
          bind "tcp://*:2"
          connect "tcp://h:3"
          disconnect "tcp://h:3"
          unbind "tcp://*:2"
          close
          @callback send
        task callback
      `,
    },
    {
      name: 'messages come as arguments, all of them from the peer',
      code: `
        const rep = zmq.socket("router");
        rep.on("message", (id, empty, ...rest) => { eval(rest[1].toString()); rep.send([id, empty, "ok"]); });
        rep.on("error", () => rep.close());
      `,
      model: `
        ROUTER rep
          receive continuous
          @message send
          @callback close
        execute eval from rep
        task message repeats
        task callback repeats
      `,
    },
    {
      name: 'once, read',
      code: `
        const a = zmq.socket("sub");
        a.once("message", function (frame) { eval(frame); });
        const b = zmq.socket("pull");
        const message = b.read();
        if (message) eval(String(message[0]));
      `,
      model: `
        SUB a
          receive continuous
        PULL b
          receive
        execute eval from b
        execute eval from a
        task message
      `,
    },
    {
      name: 'a proxy keeps the sockets in the program',
      code: `
        const front = zmq.socket("router");
        const back = zmq.socket("dealer");
        front.bindSync("tcp://*:1");
        back.bindSync("tcp://127.0.0.1:2");
        zmq.proxy(front, back);
      `,
      model: `
        ROUTER front
          bind "tcp://*:1"
        DEALER back
          bind "tcp://127.0.0.1:2"
      `,
    },
  ]);
});
