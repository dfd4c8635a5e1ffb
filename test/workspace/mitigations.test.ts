/** What the code shows of each of the 33 mitigations: both sides of those it can show, and an honest word on the others. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { MitigationStatus, ThreatService } from '../../server/src/service-types';
import { catalogue } from '../../server/src/threats/load';
import { PROOFS } from '../../server/src/workspace/mitigations';
import { Analyser, loadFrontends } from '../support/analyse';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const service = (files: Readonly<Record<string, string>>): ThreatService =>
  analyser.service(new Map(Object.entries(files)));
const one = (code: string): ThreatService => service({ '/page/a.ts': `import * as zmq from "zeromq";\n${code}` });

function mitigation(of: ThreatService, id: string): MitigationStatus {
  const found = of.status().flatMap(({ mitigations }) => mitigations.filter((candidate) => candidate.id === id));
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** `state` or `state: note`. */
function said(of: ThreatService, id: string): string {
  const { state, note } = mitigation(of, id);
  return note === undefined ? state : `${state}: ${note}`;
}

/** `in-place 3,5`: the lines that show it. */
function shown(code: string, id: string): string {
  const { state, places } = mitigation(one(code), id);
  const lines = places.map(({ range }) => code.slice(0, range.start - PRELUDE.length).split('\n').length);
  return [state, ...(lines.length > 0 ? [[...new Set(lines)].join(',')] : [])].join(' ');
}

const PRELUDE = 'import * as zmq from "zeromq";\n';
const CURVE = 'curveServer: true, curveSecretKey: process.env.KEY';
const CLOSED = `${CURVE}, zapDomain: "x", zapEnforceDomain: true`;
const ZAP = 'const zap = new zmq.Reply();\nawait zap.bind("inproc://zeromq.zap.01");\n';
const KERBEROS = 'gssapiServer: true, gssapiPrincipal: "s"';
const pull = (options: string): string => `const s = new zmq.Pull({ ${options} });\nawait s.bind("tcp://*:1");`;
const push = (options: string): string => `const s = new zmq.Push({ ${options} });\ns.connect("tcp://h.example:1");`;
const loop = (body: string): string =>
  `async function work(m: unknown) { await fetch(String(m)); }\nconst s = new zmq.Pull();\ns.connect("tcp://h.example:1");\nfor await (const [m] of s) {\n${body}\n}`;

it('there are eight threats with 33 mitigations of different ids, each with an entry, and no entry more', () => {
  const status = one('').status();
  expect(status.map((threat) => threat.threat)).toEqual(catalogue().threats.map((threat) => threat.id));
  const ids = status.flatMap((threat) => threat.mitigations.map(({ id }) => id));
  expect(new Set(ids).size).toBe(33);
  expect(Object.keys(PROOFS).sort()).toEqual(ids.sort());
  const rules = new Set(catalogue().rules.map((rule) => rule.id));
  expect(
    Object.values(PROOFS)
      .flatMap((proof) => proof.rules ?? [])
      .filter((rule) => !rules.has(rule)),
  ).toEqual([]);
});

it('counts a cause once and takes the worst level', () => {
  const open = one(pull(''))
    .status()
    .filter((threat) => threat.count > 0)
    .map((threat) => `${threat.threat} ${threat.level} ${threat.count}`);
  expect(open).toEqual(['message_injectionspoofing warning 1', 'unencrypted_sensitive_data_transmission warning 1']);
});

describe('a mitigation is', () => {
  it.each([
    // HWM overflow
    ['set-appropriate-hwm', 'in-place 1', pull('receiveHighWaterMark: 10')],
    ['set-appropriate-hwm', 'in-place', pull('')],
    ['set-appropriate-hwm', 'missing 1', pull('receiveHighWaterMark: 0')],
    ['set-appropriate-hwm', 'not-applicable', 'const s = new zmq.Reply();\nawait s.bind("tcp://*:1");'],
    // Too late for a bind, in time for a connect (e05).
    ['set-appropriate-hwm', 'in-place', `${pull('')}\ns.receiveHighWaterMark = 10;`],
    ['set-appropriate-hwm', 'in-place 3', `${push('')}\ns.sendHighWaterMark = 10;`],
    [
      'set-appropriate-hwm',
      'not-visible',
      'export async function f(o: object) {\nconst s = new zmq.Push({ ...o });\nawait s.bind("tcp://*:1");\n}',
    ],
    [
      'conflate-sub',
      'in-place 1',
      'const s = new zmq.Subscriber({ conflate: true });\ns.connect("tcp://h.example:1");',
    ],
    ['conflate-sub', 'not-applicable', 'const s = new zmq.Subscriber();\ns.connect("tcp://h.example:1");'],
    [
      'conflate-sub',
      'not-visible',
      'const s = new zmq.Subscriber({ receiveHighWaterMark: 0 });\ns.connect("tcp://h.example:1");',
    ],
    [
      'conflate-sub',
      'not-visible',
      'const s = new zmq.Subscriber({ receiveHighWaterMark: 0 });\ns.connect("tcp://h.example:1");\ns.conflate = true;',
    ],
    ['immediate-sender', 'in-place 1', push('immediate: true')],
    ['immediate-sender', 'not-applicable', push('')],
    ['hwm-backpressure', 'in-place 1', 'const s = new zmq.Publisher({ noDrop: true });\nawait s.bind("tcp://*:1");'],
    ['hwm-backpressure', 'not-visible', 'const s = new zmq.Publisher();\nawait s.bind("tcp://*:1");'],
    ['hwm-backpressure', 'in-place 3', 'const s = new zmq.Router();\nawait s.bind("tcp://*:1");\ns.mandatory = true;'],
    ['hwm-backpressure', 'in-place 3', `${push('')}\nawait s.send("x");`],
    [
      'hwm-backpressure',
      'missing 4',
      `${push('')}\nexport function f(m: string[]) {\nfor (const one of m) s.send(one);\n}`,
    ],
    ['hwm-backpressure', 'not-applicable', pull('')],
    ['sender-rate-limiting', 'in-place 3', `${push('')}\nsetInterval(async () => { await s.send("x"); }, 100);`],
    ['sender-rate-limiting', 'not-visible', `${push('')}\nawait s.send("x");`],
    [
      'sender-rate-limiting',
      'not-visible',
      `${push('')}\nsetInterval(async () => { for (;;) await s.send("x"); }, 100);`,
    ],
    ['monitor-hwm', 'not-visible', push('')],
    ['monitor-hwm', 'not-applicable', ''],
    // Slow consumer
    ['asynchronous-processing', 'in-place 5,1', loop('await work(m);')],
    ['asynchronous-processing', 'missing 5', loop('work(m);')],
    ['asynchronous-processing', 'not-visible', loop('console.log(m);')],
    ['asynchronous-processing', 'not-applicable', push('')],
    ['consumer-backpressure', 'in-place 5,1', loop('await work(m);')],
    ['consumer-backpressure', 'missing 5', loop('work(m);')],
    ['consumer-backpressure', 'not-visible', loop('console.log(m);')],
    ['consumer-load-balancing', 'in-place 2,3', `${push('')}\ns.connect("tcp://h.example:2");`],
    ['consumer-load-balancing', 'not-visible', push('')],
    ['consumer-load-balancing', 'not-visible', `${push('')}\ns.connect("tcp://h.example:1");`],
    ['optimize-consumer', 'not-visible', pull('')],
    ['dedicated-io-thread', 'not-visible', pull('')],
    ['monitor-consumer', 'not-visible', pull('')],
    // Connection storm: libzmq has no limit of connections (e15).
    ['connection-limits', 'not-visible', pull('handshakeInterval: 3000')],
    ['connection-limits', 'not-applicable', push('')],
    [
      'connection-limits',
      'missing 5',
      loop('const r = new zmq.Push();\nr.connect("tcp://h.example:2");\nawait r.send(m);'),
    ],
    ['connection-rate-limiting', 'in-place 1', push('reconnectMaxInterval: 5000')],
    ['connection-rate-limiting', 'not-visible', push('')],
    ['connection-rate-limiting', 'not-visible', pull('')],
    ['connection-load-balancing', 'in-place 2,3', `${push('')}\ns.connect("tcp://h.example:2");`],
    ['connection-load-balancing', 'not-visible', pull('')],
    ['tcp-keepalive', 'in-place 1', pull('heartbeatInterval: 5000')],
    ['tcp-keepalive', 'in-place 1', pull('tcpKeepalive: 1')],
    ['tcp-keepalive', 'not-visible', `${pull('')}\ns.heartbeatInterval = 5000;`],
    // Large message
    ['maximum-message-size', 'in-place 1', pull('maxMessageSize: 1000')],
    ['maximum-message-size', 'missing 1', pull('')],
    ['maximum-message-size', 'missing 1', pull('maxMessageSize: -1')],
    ['maximum-message-size', 'missing 3', `${pull('')}\ns.maxMessageSize = 1000;`],
    [
      'maximum-message-size',
      'not-visible',
      'export async function f(o: object) {\nconst s = new zmq.Pull({ ...o });\nawait s.bind("tcp://*:1");\n}',
    ],
    ['maximum-message-size', 'not-applicable', push('')],
    ['validate-message-size', 'not-visible', pull('')],
    ['streaming', 'not-visible', pull('')],
    // Unencrypted transmission
    ['curvezmq-encryption', 'in-place 2', pull(CURVE)],
    ['curvezmq-encryption', 'missing 2', pull('')],
    ['curvezmq-encryption', 'missing 3', `${pull('')}\ns.curveServer = true;`],
    ['curvezmq-encryption', 'not-applicable', 'const s = new zmq.Pull();\nawait s.bind("tcp://127.0.0.1:1");'],
    ['curvezmq-encryption', 'not-applicable', pull(KERBEROS)],
    [
      'curvezmq-encryption',
      'not-visible',
      'export async function f(o: object) {\nconst s = new zmq.Pull({ ...o });\nawait s.bind("tcp://*:1");\n}',
    ],
    ['gssapi-encryption', 'in-place 2', pull(KERBEROS)],
    ['gssapi-encryption', 'not-visible', pull(`${KERBEROS}, gssapiPlainText: true`)],
    ['gssapi-encryption', 'not-applicable', pull(CURVE)],
    ['application-layer-encryption', 'not-visible', pull('')],
    ['application-layer-encryption', 'not-applicable', pull(CURVE)],
    // Injection and spoofing
    ['curvezmq-authentication', 'in-place 2', pull(CLOSED)],
    ['curvezmq-authentication', 'in-place 4', ZAP + pull(CURVE)],
    ['curvezmq-authentication', 'missing 1', pull(CURVE)],
    ['curvezmq-authentication', 'missing 2', pull('')],
    ['curvezmq-authentication', 'not-applicable', push('')],
    ['curvezmq-authentication', 'not-applicable', ZAP + pull(KERBEROS)],
    ['gssapi-authentication', 'in-place 4', ZAP + pull(KERBEROS)],
    ['gssapi-authentication', 'not-visible', pull('')],
    ['gssapi-authentication', 'not-applicable', pull(CLOSED)],
    ['access-control-lists', 'in-place 2', ZAP + pull(CURVE)],
    ['access-control-lists', 'in-place 2', ZAP + pull('zapDomain: "x"')],
    // With NULL and without a domain the handler is not asked (e07).
    ['access-control-lists', 'missing 2', ZAP + pull('')],
    ['access-control-lists', 'missing 1', pull(CURVE)],
    ['access-control-lists', 'not-visible', pull(CLOSED)],
    // It listens in another context (e07).
    ['access-control-lists', 'not-visible', `${ZAP}const context = new zmq.Context();\n${pull(`${CLOSED}, context`)}`],
    ['access-control-lists', 'not-applicable', push('')],
    ['message-validation', 'missing 5', loop('eval(m.toString());')],
    ['message-validation', 'not-visible', loop('console.log(m);')],
    ['message-validation', 'not-applicable', push('')],
    // Threading
    ['one-thread-per-socket', 'in-place 1', `${push('')}\nawait s.send("x");`],
    [
      'one-thread-per-socket',
      'missing 4',
      `${push('')}\nexport function f(m: string[]) {\nfor (const one of m) s.send(one);\n}`,
    ],
    ['one-thread-per-socket', 'not-applicable', ''],
    ['inproc-transport', 'not-applicable', push('')],
    ['proxy-and-device', 'not-applicable', push('')],
    ['thread-safe-queues', 'not-applicable', push('')],
    // Vulnerable library
    ['keep-updated', 'not-visible', push('')],
    ['monitor-advisories', 'not-visible', push('')],
    ['sandboxing', 'not-visible', push('')],
  ])('%s: %s', (id, expected, code) => {
    expect(shown(code, id)).toBe(expected);
  });

  it.each([
    ['in-place', '^6.8.0'],
    ['missing', '5.3.1'],
    ['not-visible', 'latest'],
    ['not-visible', '*'],
  ])('keep-updated: %s with zeromq %s', (state, version) => {
    const files = { '/page/package.json': `{ "dependencies": { "zeromq": "${version}" } }` };
    expect(mitigation(service(files), 'keep-updated').state).toBe(state);
  });

  const thread = (body: string, rest = ''): ThreatService =>
    service({
      '/page/a.py': `import threading\nimport zmq\nctx = zmq.Context()\n${rest}\ndef work():\n${body}\nthreading.Thread(target=work).start()\n`,
    });

  it('in place where threads talk through inproc, and each has its own socket', () => {
    const own = thread('    s = ctx.socket(zmq.PUSH)\n    s.connect("inproc://x")\n    s.send(b"x")');
    expect(said(own, 'inproc-transport')).toBe('in-place');
    expect(said(own, 'one-thread-per-socket')).toBe('in-place');
    for (const id of ['proxy-and-device', 'thread-safe-queues']) expect(mitigation(own, id).state).toBe('not-visible');
    const shared = thread('    s.send(b"x")', 's = ctx.socket(zmq.PUSH)\ns.connect("tcp://h.example:1")\ns.send(b"y")');
    expect(mitigation(shared, 'inproc-transport').state).toBe('not-visible');
    expect(mitigation(shared, 'one-thread-per-socket').state).not.toBe('in-place');
  });

  it('in place where a signature is checked before the data is trusted', () => {
    const code = (check: string): string =>
      `import hmac, pickle\nimport zmq\nctx = zmq.Context()\ns = ctx.socket(zmq.PULL)\ns.connect("tcp://h.example:1")\nmac, data = s.recv_multipart()\n${check}print(pickle.loads(data))\n`;
    const checked = 'if not hmac.compare_digest(mac, hmac.digest(b"k" * 32, data, "sha256")):\n    raise SystemExit\n';
    expect(mitigation(service({ '/page/a.py': code(checked) }), 'message-validation').state).toBe('in-place');
    expect(mitigation(service({ '/page/a.py': code('') }), 'message-validation').state).toBe('missing');
  });
});

describe('its note', () => {
  it.each([
    ['set-appropriate-hwm', /default of 1000/, pull('')],
    ['maximum-message-size', /^missing: on 1 of 2 sockets$/, `${pull('maxMessageSize: 9')}\n{ ${pull('')} }`],
    ['maximum-message-size', /^in-place: per frame/, pull('maxMessageSize: 9')],
    ['immediate-sender', /^not-applicable: it bounds no queue/, push('')],
    ['conflate-sub', /^not-applicable: no socket here needs it$/, push('')],
    ['connection-limits', /libzmq has no such option/, pull('')],
    ['sandboxing', /outside of the code/, push('')],
    ['gssapi-encryption', /^not-applicable: CurveZMQ is in place$/, pull(CURVE)],
    ['tcp-keepalive', /^missing: posture: Server without heartbeat$/, `${pull('tcpKeepalive: 1')}\n{ ${pull('')} }`],
  ])('of %s says %s', (id, expected, code) => expect(said(one(code), id)).toMatch(expected));

  it('is there wherever code does not tell', () => {
    const silent = ['', pull(''), push('')].flatMap((code) =>
      one(code)
        .status()
        .flatMap(({ mitigations }) => mitigations.filter(({ state, note }) => /^not/.test(state) && !note)),
    );
    expect(silent).toEqual([]);
  });
});

it('is not in place because a rule is turned off that would say otherwise', () => {
  const off = (files: Record<string, string>, rule: string, id: string): string => {
    const found = service(files);
    found.setConfiguration('/page', JSON.stringify({ rules: { [rule]: 'off' } }));
    return said(found, id);
  };
  const code = (text: string) => ({ '/page/a.ts': PRELUDE + text });
  expect(off(code(pull('receiveHighWaterMark: 0')), 'unbounded-hwm', 'set-appropriate-hwm')).toBe('missing');
  expect(off(code(pull('')), 'unbounded-hwm', 'set-appropriate-hwm')).toMatch(/^not-visible: unbounded-hwm is turned/);
  const manifest = { '/page/package.json': '{ "dependencies": { "zeromq": "5.3.1" } }' };
  expect(off(manifest, 'vulnerable-package', 'keep-updated')).toBe(
    'not-visible: vulnerable-package is turned off here',
  );
  expect(off(code(pull(CURVE)), 'not-a-transport', 'curvezmq-encryption')).toBe('in-place');
});

describe('accepted', () => {
  const configured = (code: string, mitigations: object): ThreatService => {
    const found = one(code);
    found.setConfiguration('/page', JSON.stringify({ mitigations }));
    return found;
  };

  it('in comments: with their reasons, and of one root only', () => {
    const found = one(
      'const push = new zmq.Push();\n// zmq-threats: accept ENC-01 because the tunnel encrypts\nawait push.bind("tcp://*:5555");',
    );
    expect(said(found, 'curvezmq-encryption')).toBe('accepted: the tunnel encrypts');
    expect(said(found, 'gssapi-encryption')).toBe('not-applicable: CurveZMQ is accepted');
    expect(found.status().every((threat) => threat.count === 0)).toBe(true);
    expect(found.status('/elsewhere').flatMap((threat) => threat.findings)).toEqual([]);
  });

  it('in the configuration: what code does not show, with reason, day and place', () => {
    const found = configured(push(''), { Sandboxing: { reason: ' runs in gVisor ', until: '2026-01-01' } });
    const { state, note, accepted } = mitigation(found, 'sandboxing');
    expect([state, note]).toEqual(['accepted', 'runs in gVisor']);
    expect(accepted).toMatchObject({ reason: 'runs in gVisor', until: '2026-01-01' });
    expect(accepted?.place.file).toBe('/page/.zmq-threats.jsonc');
    expect(found.status('/page').flatMap(({ mitigations }) => mitigations.filter((one) => one.accepted))).toHaveLength(
      1,
    );
  });

  it('by its own id alone: other threats have measures of the same name', () => {
    const found = configured(pull(''), { 'consumer-load-balancing': { reason: 'three workers, see deploy/' } });
    expect(mitigation(found, 'consumer-load-balancing').state).toBe('accepted');
    expect(mitigation(found, 'connection-load-balancing').state).toBe('not-visible');
  });

  it('until its day, and then a notice says so', () => {
    const found = configured(push(''), { sandboxing: { reason: 'runs in gVisor', until: '2025-12-31' } });
    expect(mitigation(found, 'sandboxing').state).toBe('not-visible');
    const { notices } = found.results('/page/.zmq-threats.jsonc');
    expect(notices.map(({ code, kind }) => [code, kind])).toEqual([['acceptance-expired', 'acceptance']]);
    expect(found.files()).toContain('/page/.zmq-threats.jsonc');
  });

  it('although findings stay open, which it says: they are about the code', () => {
    const found = configured(pull(''), { 'curvezmq-encryption': { reason: 'WireGuard between all hosts' } });
    expect(said(found, 'curvezmq-encryption')).toBe('accepted: WireGuard between all hosts; 1 finding stays open');
    expect(found.status().find(({ threat }) => threat.startsWith('unencrypted'))?.count).toBe(1);
  });

  it('is not what a gap without findings stays', () => {
    const found = configured(pull(CLOSED), { 'maximum-message-size': { reason: 'the proxy cuts at 64 kB' } });
    expect(said(found, 'maximum-message-size')).toBe('accepted: the proxy cuts at 64 kB');
  });

  it('is not what code shows anyhow', () => {
    const found = configured(pull('maxMessageSize: 9'), { 'maximum-message-size': { reason: 'the proxy cuts it' } });
    expect(said(found, 'maximum-message-size')).toMatch(/^in-place: .*nothing needs its acceptance/);
    expect(mitigation(found, 'maximum-message-size').accepted?.reason).toBe('the proxy cuts it');
  });
});
