import { beforeAll, describe, expect, it } from 'vitest';
import type { ThreatService } from '../../server/src/service-types';
import { Analyser, loadFrontends } from '../support/analyse';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const Z85 = 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7';
const service = (files: Readonly<Record<string, string>>): ThreatService =>
  analyser.service(new Map(Object.entries(files)));

function hover(code: string, at: string): string | undefined {
  const text = `import * as zmq from "zeromq";\n${code}`;
  return service({ '/page/a.ts': text }).hover('/page/a.ts', text.indexOf(at))?.markdown;
}

describe('a hover', () => {
  it('on a finding: what, why, evidence, pages', () => {
    const text = `import * as zmq from "zeromq";\nconst push = new zmq.Push();\nawait push.bind("tcp://*:5555");`;
    const found = service({ '/page/a.ts': text }).hover('/page/a.ts', text.indexOf('tcp:'))!;
    expect(text.slice(found.range.start, found.range.end)).toBe('"tcp://*:5555"');
    expect(found.markdown).toContain('**ENC-01 · ');
    expect(found.markdown).toContain('`tcp://*:5555` is reachable from other machines');
    expect(found.markdown).toContain('- line 2: the socket is made here');
    expect(found.markdown).toContain(
      '[About this rule](zmq-threat:/unencrypted_sensitive_data_transmission.md#unencrypted-endpoint)',
    );
    expect(found.pages).toEqual([{ threat: 'unencrypted_sensitive_data_transmission', rule: 'unencrypted-endpoint' }]);
  });

  it('on a socket: its posture', () => {
    const code = `const pull = new zmq.Pull({ maxMessageSize: 1000 });\nawait pull.bind("tcp://127.0.0.1:5555");`;
    expect(hover(code, 'Pull(')).toBe(
      [
        '**PULL socket** `pull`',
        '',
        '- bind `tcp://127.0.0.1:5555` · reach: this machine · no encryption, no authentication',
        '- receive HWM `1000` (default) · max message size `1000`',
        '- posture: [Default high-water mark](zmq-threat:/hwm_overflow_dos.md#default-hwm) (line 2)',
      ].join('\n'),
    );
  });

  it.each([
    [
      'CURVE',
      `const s = new zmq.Reply({ curveServer: true, curveSecretKey: process.env.KEY, zapDomain: "x", zapEnforceDomain: true });\nawait s.bind("tcp://*:1");`,
      'Reply(',
      'reach: other machines · encrypted',
    ],
    [
      'inproc',
      `const s = new zmq.Pair();\nawait s.bind("inproc://x");`,
      'Pair(',
      '- bind `inproc://x` · reach: this process\n',
    ],
    ['no endpoint', `const s = new zmq.Pair();`, 'Pair(', 'no bind or connect seen'],
    [
      'lock-step',
      `const s = new zmq.Request();\ns.connect("ipc:///x");`,
      'Request(',
      'max message size no limit (default)',
    ],
    ['not known', `const s = new zmq.Push();\ns.connect(process.env.A!);`, 'Push(', 'reach: not known'],
    [
      'an HWM of nothing',
      `const s = new zmq.Push({ sendHighWaterMark: 0 });\ns.connect("ipc:///x");`,
      'Push(',
      'send HWM no limit',
    ],
  ])('knows %s', (_, code, at, expected) => {
    expect(`${hover(code, at)}\n`).toContain(expected);
  });

  it('shows no key material and no Markdown of the code’s own', () => {
    const code = `const s = new zmq.Reply();\nawait s.bind("tcp://*:5555/[x](command:evil)\`<img>");\ns.curveSecretKey = "${Z85}";`;
    for (const at of ['tcp:', 'Reply', 'curveSecretKey', Z85]) {
      const markdown = hover(code, at) ?? '';
      expect(markdown).not.toContain(Z85);
      // Outside code spans nothing of the code may be a link or a tag.
      expect(markdown.replace(/`[^`]*`/g, '')).not.toMatch(/command:|<img/);
    }
  });

  it('says nothing elsewhere', () => {
    expect(hover('const x = 1;\nconst s = new zmq.Pair();', 'const x')).toBeUndefined();
  });
});
