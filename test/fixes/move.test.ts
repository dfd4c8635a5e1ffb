/** `move-before`: whole lines, in order, and only where nothing is lost by it. */
import { beforeAll, describe } from 'vitest';
import { prepare } from '../support/model-of';
import { fixRows, moveAll as intent } from '../support/fix';

beforeAll(() => prepare('typescript', 'python'));

describe('JavaScript and TypeScript', () => {
  fixRows('main.ts', 'import * as zmq from "zeromq";\nconst s = new zmq.Reply();\n', [
    {
      name: 'several lines, with what stands between them left in place, comments moved along',
      code: 'await s.bind("tcp://*:1");\ns.curveServer = true; // on\nlog("x");\ns.zapDomain = "g";\nrun();\n',
      intent,
      fixed: 's.curveServer = true; // on\ns.zapDomain = "g";\nawait s.bind("tcp://*:1");\nlog("x");\nrun();\n',
    },
    {
      name: 'the last line of a text without a line break at its end, CRLF',
      code: 'await s.bind("tcp://*:1");\r\ns.curveServer = true;\r\ns.zapDomain = "g";',
      intent,
      fixed: 's.curveServer = true;\r\ns.zapDomain = "g";\r\nawait s.bind("tcp://*:1");',
    },
    {
      name: 'in a block, indented by tabs, with a cast and an assertion behind the value',
      code: 'async function f() {\n\tawait s.bind("tcp://*:1");\n\ts.curveSecretKey = process.env.KEY!;\n\ts.zapDomain = name as string;\n}\n',
      intent,
      fixed:
        'async function f() {\n\ts.curveSecretKey = process.env.KEY!;\n\ts.zapDomain = name as string;\n\tawait s.bind("tcp://*:1");\n}\n',
    },
    {
      name: 'a value over several lines',
      code: 's.bindSync("tcp://*:1");\ns.curveSecretKey = read(\n  "key",\n);\n',
      intent,
      fixed: 's.curveSecretKey = read(\n  "key",\n);\ns.bindSync("tcp://*:1");\n',
    },
    {
      name: 'two writes on one line',
      code: 's.bindSync("tcp://*:1");\ns.curveServer = true; s.zapDomain = "g";\n',
      intent,
      fixed: 's.curveServer = true; s.zapDomain = "g";\ns.bindSync("tcp://*:1");\n',
    },
    {
      name: 'the value is made in between: none',
      code: 's.bindSync("tcp://*:1");\nconst key = read();\ns.curveSecretKey = key;\n',
      intent,
    },
    {
      name: 'a field that is assigned in between: none',
      code: 's.bindSync("tcp://*:1");\nthis.key = read();\ns.curveSecretKey = this.key;\n',
      intent,
    },
    {
      name: 'the value was there before: moved',
      code: 'const key = read();\ns.bindSync("tcp://*:1");\ns.curveSecretKey = key;\n',
      intent,
      fixed: 'const key = read();\ns.curveSecretKey = key;\ns.bindSync("tcp://*:1");\n',
    },
    {
      name: 'in another block: none',
      code: 's.bindSync("tcp://*:1");\nif (secure) {\n  s.curveServer = true;\n}\n',
      intent,
    },
    {
      name: 'in the callback of the bind: none',
      code: 's.bind("tcp://*:1").then(() => {\n  s.curveServer = true;\n});\n',
      intent,
    },
    {
      name: 'on the line of something else: none',
      code: 's.bindSync("tcp://*:1"); s.curveServer = true;\n',
      intent,
    },
    {
      name: 'no statement of its own: none',
      code: 's.bindSync("tcp://*:1");\nconst on = (s.curveServer = true);\n',
      intent,
    },
    {
      name: 'a body without braces: none',
      code: 'if (x)\n  s.bindSync("tcp://*:1");\ns.curveServer = true;\n',
      intent,
    },
    {
      name: 'braces in strings, comments, templates and regular expressions do not count',
      code: 's.bindSync("tcp://*:1");\nlog("}", /[}"]/, `${x + "}"}`); // }\ns.curveServer = true;\n',
      intent,
      fixed: 's.curveServer = true;\ns.bindSync("tcp://*:1");\nlog("}", /[}"]/, `${x + "}"}`); // }\n',
    },
    {
      name: 'a return in between leaves an arm: none',
      code: 'function f() {\n  s.bindSync("tcp://*:1");\n  if (x) return;\n  s.curveServer = true;\n}\nf();\n',
      intent,
    },
  ]);
  fixRows('main.js', 'const zmq = require("zmq");\nconst s = zmq.socket("rep");\n', [
    {
      name: 'setsockopt',
      code: 's.bindSync("tcp://*:1");\ns.setsockopt(zmq.ZMQ_MAXMSGSIZE, 1);\ns.setsockopt("linger", 0);\n',
      intent,
      fixed: 's.setsockopt(zmq.ZMQ_MAXMSGSIZE, 1);\ns.setsockopt("linger", 0);\ns.bindSync("tcp://*:1");\n',
    },
    {
      name: 'in the callback of the bind: none',
      code: 's.bind("tcp://*:1", () => {\n  s.curve_server = 1;\n});\n',
      intent,
    },
    {
      name: 'a chain: none',
      code: 's.bindSync("tcp://*:1");\ns.setsockopt("linger", 0).setsockopt("backlog", 1);\n',
      intent,
    },
  ]);
});

describe('Python', () => {
  fixRows('main.py', 'import zmq\ns = zmq.Context().socket(zmq.REP)\n', [
    {
      name: 'attributes, setsockopt, set_hwm',
      code: 's.bind("tcp://*:1")\ns.maxmsgsize = 1  # one\ns.setsockopt(zmq.LINGER, 0)\ns.set_hwm(\n    10)\nprint("x")\n',
      intent,
      fixed:
        's.maxmsgsize = 1  # one\ns.setsockopt(zmq.LINGER, 0)\ns.set_hwm(\n    10)\ns.bind("tcp://*:1")\nprint("x")\n',
    },
    {
      name: 'in a function, over blank lines and deeper code',
      code: 'def f():\n    s.bind("tcp://*:1")\n\n    for x in y:\n        print(x)\n    s.maxmsgsize = 1',
      intent,
      fixed: 'def f():\n    s.maxmsgsize = 1\n    s.bind("tcp://*:1")\n\n    for x in y:\n        print(x)',
    },
    {
      name: 'deeper than the bind: none',
      code: 's.bind("tcp://*:1")\nif x:\n    s.maxmsgsize = 1\n',
      intent,
    },
    {
      name: 'in the with of the bind: none',
      code: 'with s.bind("tcp://*:1"):\n    s.maxmsgsize = 1\n',
      intent,
    },
    {
      name: 'a value that is made by the bind or after it: none',
      code: 'port = s.bind_to_random_port("tcp://*")\ns.maxmsgsize = port\n',
      intent,
    },
    {
      name: 'a loop variable in between: none',
      code: 's.bind("tcp://*:1")\nfor size in sizes:\n    pass\ns.maxmsgsize = size\n',
      intent,
    },
    {
      name: 'names in strings of the value do not count, names in holes do',
      code: 's.bind("tcp://*:1")\nkey = read()\ns.zap_domain = f"{key}".encode()\n',
      intent,
    },
    {
      name: 'two writes on one line',
      code: 's.bind("tcp://*:1")\ns.maxmsgsize = 1; s.linger = 0\n',
      intent,
      fixed: 's.maxmsgsize = 1; s.linger = 0\ns.bind("tcp://*:1")\n',
    },
  ]);
});
