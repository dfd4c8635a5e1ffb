/** Fixes of one place: values, names, schemes, calls. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../server/src/model/model';
import type { FixIntent } from '../../server/src/rules/rule';
import { prepare } from '../support/model-of';
import { endpoint, fix, fixRows, option, placeOf } from '../support/fix';

beforeAll(() => prepare('typescript', 'python'));

const value =
  (to: string | number | boolean) =>
  (model: Model): FixIntent => ({
    kind: 'replace-value',
    place: option(model).valuePlace!,
    value: to,
    option: option(model).option,
  });

const clamp = (model: Model): FixIntent => ({
  kind: 'clamp',
  place: option(model).valuePlace!,
  fallback: 1000,
  max: 100000,
});

const respell = (model: Model): FixIntent => {
  const write = model.ignored[0]!;
  return { kind: 'respell-option', option: write.meant!, ...write };
};

const scheme = (model: Model): FixIntent => ({ kind: 'change-scheme', place: endpoint(model).place, scheme: 'tcp' });

const wait = (model: Model): FixIntent => ({
  kind: 'await-call',
  call: model.sockets.flatMap(({ transfers }) => transfers)[0]!.callPlace,
});

const decoder = (model: Model): FixIntent => ({
  kind: 'safe-decoder',
  call: model.sinks[0]!.call,
  key: model.sinks[0]!.replacement!,
});

const V6 = 'import * as zmq from "zeromq";\n';

describe('values', () => {
  fixRows('main.ts', V6, [
    {
      name: 'a number',
      code: 'const s = new zmq.Push({ sendHighWaterMark: Infinity });',
      intent: value(1000),
      fixed: 'const s = new zmq.Push({ sendHighWaterMark: 1000 });',
    },
    {
      name: 'a shorthand gets its name',
      code: 'const sendHighWaterMark = 0;\nconst s = new zmq.Push({ sendHighWaterMark });',
      intent: value(1000),
      fixed: 'const sendHighWaterMark = 0;\nconst s = new zmq.Push({ sendHighWaterMark: 1000 });',
    },
    {
      name: 'text in the quotes that are there, switches as booleans',
      code: "const s = new zmq.Push({ zapDomain: '' });",
      intent: value('global'),
      fixed: "const s = new zmq.Push({ zapDomain: 'global' });",
    },
    {
      name: 'a switch',
      code: 'const s = new zmq.Push();\ns.curveServer = false;',
      intent: value(1),
      fixed: 'const s = new zmq.Push();\ns.curveServer = true;',
    },
    {
      name: 'clamp a call, a sign, an operator, a shorthand',
      code: 'const s = new zmq.Push({ sendHighWaterMark: +process.env.HWM! });',
      intent: clamp,
      fixed: 'const s = new zmq.Push({ sendHighWaterMark: Math.min(Math.max(1, +process.env.HWM! || 1000), 100000) });',
    },
    {
      name: 'clamp something with an operator',
      code: 'const s = new zmq.Push({ sendHighWaterMark: Number(process.env.HWM ?? "x") * 2 });',
      intent: clamp,
      fixed:
        'const s = new zmq.Push({ sendHighWaterMark: Math.min(Math.max(1, (Number(process.env.HWM ?? "x") * 2) || 1000), 100000) });',
    },
    {
      name: 'clamp a shorthand',
      code: 'const sendHighWaterMark = Number(process.env.HWM);\nconst s = new zmq.Push({ sendHighWaterMark });',
      intent: clamp,
      fixed:
        'const sendHighWaterMark = Number(process.env.HWM);\nconst s = new zmq.Push({ sendHighWaterMark: Math.min(Math.max(1, sendHighWaterMark || 1000), 100000) });',
    },
  ]);
  fixRows('main.js', 'const zmq = require("zmq");\n', [
    {
      name: 'zeromq.js 5 spells switches as numbers',
      code: 'const s = zmq.socket("push");\ns.curve_server = 0;',
      intent: value(true),
      fixed: 'const s = zmq.socket("push");\ns.curve_server = 1;',
    },
  ]);
  fixRows('main.py', 'import zmq\ns = zmq.Context().socket(zmq.REP)\n', [
    { name: 'a number', code: 's.set_hwm(0)', intent: value(1000), fixed: 's.set_hwm(1000)' },
    { name: 'bytes', code: "s.zap_domain = b''", intent: value('global'), fixed: "s.zap_domain = b'global'" },
    {
      name: 'text where text has to be',
      code: 's.setsockopt_string(zmq.ZAP_DOMAIN, "")',
      intent: value('global'),
      fixed: 's.setsockopt_string(zmq.ZAP_DOMAIN, "global")',
    },
    {
      name: 'a name becomes bytes',
      code: 'x = b""\ns.zap_domain = x',
      intent: value('global'),
      fixed: 'x = b""\ns.zap_domain = b"global"',
    },
    { name: 'switches', code: 's.curve_server = 0', intent: value(true), fixed: 's.curve_server = True' },
    {
      name: 'clamp',
      code: 's.sndhwm = int(os.environ["HWM"])',
      intent: clamp,
      fixed: 's.sndhwm = min(max(1, int(os.environ["HWM"]) or 1000), 100000)',
    },
  ]);
});

describe('names of options', () => {
  fixRows('main.js', 'const zmq = require("zeromq");\n', [
    {
      name: 'zeromq.js 6',
      code: 'const s = new zmq.Router();\ns.maxmsgsize = 5;',
      intent: respell,
      fixed: 'const s = new zmq.Router();\ns.maxMessageSize = 5;',
    },
    {
      name: 'zeromq.js 6 takes nothing but booleans for switches',
      code: 'const s = new zmq.Router();\ns.router_mandatory = 1;',
      intent: respell,
      fixed: 'const s = new zmq.Router();\ns.mandatory = true;',
    },
    {
      name: 'a switch of unknown value',
      code: 'const s = new zmq.Router();\ns.router_mandatory = on;',
      intent: respell,
      fixed: 'const s = new zmq.Router();\ns.mandatory = Boolean(on);',
    },
    {
      name: 'Object.assign',
      code: 'const s = new zmq.Router();\nObject.assign(s, { sndhwm: 5 });',
      intent: respell,
      fixed: 'const s = new zmq.Router();\nObject.assign(s, { sendHighWaterMark: 5 });',
    },
  ]);
  fixRows('main.js', 'const zmq = require("zmq");\n', [
    {
      name: 'zeromq.js 5: setsockopt for what has no short key',
      code: 'const app = { s: zmq.socket("push") };\napp.s.sndhwm = 5;',
      intent: respell,
      fixed: 'const app = { s: zmq.socket("push") };\napp.s.setsockopt(zmq.ZMQ_SNDHWM, 5);',
    },
    {
      name: 'zeromq.js 5: the short key for what has one',
      code: 'const s = zmq.socket("push");\ns.curveServer = true;',
      intent: respell,
      fixed: 'const s = zmq.socket("push");\ns.curve_server = 1;',
    },
    {
      name: 'zeromq.js 5: in the options object there is no place for a call',
      code: 'const s = zmq.socket("push", { sndhwm: 5 });',
      intent: respell,
    },
    {
      name: 'zeromq.js 5: no statement of its own',
      code: 'const s = zmq.socket("push");\nconst n = s.sndhwm = 5;',
      intent: respell,
    },
  ]);
});

describe('schemes', () => {
  fixRows('main.ts', V6 + 'const s = new zmq.Push();\n', [
    { name: 'quotes stay', code: "s.connect('curve://h:1');", intent: scheme, fixed: "s.connect('tcp://h:1');" },
    {
      name: 'a template',
      code: 's.connect(`tls://${host}:1`);',
      intent: scheme,
      fixed: 's.connect(`tcp://${host}:1`);',
    },
    { name: 'a constant elsewhere: none', code: 'const e = "curve://h:1";\ns.connect(e);', intent: scheme },
    { name: 'put together: none', code: 's.connect(transport + "://h:1");', intent: scheme },
  ]);
  fixRows('main.py', 'import zmq\ns = zmq.Context().socket(zmq.PUSH)\n', [
    {
      name: 'an f-string',
      code: 's.connect(f"TCP://{host}:1")',
      intent: scheme,
      fixed: 's.connect(f"tcp://{host}:1")',
    },
    {
      name: 'a %-format',
      code: 's.connect("curve://%s:1" % host)',
      intent: scheme,
      fixed: 's.connect("tcp://%s:1" % host)',
    },
  ]);
});

describe('await', () => {
  fixRows('main.ts', V6 + 'const s = new zmq.Push();\n', [
    { name: 'a statement', code: 'run();\ns.send("x");', intent: wait, fixed: 'run();\nawait s.send("x");' },
    {
      name: 'no semicolons',
      code: 'run()\ns.send("x")\nrun()',
      intent: wait,
      fixed: 'run()\nawait s.send("x")\nrun()',
    },
    { name: 'void', code: 'void s.send("x");', intent: wait, fixed: 'await s.send("x");' },
    {
      name: 'the body of a loop',
      code: 'for (const x of xs) s.send(x);',
      intent: wait,
      fixed: 'for (const x of xs) await s.send(x);',
    },
    { name: 'a chain: none', code: 's.send("x").then(run);', intent: wait },
    { name: 'stored: none', code: 'const p = s.send("x");', intent: wait },
    { name: 'an arrow: none', code: 'xs.map((x) =>\n  s.send(x));', intent: wait },
    { name: 'awaited: none', code: 'await s.send("x");', intent: wait },
  ]);
});

describe('decoders', () => {
  fixRows('main.js', 'const zmq = require("zeromq");\nconst v8 = require("v8");\n', [
    {
      name: 'v8.deserialize of a name',
      code: 'async function f(s = new zmq.Pull()) {\n  const [m] = await s.receive();\n  return v8.deserialize(m);\n}',
      intent: decoder,
      fixed:
        'async function f(s = new zmq.Pull()) {\n  const [m] = await s.receive();\n  return JSON.parse(m.toString());\n}',
    },
    {
      name: 'of an expression',
      code: 'const { deserialize } = v8;\nv8.deserialize(await read());',
      intent: decoder,
      fixed: 'const { deserialize } = v8;\nJSON.parse((await read()).toString());',
    },
    { name: 'of two arguments: none', code: 'v8.deserialize(a, b);', intent: decoder },
  ]);
  fixRows('main.py', 'import zmq\n', [
    {
      name: 'recv_pyobj keeps its arguments',
      code: 'x = zmq.Context().socket(zmq.PULL).recv_pyobj(zmq.NOBLOCK)["a"]',
      intent: decoder,
      fixed: 'x = zmq.Context().socket(zmq.PULL).recv_json(zmq.NOBLOCK)["a"]',
    },
  ]);
});

describe('text, and several at once', () => {
  it('replaces a place', () => {
    const text = 'const a = 1;';
    expect(
      fix(text, 'main.ts', () => ({ kind: 'replace-text', place: placeOf('main.ts', text, '1'), text: '2' })),
    ).toBe('const a = 2;');
  });

  it('applies all or none', () => {
    const text = 'const a = 1, b = "curve://h:1", c = x;';
    const both = (second: string): FixIntent => ({
      kind: 'all',
      intents: [
        { kind: 'replace-text', place: placeOf('main.ts', text, '1'), text: '2' },
        { kind: 'change-scheme', place: placeOf('main.ts', text, second), scheme: 'tcp' },
      ],
    });
    expect(fix(text, 'main.ts', () => both('"curve://h:1"'))).toBe('const a = 2, b = "tcp://h:1", c = x;');
    expect(fix(text, 'main.ts', () => both('x'))).toBeUndefined();
  });
});
