/** `set-options` in each binding's idiom, in the file's own layout. */
import { beforeAll, describe } from 'vitest';
import { prepare } from '../support/model-of';
import { endpoint, first, fixRows, option, SECRET, secure } from '../support/fix';
import type { Model } from '../../server/src/model/model';
import type { FixIntent } from '../../server/src/rules/rule';

beforeAll(() => prepare('typescript', 'python'));

const domain = (model: Model): FixIntent => ({
  kind: 'set-options',
  socket: first(model).id,
  before: endpoint(model),
  beforeWrite: option(model, first(model).options.length - 1),
  options: [{ option: 'ZAP_DOMAIN', value: { literal: 'global' } }],
});

const V6 = 'import * as zmq from "zeromq";\n';

describe('zeromq.js 6', () => {
  fixRows('main.ts', V6, [
    {
      name: 'no arguments',
      code: 'const s = new zmq.Reply();\nawait s.bind("tcp://*:1");',
      intent: secure(),
      fixed:
        'const s = new zmq.Reply({ curveServer: true, curveSecretKey: process.env.KEY, zapDomain: "global" });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'no parentheses',
      code: 'const s = new zmq.Reply;\nawait s.bind("tcp://*:1");',
      intent: secure(SECRET),
      fixed: 'const s = new zmq.Reply({ curveSecretKey: process.env.KEY });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'an object in one line, with and without a comma at its end, and an empty one',
      code: 'const s = new zmq.Reply({linger: 0 });\nawait s.bind("tcp://*:1");',
      intent: secure(SECRET),
      fixed: 'const s = new zmq.Reply({linger: 0, curveSecretKey: process.env.KEY });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'a comma at the end stays one',
      code: 'const s = new zmq.Reply({ linger: 0, });\nawait s.bind("tcp://*:1");',
      intent: secure(SECRET),
      fixed: 'const s = new zmq.Reply({ linger: 0, curveSecretKey: process.env.KEY, });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'an empty object',
      code: 'const s = new zmq.Reply({});\nawait s.bind("tcp://*:1");',
      intent: secure(SECRET),
      fixed: 'const s = new zmq.Reply({ curveSecretKey: process.env.KEY });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'an object over several lines with a comma at its end, CRLF',
      code: 'const s = new zmq.Reply({\r\n  linger: 0, // now\r\n});\r\nawait s.bind("tcp://*:1");',
      intent: secure(SECRET),
      fixed:
        'const s = new zmq.Reply({\r\n  linger: 0, // now\r\n  curveSecretKey: process.env.KEY,\r\n});\r\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'an object over several lines without a comma at its end, tabs, a comment behind the entry',
      code: 'const s = new zmq.Reply({\n\tlinger: 0 // { now\n});\nawait s.bind("tcp://*:1");',
      intent: secure(),
      fixed:
        'const s = new zmq.Reply({\n\tlinger: 0, // { now\n\tcurveServer: true,\n\tcurveSecretKey: process.env.KEY,\n\tzapDomain: "global"\n});\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'an object over several lines whose brace is not on its own',
      code: 'const s = new zmq.Reply({ linger: 0,\n  sendTimeout: 1 });\nawait s.bind("tcp://*:1");',
      intent: secure(SECRET),
      fixed:
        'const s = new zmq.Reply({ linger: 0,\n  sendTimeout: 1, curveSecretKey: process.env.KEY });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'options that are off are changed, the ones of the author stay',
      code: 'const s = new zmq.Reply({ curveServer: false, zapDomain: "orders" });\nawait s.bind("tcp://*:1");',
      intent: secure(),
      fixed:
        'const s = new zmq.Reply({ curveServer: true, zapDomain: "orders", curveSecretKey: process.env.KEY });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'an object that is made elsewhere stays: properties before the bind, where TypeScript wants !',
      code: 'const options = { linger: 0 };\nconst s = new zmq.Reply(options);\nawait s.bind("tcp://*:1");',
      intent: secure(),
      fixed:
        'const options = { linger: 0 };\nconst s = new zmq.Reply(options);\ns.curveServer = true;\ns.curveSecretKey = process.env.KEY!;\ns.zapDomain = "global";\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'a field: its initialiser; single quotes; a method of another class stays as it is',
      code: "class A {\n  s = new zmq.Reply();\n  async start(): Promise<void> {\n    await this.s.bind('tcp://*:1');\n    log('ready');\n  }\n}\nnew A().start();",
      intent: secure(),
      fixed:
        "class A {\n  s = new zmq.Reply({ curveServer: true, curveSecretKey: process.env.KEY, zapDomain: 'global' });\n  async start(): Promise<void> {\n    await this.s.bind('tcp://*:1');\n    log('ready');\n  }\n}\nnew A().start();",
    },
    {
      name: 'a factory of several sockets: the statement before this bind',
      code: 'const make = () => new zmq.Reply();\nconst a = make();\nconst b = make();\nawait a.bind("tcp://*:1");\nawait b.bind("ipc:///run/b");',
      intent: secure(SECRET),
      fixed:
        'const make = () => new zmq.Reply();\nconst a = make();\nconst b = make();\na.curveSecretKey = process.env.KEY!;\nawait a.bind("tcp://*:1");\nawait b.bind("ipc:///run/b");',
    },
    {
      name: 'a socket from elsewhere, with an assertion',
      code: 'async function f(s?: zmq.Reply) {\n  await s!.bind("tcp://*:1");\n}',
      intent: secure(SECRET),
      fixed:
        'async function f(s?: zmq.Reply) {\n  s!.curveSecretKey = process.env.KEY!;\n  await s!.bind("tcp://*:1");\n}',
    },
    {
      name: 'no semicolons',
      code: 'const o = { linger: 0 }\nconst s = new zmq.Reply(o)\nawait s.bind("tcp://*:1")\n',
      intent: secure(SECRET),
      file: 'main.mjs',
      fixed:
        'const o = { linger: 0 }\nconst s = new zmq.Reply(o)\ns.curveSecretKey = process.env.KEY\nawait s.bind("tcp://*:1")\n',
    },
    {
      name: 'no list of statements to put them in: none',
      code: 'const o = { linger: 0 };\nconst s = new zmq.Reply(o);\nif (o)\n  s.bindSync("tcp://*:1");',
      intent: secure(SECRET),
    },
    {
      name: 'behind other code on the line: none',
      code: 'const o = { linger: 0 };\nconst s = new zmq.Reply(o); s.bindSync("tcp://*:1");',
      intent: secure(SECRET),
    },
    {
      name: 'optional chaining cannot be assigned to: none',
      code: 'function f(s?: zmq.Reply) {\n  s?.bindSync("tcp://*:1");\n}',
      intent: secure(SECRET),
    },
    {
      name: 'beside another option of the object, in one line and over several',
      code: 'const s = new zmq.Reply({ linger: 0, zapEnforceDomain: true });\nawait s.bind("tcp://*:1");',
      intent: domain,
      fixed:
        'const s = new zmq.Reply({ linger: 0, zapDomain: "global", zapEnforceDomain: true });\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'beside another option on a line of its own',
      code: 'const s = new zmq.Reply({\n  zapEnforceDomain: true,\n});\nawait s.bind("tcp://*:1");',
      intent: domain,
      fixed:
        'const s = new zmq.Reply({\n  zapDomain: "global",\n  zapEnforceDomain: true,\n});\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'beside another option as a statement',
      code: 'const s = new zmq.Reply();\ns.zapEnforceDomain = true;\nawait s.bind("tcp://*:1");',
      intent: domain,
      fixed:
        'const s = new zmq.Reply();\ns.zapDomain = "global";\ns.zapEnforceDomain = true;\nawait s.bind("tcp://*:1");',
    },
  ]);
});

describe('zeromq.js 5', () => {
  fixRows('main.js', "const zmq = require('zmq');\n", [
    {
      name: 'short keys, before the bind',
      code: "const s = zmq.socket('rep');\ns.bindSync('tcp://*:1');",
      intent: secure(),
      fixed:
        "const s = zmq.socket('rep');\ns.curve_server = 1;\ns.curve_secretkey = process.env.KEY;\ns.zap_domain = 'global';\ns.bindSync('tcp://*:1');",
    },
    {
      name: 'setsockopt for what has no key',
      code: "const s = zmq.socket('pull');\ns.bind('tcp://*:1', () => {\n  done();\n});",
      intent: secure([{ option: 'MAXMSGSIZE', value: { literal: 65536 } }]),
      fixed:
        "const s = zmq.socket('pull');\ns.setsockopt(zmq.ZMQ_MAXMSGSIZE, 65536);\ns.bind('tcp://*:1', () => {\n  done();\n});",
    },
    {
      name: 'an option this version does not have: none',
      code: "const s = zmq.socket('rep');\ns.bindSync('tcp://*:1');",
      intent: secure([{ option: 'ZAP_ENFORCE_DOMAIN', value: { literal: true } }]),
    },
    {
      name: 'a chain has no name to write to: none',
      code: "const s = zmq.socket('rep').bindSync('tcp://*:1');",
      intent: secure(),
    },
  ]);
});

describe('pyzmq', () => {
  fixRows('main.py', '', [
    {
      name: 'attributes before the bind, import os behind the imports',
      code: 'import zmq\nfrom x import (\n    a,\n    b,\n)\n\nctx = zmq.Context()\ns = ctx.socket(zmq.REP)\ns.bind("tcp://*:1")\n',
      intent: secure(),
      fixed:
        'import zmq\nfrom x import (\n    a,\n    b,\n)\nimport os\n\nctx = zmq.Context()\ns = ctx.socket(zmq.REP)\ns.curve_server = True\ns.curve_secretkey = os.environ["KEY"].encode()\ns.zap_domain = b"global"\ns.bind("tcp://*:1")\n',
    },
    {
      name: 'os is there, in a list of imports; single quotes; indentation; a comment behind the bind',
      code: "import sys, os\nimport zmq\nclass A:\n    def __init__(self):\n        self.s = zmq.Context().socket(zmq.REP)\n        self.s.bind('tcp://*:1')  # all\n",
      intent: secure(),
      fixed:
        "import sys, os\nimport zmq\nclass A:\n    def __init__(self):\n        self.s = zmq.Context().socket(zmq.REP)\n        self.s.curve_server = True\n        self.s.curve_secretkey = os.environ['KEY'].encode()\n        self.s.zap_domain = b'global'\n        self.s.bind('tcp://*:1')  # all\n",
    },
    {
      name: 'below shebang, docstring and __future__; CRLF',
      code: '#!/usr/bin/env python\r\n"""A server.\r\n\r\nimport nothing\r\n"""\r\nfrom __future__ import annotations\r\n\r\ndef main():\r\n    import zmq\r\n    s = zmq.Context().socket(zmq.REP)\r\n    s.bind("tcp://*:1")\r\n',
      intent: secure(SECRET),
      fixed:
        '#!/usr/bin/env python\r\n"""A server.\r\n\r\nimport nothing\r\n"""\r\nfrom __future__ import annotations\r\nimport os\r\n\r\ndef main():\r\n    import zmq\r\n    s = zmq.Context().socket(zmq.REP)\r\n    s.curve_secretkey = os.environ["KEY"].encode()\r\n    s.bind("tcp://*:1")\r\n',
    },
    {
      name: 'below a byte order mark',
      code: '\uFEFFimport zmq\rs = zmq.Context().socket(zmq.REP)\rs.bind("tcp://*:1")\r',
      intent: secure(SECRET),
      fixed:
        '\uFEFFimport zmq\rimport os\rs = zmq.Context().socket(zmq.REP)\rs.curve_secretkey = os.environ["KEY"].encode()\rs.bind("tcp://*:1")\r',
    },
    {
      name: 'os is there behind a byte order mark',
      code: '\uFEFFimport os, zmq\ns = zmq.Context().socket(zmq.REP)\ns.bind("tcp://*:1")\n',
      intent: secure(SECRET),
      fixed:
        '\uFEFFimport os, zmq\ns = zmq.Context().socket(zmq.REP)\ns.curve_secretkey = os.environ["KEY"].encode()\ns.bind("tcp://*:1")\n',
    },
    {
      name: 'below names of the module itself',
      code: '"""A server."""\n__version__ = "1"\nimport zmq\ns = zmq.Context().socket(zmq.REP)\ns.bind("tcp://*:1")\n',
      intent: secure(SECRET),
      fixed:
        '"""A server."""\n__version__ = "1"\nimport zmq\nimport os\ns = zmq.Context().socket(zmq.REP)\ns.curve_secretkey = os.environ["KEY"].encode()\ns.bind("tcp://*:1")\n',
    },
    {
      name: 'no import when nothing comes from the environment; an option that is off is set again',
      code: 'import zmq\ns = zmq.Context().socket(zmq.REP)\ns.zap_domain = b""\ns.bind("tcp://*:1")\n',
      intent: secure([
        { option: 'ZAP_DOMAIN', value: { literal: 'global' } },
        { option: 'ZAP_ENFORCE_DOMAIN', value: { literal: true } },
      ]),
      fixed:
        'import zmq\ns = zmq.Context().socket(zmq.REP)\ns.zap_domain = b""\ns.zap_domain = b"global"\ns.zap_enforce_domain = 1\ns.bind("tcp://*:1")\n',
    },
    {
      name: 'a stream: options are the socket of the stream',
      code: 'import os, zmq\nfrom zmq.eventloop.zmqstream import ZMQStream\nstream = ZMQStream(zmq.Context().socket(zmq.REP))\nstream.bind("tcp://*:1")\n',
      intent: secure(SECRET),
      fixed:
        'import os, zmq\nfrom zmq.eventloop.zmqstream import ZMQStream\nstream = ZMQStream(zmq.Context().socket(zmq.REP))\nstream.socket.curve_secretkey = os.environ["KEY"].encode()\nstream.bind("tcp://*:1")\n',
    },
    {
      name: 'a device, a body on the line of its head: none',
      code: 'import zmq\nfrom zmq.devices import ThreadDevice\nd = ThreadDevice(zmq.QUEUE, zmq.ROUTER, zmq.DEALER)\nd.bind_in("tcp://*:1")\n',
      intent: secure(),
    },
    {
      name: 'a body on the line of its head: none',
      code: 'import zmq\nwith zmq.Context().socket(zmq.REP) as s: s.bind("tcp://*:1")\n',
      intent: secure(),
    },
  ]);
});
