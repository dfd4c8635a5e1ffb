/** What a hover says of a socket beyond its posture: open, mitigated, not known. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Analyser, loadFrontends } from '../support/analyse';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

/** Lines of a hover that begin so, links without their targets. */
function lines(kind: string, code: string, at: string): readonly string[] {
  const text = `import * as zmq from "zeromq";\n${code}`;
  const hover = analyser.service(new Map([['/page/a.ts', text]])).hover('/page/a.ts', text.indexOf(at));
  return (hover?.markdown ?? '')
    .split('\n')
    .filter((line) => line.startsWith(`- ${kind}: `))
    .map((line) => line.slice(kind.length + 4).replace(/\[([^\]]*)\]\([^)]*\)/g, '[$1]'));
}

const GOOD = `const s = new zmq.Reply({ curveServer: true, curveSecretKey: process.env.KEY, zapDomain: "x", zapEnforceDomain: true, maxMessageSize: 1024 });
await s.bind("tcp://*:1");
const zap = new zmq.Reply();
await zap.bind("inproc://zeromq.zap.01");`;

describe('who may be at the other end', () => {
  const posture = (code: string): string => {
    const text = `import * as zmq from "zeromq";\n${code}`;
    const at = text.search(/s\.(bind|connect)/) + 2;
    return analyser.service(new Map([['/page/a.ts', text]])).hover('/page/a.ts', at)?.markdown ?? '';
  };
  const server =
    'const s = new zmq.Reply({ curveServer: true, curveSecretKey: process.env.KEY });\nawait s.bind("tcp://*:1");';

  it('is anybody, for a CURVE server without a ZAP handler', () => {
    expect(posture(server)).toContain('encrypted (CURVE) · any client is let in');
  });
  it('is whom the handler lets in', () => {
    expect(posture(GOOD)).toContain('encrypted (CURVE) · authenticated');
  });
  it('is the server of that key, for a client', () => {
    const keys = 'curveServerKey: process.env.S, curvePublicKey: process.env.P, curveSecretKey: process.env.K';
    expect(posture(`const s = new zmq.Request({ ${keys} });\ns.connect("tcp://10.0.0.1:1");`)).toContain(
      'encrypted (CURVE) · authenticated',
    );
  });
});

describe('a hover on good code', () => {
  it.each(['Reply(', 'maxMessageSize', 'bind', '"tcp:'])(
    'at %s names the threats held off, and what shows it',
    (at) => {
      expect(lines('mitigated', GOOD, at)).toEqual([
        '[Large Message DoS]: Maximum Message Size (line 2)',
        '[Message Injection/Spoofing]: CurveZMQ (line 3), Access Control Lists (ACLs) (line 5)',
        '[Unencrypted Sensitive Data Transmission]: CurveZMQ (line 3)',
      ]);
      expect(lines('open', GOOD, at)).toEqual([]);
      expect(lines('not known', GOOD, at)).toEqual([]);
    },
  );
});

describe('a hover beside a finding', () => {
  const code = `const s = new zmq.Pull({ receiveHighWaterMark: 10 });\nawait s.bind("tcp://*:1");`;

  it('names what is open elsewhere on the socket', () => {
    expect(lines('open', code, 'receiveHighWaterMark')).toEqual([
      'Message Injection/Spoofing: [unauthenticated-receiver] (line 3)',
      'Unencrypted Sensitive Data Transmission: [unencrypted-endpoint] (line 3)',
    ]);
    expect(lines('mitigated', code, 'receiveHighWaterMark')).toEqual([
      '[HWM Overflow DoS]: Set Appropriate HWM (line 2)',
    ]);
  });

  it('does not name again what it shows', () => expect(lines('open', code, '"tcp:')).toEqual([]));
});

describe('a hover says what is not known, and why', () => {
  it('of options and values from elsewhere, which prove nothing', () => {
    const code = `export function f(options: object, hwm: number) {\n  const s = new zmq.Push({ ...options, sendHighWaterMark: hwm });\n  s.connect(process.env.ADDRESS!);\n}`;
    expect(lines('not known', code, 'Push(')).toEqual([
      'some options: a spread of something unknown (line 3)',
      'who can reach it: it comes from the environment, `process.env.ADDRESS` (line 4)',
      '`sendHighWaterMark`: it is a parameter, `hwm` (line 3)',
    ]);
    expect(lines('mitigated', code, 'Push(')).toEqual([]);
  });

  it('of an endpoint known in part', () => {
    const code = `const s = new zmq.Push();\ns.connect(\`tcp://\${process.env.HOST}:1\`);`;
    expect(lines('not known', code, 'Push(')).toEqual([
      'who can reach it: it comes from the environment, `process.env.HOST` (line 3)',
    ]);
  });

  it('of a socket that others get hold of', () => {
    const code = `import { configure } from "elsewhere";\nconst s = new zmq.Push();\nconfigure(s);\ns.connect("tcp://host:1");`;
    expect(lines('not known', code, 'Push(').join()).toContain(
      'passed to code that is not part of the program (line 4)',
    );
  });

  it('shortly', () => {
    const options = ['sendHighWaterMark', 'receiveHighWaterMark', 'linger', 'reconnectInterval', 'sendTimeout'];
    const code = `export function f(n: number) {\n  const s = new zmq.Dealer({ ${options.map((one) => `${one}: n`).join(', ')} });\n  s.connect("inproc://x");\n}`;
    expect(lines('not known', code, 'Dealer(')).toHaveLength(4);
    expect(lines('not known', code, 'Dealer(')[3]).toMatch(/^\d more$/);
  });
});

describe('a hover on what a socket sends and receives', () => {
  const code = `const s = new zmq.Dealer();
s.connect("inproc://x");
await s.send("a");
const [m] = await s.receive();
for await (const [n] of s) console.log(m, n);`;
  const hovered = (text: string, at: number, path = '/page/a.ts'): string =>
    analyser.service(new Map([[path, text]])).hover(path, at)?.markdown ?? '';

  it.each(['send(', 'receive(', 's) console'])('at %s tells its posture', (at) => {
    const text = `import * as zmq from "zeromq";\n${code}`;
    expect(hovered(text, text.indexOf(at))).toMatch(/^\*\*DEALER socket\*\* `s`/);
  });

  it('in Python, too', () => {
    const text = 'import zmq\ns = zmq.Context().socket(zmq.PULL)\ns.connect("inproc://x")\nm = s.recv()\n';
    expect(hovered(text, text.indexOf('recv('), '/page/a.py')).toMatch(/^\*\*PULL socket\*\* `s`/);
  });
});

describe('a hover is short', () => {
  const text = (endpoint: string): string =>
    `import * as zmq from "zeromq";\nexport async function f(a: string, b: string, c: boolean) {\n  const s = new zmq.Publisher();\n  await s.bind(${endpoint});\n}`;
  const posture = (endpoint: string): string =>
    analyser
      .service(new Map([['/page/a.ts', text(endpoint)]]))
      .hover('/page/a.ts', text(endpoint).indexOf('Publisher('))!.markdown;

  it('says the same address once', () => {
    expect(posture('c ? `tcp://${a}:1` : `tcp://${b}:1`')).toContain('bind `tcp://…:1` ·');
  });

  it('says what holds of this socket first where the message stands beside it, and never both message and page', () => {
    const at = text('"tcp://*:1"').indexOf('"tcp://');
    const service = analyser.service(new Map([['/page/a.ts', text('"tcp://*:1"')]]));
    const parts = (beside: boolean): readonly string[] =>
      service.hover('/page/a.ts', at, beside)!.markdown.split('\n\n---\n\n');
    expect(parts(true).map((part) => part.slice(0, 10))).toEqual(['**PUB sock', '**ENC-01 ·']);
    expect(parts(false).map((part) => part.slice(0, 10))).toEqual(['**ENC-01 ·', '**PUB sock']);
    expect(parts(true)[1]).toContain('Other machines can reach this endpoint');
    expect(parts(true)[1]).not.toContain('in clear text');
    expect(parts(false)[0]).not.toContain('Other machines can reach this endpoint');
    expect(parts(false)[0]).toContain('in clear text');
  });

  it('cuts long addresses', () => {
    expect(posture(JSON.stringify(`tcp://${'a'.repeat(300)}:1`))).toMatch(/bind `tcp:\/\/a{73}…` ·/);
  });

  it('knows that PUB receives nothing but subscriptions', () => {
    expect(posture('"tcp://*:1"')).toContain('- send HWM `1000` (default)');
    expect(posture('"tcp://*:1"')).not.toContain('receive HWM');
  });
});

describe('names, addresses and texts that would be Markdown, HTML or a command', () => {
  const EVIL = [
    '[click](command:workbench.action.terminal.new)',
    '![x](https://e.example.com/x.png)',
    '<img src=x onerror=alert(1)>',
    '`](command:evil)',
    '**bold** # heading',
    '[page](zmq-threat:/hwm_overflow_dos.md)',
    '$(alert) &lt;b&gt;',
    '<a href="command:evil">x</a>',
  ];
  /** All that is not inside a code span: whatever stands there is Markdown. */
  const outside = (markdown: string): string => markdown.replace(/`[^`]*`/g, '');

  it.each(EVIL)('%s stays text', (evil) => {
    const name = JSON.stringify(evil);
    const program = `import * as zmq from "zeromq";
const sockets = { ${name}: new zmq.Pull({ receiveHighWaterMark: 0 }) };
sockets[${name}].plainPassword = ${name};
await sockets[${name}].bind("tcp://*:1/" + ${name});
await sockets[${name}].connect(process.env[${name}]);
sockets[${name}][${name}] = 1;
// zmq-threats: accept unbounded-hwm because ${evil}
const other = new zmq.Push({ sendHighWaterMark: 0 });
`;
    const service = analyser.service(new Map([['/page/a.ts', program]]));
    let hovers = 0;
    for (let at = 0; at < program.length; at++) {
      const hover = service.hover('/page/a.ts', at);
      if (!hover) continue;
      hovers++;
      const markdown = outside(hover.markdown).replaceAll(/\\[^\w\s]/g, '');
      expect(markdown).not.toMatch(/<\w|!\[|&lt;/);
      const links = [...markdown.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target);
      expect(links.filter((target) => !/^zmq-threat:\/\w+\.md(#[\w-]+)?$/.test(target!))).toEqual([]);
    }
    expect(hovers).toBeGreaterThan(50);
  });
});
