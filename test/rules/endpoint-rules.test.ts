/** ENC-01, ENC-02, ENC-03, AUTH-01, AUTH-04, AUTH-09 over models made by hand: order, unknowns and exposure, in no language. */
import { describe, expect, it } from 'vitest';
import { curveWithoutZap } from '../../server/src/rules/curve-without-zap';
import { notATransport } from '../../server/src/rules/not-a-transport';
import { securityAfterBind } from '../../server/src/rules/security-after-bind';
import { unauthenticatedReceiver } from '../../server/src/rules/unauthenticated-receiver';
import { unencryptedEndpoint } from '../../server/src/rules/unencrypted-endpoint';
import { zapEnforceEmptyDomain } from '../../server/src/rules/zap-enforce-empty-domain';
import type { Data } from '../../server/src/model/data';
import type { Rule } from '../../server/src/rules/rule';
import { check, ModelBuilder, oneOf, text, unknown, type SocketBuilder } from '../support/model-builder';

/** Findings of a rule on one socket that `write` sets up. */
function on(
  rule: Rule,
  type: Parameters<ModelBuilder['socket']>[0],
  write: (socket: SocketBuilder, m: ModelBuilder) => void,
) {
  const m = new ModelBuilder();
  write(m.socket(type), m);
  return check(rule, m.model());
}

describe('unencrypted-endpoint', () => {
  const bound = (value: string | Data) => on(unencryptedEndpoint, 'PUB', (s) => void s.bind(value));

  it.each([
    'tcp://*:5556',
    'tcp://0.0.0.0:5556',
    'tcp://[::]:5556',
    'tcp://eth0:5556',
    'tcp://10.0.0.7:5556',
    'tcp://broker:5556',
    'ws://*:80',
    'udp://239.0.0.1:5556',
  ])('reports %s', (endpoint) => {
    expect(bound(endpoint)).toMatchObject([{ exposure: 'remote', confidence: 'high' }]);
  });

  it.each([
    'tcp://127.0.0.1:5556',
    'tcp://127.1.2.3:5',
    'tcp://localhost:5556',
    'tcp://[::1]:5556',
    'tcp://lo:5556',
    'ipc:///tmp/a',
    'inproc://a',
    'curve://*:5556',
    'TCP://*:1',
    'wss://*:1',
    'nonsense',
  ])('is silent on %s', (endpoint) => {
    expect(bound(endpoint)).toEqual([]);
  });

  it('reports a host from outside with medium confidence, silent with a loopback default', () => {
    expect(bound(text('tcp://', unknown(), ':5556'))).toMatchObject([{ confidence: 'medium', exposure: 'remote' }]);
    expect(bound(oneOf(text('tcp://', unknown(), ':5556'), 'tcp://127.0.0.1:5556'))).toEqual([]);
    expect(bound(oneOf(unknown(), 'tcp://127.0.0.1:5556'))).toEqual([]);
    expect(bound(text('tcp://127.0.0.1:', unknown()))).toEqual([]);
    expect(bound(text('tcp://*:', unknown()))).toMatchObject([{ confidence: 'high' }]);
  });

  it('says nothing of an endpoint that is not known at all', () => {
    expect(bound(unknown('parameter'))).toEqual([]);
    expect(bound(text(unknown(), '://host:1'))).toEqual([]);
  });

  it('reports a known remote possibility beside a local one', () => {
    expect(bound(oneOf('tcp://*:5556', 'tcp://127.0.0.1:5556'))).toMatchObject([{ confidence: 'medium' }]);
    expect(bound(oneOf(unknown(), 'tcp://*:5556'))).toMatchObject([{ confidence: 'high' }]);
  });

  it('is silent when CURVE or GSSAPI may be in force, not for PLAIN or for switches that are off', () => {
    const with_ = (write: (s: SocketBuilder, m: ModelBuilder) => void) =>
      on(unencryptedEndpoint, 'REP', (s, m) => {
        write(s, m);
        s.bind('tcp://*:1');
      }).length;
    expect(with_((s) => s.option('CURVE_SERVER', true))).toBe(0);
    expect(with_((s) => s.option('CURVE_SECRETKEY', unknown()))).toBe(0);
    expect(with_((s, m) => m.inArm(1, 0, () => s.option('CURVE_SERVER', true)))).toBe(0);
    expect(with_((s) => s.option('CURVE_SERVER', unknown('configuration')))).toBe(0);
    expect(with_((s) => s.option('CURVE_SERVER', false))).toBe(1);
    expect(with_((s) => s.option('PLAIN_SERVER', true))).toBe(1);
    expect(with_((s) => s.option('GSSAPI_SERVER', true))).toBe(0);
    expect(with_((s) => (s.option('GSSAPI_SERVER', true), s.option('GSSAPI_PLAINTEXT', true)))).toBe(1);
    expect(with_((s) => (s.option('CURVE_SERVER', true), s.option('CURVE_SERVER', false)))).toBe(1);
    for (const what of ['options', 'escapes', 'origin'] as const) expect(with_((s) => s.hide(what))).toBe(0);
    for (const what of ['type', 'context'] as const) expect(with_((s) => s.hide(what))).toBe(1);
  });

  it('is silent when a write of no known order may come first', () => {
    expect(
      on(unencryptedEndpoint, 'REP', (s, m) => {
        m.inTask('method', () => s.bind('tcp://*:1'));
        m.inTask('method', () => s.option('CURVE_SERVER', true));
      }),
    ).toEqual([]);
  });

  it('tells branches that exclude each other from writes that may or may not happen', () => {
    const arms = (on_: (s: SocketBuilder, m: ModelBuilder) => void): number =>
      on(unencryptedEndpoint, 'REP', on_).length;
    expect(
      arms((s, m) => {
        m.inArm(1, 0, () => s.option('CURVE_SERVER', true));
        m.inArm(1, 1, () => s.bind('tcp://*:1'));
      }),
    ).toBe(1);
    // Switched off on one path only: it may still be on.
    expect(
      arms((s, m) => {
        s.option('CURVE_SERVER', true);
        m.inArm(1, 0, () => s.option('CURVE_SERVER', false));
        s.bind('tcp://*:1');
      }),
    ).toBe(0);
  });

  it('leaves late options to security-after-bind', () => {
    expect(
      on(unencryptedEndpoint, 'REP', (s) => {
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', true);
      }),
    ).toEqual([]);
  });

  it('offers no CURVE where it has no effect', () => {
    expect(on(unencryptedEndpoint, 'STREAM', (s) => void s.bind('tcp://*:1'))).toMatchObject([{ fixes: [] }]);
    expect(on(unencryptedEndpoint, 'RADIO', (s) => void s.connect('udp://239.0.0.1:1'))).toMatchObject([{ fixes: [] }]);
  });

  it('sets up a server for a bind and a client for a connect', () => {
    const names = (found: ReturnType<typeof check>) =>
      found[0]?.fixes?.flatMap((fix) => (fix.kind === 'set-options' ? fix.options.map(({ option }) => option) : []));
    expect(names(bound('tcp://*:1'))).toEqual(['CURVE_SERVER', 'CURVE_SECRETKEY', 'ZAP_DOMAIN', 'ZAP_ENFORCE_DOMAIN']);
    expect(names(on(unencryptedEndpoint, 'REQ', (s) => void s.connect('tcp://a:1')))).toEqual([
      'CURVE_SERVERKEY',
      'CURVE_PUBLICKEY',
      'CURVE_SECRETKEY',
    ]);
  });
});

describe('unauthenticated-receiver', () => {
  it('reports receiving types that bind, and no others', () => {
    const count = (type: Parameters<ModelBuilder['socket']>[0]) =>
      on(unauthenticatedReceiver, type, (s) => void s.bind('tcp://*:1')).length;
    for (const type of ['SUB', 'PULL', 'REP', 'ROUTER', 'DEALER', 'PAIR', 'STREAM', 'REQ', 'XSUB'] as const)
      expect([type, count(type)]).toEqual([type, 1]);
    for (const type of ['PUB', 'XPUB', 'PUSH', 'RADIO', 'SCATTER', 'unknown'] as const)
      expect([type, count(type)]).toEqual([type, 0]);
    expect(on(unauthenticatedReceiver, 'PULL', (s) => void s.connect('tcp://a:1'))).toEqual([]);
  });

  it('is satisfied by PLAIN, CURVE or a ZAP domain, and shares its cause with the encryption finding', () => {
    for (const option of ['PLAIN_SERVER', 'CURVE_SERVER', 'ZAP_DOMAIN'] as const) {
      expect(
        on(unauthenticatedReceiver, 'REP', (s) => {
          s.option(option, 'x');
          s.bind('tcp://*:1');
        }),
      ).toEqual([]);
    }
    const m = new ModelBuilder();
    m.socket('REP').bind('tcp://*:1');
    expect(check(unauthenticatedReceiver, m.model())[0]?.cause).toBe(check(unencryptedEndpoint, m.model())[0]?.cause);
  });
});

describe('security-after-bind', () => {
  it('reports the mechanism switch once, with the others as evidence and in the fix', () => {
    const found = on(securityAfterBind, 'REP', (s) => {
      s.bind('tcp://*:1');
      s.option('CURVE_SECRETKEY', unknown());
      s.option('CURVE_SERVER', true, { spelling: 'curveServer' });
      s.option('ZAP_DOMAIN', 'global');
    });
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain('`curveServer`');
    expect(found[0]?.evidence).toHaveLength(3);
    expect(found[0]?.fixes).toMatchObject([{ kind: 'move-before', writes: [{}, {}, {}] }]);
  });

  it('is one finding for several endpoints before the same options', () => {
    expect(
      on(securityAfterBind, 'REP', (s) => {
        s.bind('tcp://*:1');
        s.bind('tcp://*:2');
        s.option('CURVE_SERVER', true);
      }),
    ).toHaveLength(1);
  });

  it.each<[string, (s: SocketBuilder, m: ModelBuilder) => void]>([
    [
      'a later endpoint follows',
      (s) => {
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', true);
        s.bind('tcp://*:2');
      },
    ],
    [
      'the option was set before too',
      (s) => {
        s.option('CURVE_SERVER', true);
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', true);
      },
    ],
    [
      'the option may have been set before',
      (s, m) => {
        m.inArm(1, 0, () => s.option('CURVE_SERVER', true));
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', true);
      },
    ],
    [
      'the order is not known',
      (s, m) => {
        m.inTask('method', () => s.bind('tcp://*:1'));
        m.inTask('method', () => s.option('CURVE_SERVER', true));
      },
    ],
    [
      'the arms exclude each other',
      (s, m) => {
        m.inArm(1, 0, () => s.bind('tcp://*:1'));
        m.inArm(1, 1, () => s.option('CURVE_SERVER', true));
      },
    ],
    [
      'an endpoint of no known order may follow',
      (s, m) => {
        s.bind('tcp://*:1');
        m.inTask('detached', () => s.bind('tcp://*:2'));
        s.option('CURVE_SERVER', true);
      },
    ],
    [
      'the endpoint is inproc',
      (s) => {
        s.bind('inproc://a');
        s.option('CURVE_SERVER', true);
      },
    ],
    [
      'the option switches off',
      (s) => {
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', false);
      },
    ],
    [
      'options may be hidden',
      (s) => {
        s.hide('options');
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', true);
      },
    ],
    [
      'it is another option',
      (s) => {
        s.bind('tcp://*:1');
        s.option('LINGER', 0);
      },
    ],
    [
      'bind and write share a loop',
      (s, m) =>
        m.inLoop(() => {
          s.bind('tcp://*:1');
          s.option('CURVE_SERVER', true);
        }),
    ],
  ])('is silent when %s', (_, write) => {
    expect(on(securityAfterBind, 'REP', write)).toEqual([]);
  });

  it('says less of an endpoint whose mechanism is in force already', () => {
    const late = (option: 'ZAP_DOMAIN' | 'CURVE_SECRETKEY') =>
      on(securityAfterBind, 'REP', (s) => {
        s.option('CURVE_SERVER', true);
        s.bind('tcp://*:1');
        s.option(option, 'x');
      })[0];
    expect(late('ZAP_DOMAIN')).toMatchObject({ impact: 'high' });
    expect(late('CURVE_SECRETKEY')).toMatchObject({ impact: 'medium' });
    expect(late('CURVE_SECRETKEY')?.message).not.toContain('accepted');
    expect(
      on(securityAfterBind, 'REP', (s) => {
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', true);
      })[0]?.impact,
    ).toBeUndefined();
  });
  it('reports loopback too: only the level is lower', () => {
    expect(
      on(securityAfterBind, 'REP', (s) => {
        s.bind('tcp://127.0.0.1:1');
        s.option('CURVE_SERVER', true);
      }),
    ).toMatchObject([{ exposure: 'local' }]);
  });
});

describe('not-a-transport', () => {
  const bound = (value: string | Data) => on(notATransport, 'SUB', (s) => void s.connect(value));
  it.each(['curve://a:1', 'gssapi://a:1', 'tls://a:1', 'TCP://a:1', 'wss://a:1'])('reports %s', (endpoint) =>
    expect(bound(endpoint)).toHaveLength(1),
  );
  it.each(['tcp://a:1', 'ipc://a', 'ws://a:1', 'no scheme', '@tcp://a:1'])('is silent on %s', (endpoint) =>
    expect(bound(endpoint)).toEqual([]),
  );
  it('needs to know the scheme only', () => {
    expect(bound(text('curve://', unknown(), ':1'))).toHaveLength(1);
    expect(bound(text(unknown(), '://a:1'))).toEqual([]);
  });
  it('adds the options to the fix where they are missing', () => {
    expect(bound('curve://a:1')[0]?.fixes).toMatchObject([{ kind: 'all' }]);
    expect(
      on(notATransport, 'SUB', (s) => {
        s.option('CURVE_SERVERKEY', unknown());
        s.connect('curve://a:1');
      })[0]?.fixes,
    ).toMatchObject([{ kind: 'change-scheme', scheme: 'tcp' }]);
  });
});

describe('curve-without-zap', () => {
  const server = (s: SocketBuilder) => {
    s.option('CURVE_SERVER', true);
    s.bind('tcp://*:1');
  };
  const run = (write: (s: SocketBuilder, m: ModelBuilder) => void) => on(curveWithoutZap, 'REP', write);

  it('reports a server nobody answers for', () => expect(run(server)).toHaveLength(1));
  it('waits for the whole program', () =>
    expect(
      run((s, m) => {
        m.complete = false;
        server(s);
      }),
    ).toEqual([]));
  it('accepts a handler, also one that only may be it', () => {
    expect(
      run((s, m) => {
        m.socket('REP').bind('inproc://zeromq.zap.01');
        server(s);
      }),
    ).toEqual([]);
    expect(
      run((s, m) => {
        m.socket('ROUTER').bind(unknown('parameter'));
        server(s);
      }),
    ).toEqual([]);
    expect(
      run((s, m) => {
        m.socket('REP').bind(text('inproc://', unknown()));
        server(s);
      }),
    ).toEqual([]);
    expect(
      run((s, m) => {
        m.socket('PULL').bind(unknown('parameter'));
        server(s);
      }),
    ).toHaveLength(1);
    expect(
      run((s, m) => {
        m.socket('REP').bind('inproc://other');
        server(s);
      }),
    ).toHaveLength(1);
  });
  it('accepts an enforced domain and leaves an empty one to its own rule', () => {
    expect(
      run((s) => {
        s.option('ZAP_DOMAIN', 'a');
        s.option('ZAP_ENFORCE_DOMAIN', true);
        server(s);
      }),
    ).toEqual([]);
    expect(
      run((s) => {
        s.option('ZAP_ENFORCE_DOMAIN', true);
        server(s);
      }),
    ).toEqual([]);
    expect(
      run((s) => {
        s.option('ZAP_DOMAIN', 'a');
        server(s);
      }),
    ).toMatchObject([{ fixes: [{ options: [{ option: 'ZAP_ENFORCE_DOMAIN' }] }] }]);
  });
  it('does not guess', () => {
    expect(
      run((s) => {
        s.hide('options');
        server(s);
      }),
    ).toEqual([]);
    expect(
      run((s) => {
        s.option('CURVE_SERVER', unknown('configuration'));
        s.bind('tcp://*:1');
      }),
    ).toEqual([]);
    expect(
      run((s) => {
        s.bind('tcp://*:1');
        s.option('CURVE_SERVER', true);
      }),
    ).toEqual([]);
  });
});

describe('zap-enforce-empty-domain', () => {
  const run = (write: (s: SocketBuilder, m: ModelBuilder) => void) =>
    on(zapEnforceEmptyDomain, 'REP', (s, m) => {
      write(s, m);
      s.bind('tcp://*:1');
    });
  it('reports an absent and an empty domain', () => {
    expect(run((s) => s.option('ZAP_ENFORCE_DOMAIN', 1))).toMatchObject([{ fixes: [{ kind: 'set-options' }] }]);
    expect(
      run((s) => {
        s.option('ZAP_ENFORCE_DOMAIN', 1);
        s.option('ZAP_DOMAIN', '');
      }),
    ).toMatchObject([{ fixes: [{ kind: 'replace-value' }] }]);
  });
  it('leaves a domain that comes late to security-after-bind', () => {
    const late = on(zapEnforceEmptyDomain, 'REP', (s) => {
      s.option('ZAP_ENFORCE_DOMAIN', 1);
      s.bind('tcp://*:1');
      s.option('ZAP_DOMAIN', 'a');
    });
    expect(late).toEqual([]);
  });
  it('is silent when a domain may be there', () => {
    expect(
      run((s) => {
        s.option('ZAP_ENFORCE_DOMAIN', 1);
        s.option('ZAP_DOMAIN', unknown());
      }),
    ).toEqual([]);
    expect(
      run((s, m) => {
        s.option('ZAP_ENFORCE_DOMAIN', 1);
        m.inArm(1, 0, () => s.option('ZAP_DOMAIN', 'a'));
      }),
    ).toEqual([]);
    expect(
      run((s) => {
        s.hide('options');
        s.option('ZAP_ENFORCE_DOMAIN', 1);
      }),
    ).toEqual([]);
    expect(run((s) => s.option('ZAP_ENFORCE_DOMAIN', 0))).toEqual([]);
  });
});
