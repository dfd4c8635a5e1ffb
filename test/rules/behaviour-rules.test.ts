/** Queues, sinks, repetition and packages over models made by hand. */
import { describe, expect, it } from 'vitest';
import { codeFromMessage } from '../../server/src/rules/code-from-message';
import { concurrentReceive } from '../../server/src/rules/concurrent-receive';
import { ignoredOptionName } from '../../server/src/rules/ignored-option-name';
import { overlappingSends } from '../../server/src/rules/overlapping-sends';
import { sizeLimitAfterBind } from '../../server/src/rules/size-limit-after-bind';
import { socketPerRequest } from '../../server/src/rules/socket-per-request';
import { unawaitedHandler } from '../../server/src/rules/unawaited-handler';
import { unboundedHwm } from '../../server/src/rules/unbounded-hwm';
import { unlimitedMessageSize } from '../../server/src/rules/unlimited-message-size';
import { pathFromMessage } from '../../server/src/rules/path-from-message';
import { sizeFromMessage } from '../../server/src/rules/size-from-message';
import { unsafeDeserialization } from '../../server/src/rules/unsafe-deserialization';
import { unvalidatedHwm } from '../../server/src/rules/unvalidated-hwm';
import { advisories } from '../../server/src/rules/support/holes';
import { vulnerablePackage } from '../../server/src/rules/vulnerable-package';
import type { SocketType } from '../../server/src/model/model';
import type { Rule } from '../../server/src/rules/rule';
import { check, ModelBuilder, oneOf, unknown, type SocketBuilder } from '../support/model-builder';

function on(rule: Rule, type: SocketType, write: (socket: SocketBuilder, m: ModelBuilder) => void) {
  const m = new ModelBuilder();
  write(m.socket(type), m);
  return check(rule, m.model());
}

describe('unbounded-hwm', () => {
  const zero = (type: SocketType, option: 'SNDHWM' | 'RCVHWM', endpoint = 'tcp://127.0.0.1:1') =>
    on(unboundedHwm, type, (s) => {
      s.option(option, 0);
      s.bind(endpoint);
    }).length;
  it('reports 0 in a direction the socket uses', () => {
    expect([zero('PUSH', 'SNDHWM'), zero('PULL', 'RCVHWM'), zero('ROUTER', 'RCVHWM'), zero('PUB', 'SNDHWM')]).toEqual([
      1, 1, 1, 1,
    ]);
    expect([zero('PULL', 'SNDHWM'), zero('PUSH', 'RCVHWM'), zero('PUB', 'RCVHWM')]).toEqual([0, 0, 0]);
  });
  it('leaves out lock-step and inproc', () => {
    expect([zero('REQ', 'SNDHWM'), zero('REP', 'RCVHWM'), zero('PAIR', 'SNDHWM', 'inproc://a')]).toEqual([0, 0, 0]);
  });
  it('needs a known 0 that stays', () => {
    expect(on(unboundedHwm, 'PUSH', (s) => void s.option('SNDHWM', unknown()))).toEqual([]);
    expect(on(unboundedHwm, 'PUSH', (s) => void s.option('SNDHWM', -1))).toEqual([]);
    expect(on(unboundedHwm, 'PUSH', (s) => void s.option('SNDHWM', oneOf(unknown(), 0)))).toMatchObject([
      { confidence: 'medium', fixes: [] },
    ]);
    expect(
      on(unboundedHwm, 'PUSH', (s) => {
        s.option('SNDHWM', 0);
        s.option('SNDHWM', 10);
        s.bind('tcp://*:1');
      }),
    ).toEqual([]);
    expect(
      on(unboundedHwm, 'PUSH', (s, m) => {
        s.option('SNDHWM', 0);
        m.inArm(1, 0, () => s.option('SNDHWM', 10));
        s.bind('tcp://*:1');
      }),
    ).toHaveLength(1);
  });
});

describe('unvalidated-hwm', () => {
  const value = (v: Parameters<SocketBuilder['option']>[1]) =>
    on(unvalidatedHwm, 'PUSH', (s) => void s.option('SNDHWM', v));
  it('needs a number that can still be NaN', () => {
    expect(value(unknown('environment', { numeric: { nan: true }, detail: 'process.env.HWM' }))[0]?.message).toContain(
      'process.env.HWM',
    );
    expect(value(oneOf(unknown('environment', { numeric: { nan: true } }), 5))).toHaveLength(1);
    expect(value(unknown('environment', { numeric: { nan: false } }))).toEqual([]);
    expect(value(unknown())).toEqual([]);
    expect(value(unknown('limit', { numeric: { nan: true } }))).toEqual([]);
  });
});

describe('ignored-option-name', () => {
  it('reports what was meant as an option and is ignored', () => {
    expect(on(ignoredOptionName, 'PUSH', (s, m) => void m.ignore(s, 'sndhwm', 'SNDHWM'))).toMatchObject([
      { fixes: [{ kind: 'respell-option', option: 'SNDHWM' }] },
    ]);
    expect(on(ignoredOptionName, 'PUSH', (s, m) => void m.ignore(s, 'label', undefined))).toEqual([]);
    expect(on(ignoredOptionName, 'PUSH', (s, m) => void m.ignore(s, 'hwm', 'SNDHWM', 'throws'))).toEqual([]);
  });
});

describe('size-limit-after-bind', () => {
  it('reports a limit that comes late, and only a limit', () => {
    expect(
      on(sizeLimitAfterBind, 'PULL', (s) => {
        s.bind('tcp://*:1');
        s.option('MAXMSGSIZE', 1000);
      }),
    ).toMatchObject([{ exposure: 'remote', fixes: [{ kind: 'move-before' }] }]);
    expect(
      on(sizeLimitAfterBind, 'PULL', (s) => {
        s.bind('tcp://*:1');
        s.option('MAXMSGSIZE', -1);
      }),
    ).toEqual([]);
    expect(
      on(sizeLimitAfterBind, 'PUSH', (s) => {
        s.bind('tcp://*:1');
        s.option('MAXMSGSIZE', 1000);
      }),
    ).toEqual([]);
    expect(
      on(sizeLimitAfterBind, 'PULL', (s) => {
        s.option('MAXMSGSIZE', 1000);
        s.bind('tcp://*:1');
      }),
    ).toEqual([]);
    expect(
      on(sizeLimitAfterBind, 'PULL', (s) => {
        s.bind('inproc://a');
        s.option('MAXMSGSIZE', 1000);
      }),
    ).toEqual([]);
  });
});

describe('unlimited-message-size', () => {
  it('reports an explicit -1 on a receiver that is not inproc', () => {
    const run = (type: SocketType, value: number, endpoint?: string) =>
      on(unlimitedMessageSize, type, (s) => {
        s.option('MAXMSGSIZE', value);
        if (endpoint) s.bind(endpoint);
      });
    expect(run('PULL', -1, 'tcp://*:1')).toMatchObject([{ exposure: 'remote' }]);
    expect(run('PULL', -1, 'tcp://127.0.0.1:1')).toMatchObject([{ exposure: 'local' }]);
    expect(run('PULL', -1)).toMatchObject([{ exposure: 'unknown' }]);
    expect(run('PULL', -1, 'inproc://a')).toEqual([]);
    expect(run('PUSH', -1, 'tcp://*:1')).toEqual([]);
    expect(run('PULL', 1000, 'tcp://*:1')).toEqual([]);
  });
});

describe.each([
  ['unsafe-deserialization', unsafeDeserialization, 'deserialize'],
  ['code-from-message', codeFromMessage, 'execute'],
] as const)('%s', (_, rule, kind) => {
  const run = (endpoint: string, more = {}) =>
    on(rule, 'PULL', (s, m) => {
      s.connect(endpoint);
      m.sink(kind, [s.receive()], more);
    });
  it('reports received data, everywhere but inside the process', () => {
    expect(run('tcp://a:1')).toMatchObject([{ confidence: 'high' }]);
    expect(run('ipc://a')).toMatchObject([{ confidence: 'medium' }]);
    expect(run('inproc://a')).toEqual([]);
  });
  it('accepts verified data, other data and other calls', () => {
    expect(run('tcp://a:1', { verified: true })).toEqual([]);
    expect(run('tcp://a:1', { taint: [] })).toEqual([]);
    expect(run('tcp://a:1', { kind: 'parse' })).toEqual([]);
  });
});

describe.each([
  ['path-from-message', pathFromMessage, 'path'],
  ['size-from-message', sizeFromMessage, 'allocate'],
] as const)('%s', (_, rule, kind) => {
  const run = (endpoint: string, more = {}) =>
    on(rule, 'PULL', (s, m) => {
      s.connect(endpoint);
      m.sink(kind, [s.receive()], more);
    });
  it('reports received data that nobody compared with anything', () => {
    expect(run('tcp://a:1')).toMatchObject([{ confidence: 'high' }]);
    expect(run('inproc://a')).toEqual([]);
    expect(run('tcp://a:1', { checked: true })).toEqual([]);
    expect(run('tcp://a:1', { verified: true })).toEqual([]);
    expect(run('tcp://a:1', { kind: 'parse' })).toEqual([]);
  });
});

describe('unawaited-handler', () => {
  it('reports dropped and chained asynchronous work per message', () => {
    const loop = (type: SocketType, settled: 'dropped' | 'chained' | 'awaited' | 'stored', more = {}) =>
      on(unawaitedHandler, type, (s, m) =>
        m.inLoop(() => m.handlerCall(s.receive('sync', { continuous: true }), settled, more), { socket: s.id }),
      );
    expect(loop('PULL', 'dropped')).toMatchObject([{ fixes: [{ kind: 'await-call' }] }]);
    expect(loop('PULL', 'chained')).toMatchObject([{ fixes: [] }]);
    expect(loop('PULL', 'awaited')).toEqual([]);
    expect(loop('PULL', 'stored')).toEqual([]);
    expect(loop('REP', 'dropped')).toEqual([]);
    expect(loop('PULL', 'dropped', { limited: true })).toEqual([]);
    expect(loop('PULL', 'dropped', { async: false })).toEqual([]);
  });
  it('knows a message handler, which awaiting would not change, and a single receive, which is no loop', () => {
    expect(
      on(unawaitedHandler, 'SUB', (s, m) => {
        const read = s.receive('sync', { continuous: true });
        m.inTask('message', () => m.handlerCall(read, 'dropped'), { repeats: true, socket: s.id });
      }),
    ).toMatchObject([{ fixes: [] }]);
    expect(on(unawaitedHandler, 'SUB', (s, m) => void m.handlerCall(s.receive(), 'dropped'))).toEqual([]);
  });
  it('is less sure of what happens in functions further down', () => {
    expect(
      on(unawaitedHandler, 'PULL', (s, m) => {
        const elsewhere = m.place();
        m.inLoop(() => m.handlerCall(s.receive('sync', { continuous: true }), 'dropped', { place: elsewhere }), {
          socket: s.id,
        });
      }),
    ).toMatchObject([{ confidence: 'low', fixes: [] }]);
  });
});

describe('socket-per-request', () => {
  const made = (where: (m: ModelBuilder, make: () => SocketBuilder) => void, more = {}) => {
    const m = new ModelBuilder();
    where(m, () => m.socket('PUSH', more));
    return check(socketPerRequest, m.model());
  };
  it.each(['request', 'message', 'timer'] as const)('reports one per %s', (kind) => {
    expect(made((m, make) => m.inTask(kind, make, { repeats: true }))).toHaveLength(1);
  });
  it('reports one per message of a loop, not one per item of a list', () => {
    expect(made((m, make) => m.inLoop(make, { socket: 7 }))).toHaveLength(1);
    expect(made((m, make) => m.inLoop(make, { endless: true }))).toHaveLength(1);
    expect(made((m, make) => m.inLoop(make))).toEqual([]);
    expect(made((m, make) => m.inLoop(make, { rounds: 10 }))).toEqual([]);
    expect(made((m, make) => m.inTask('entry', make))).toEqual([]);
  });
  it('accepts closed, kept and escaping sockets', () => {
    expect(made((m, make) => m.inTask('request', () => make().close(), { repeats: true }))).toEqual([]);
    expect(made((m, make) => m.inTask('request', () => make().hide('escapes'), { repeats: true }))).toEqual([]);
    expect(made((m, make) => m.inTask('request', make, { repeats: true }), { kept: true })).toEqual([]);
  });
  it('reports kept sockets that only pile up', () => {
    expect(made((m, make) => m.inTask('request', () => make().send(), { repeats: true }), { kept: true })).toHaveLength(
      1,
    );
    // Made only where there is none yet: a pool.
    expect(
      made((m, make) => m.inTask('request', () => m.inArm(1, 0, make).send(), { repeats: true }), { kept: true }),
    ).toEqual([]);
  });
  it('reports a context once, with its sockets', () => {
    const m = new ModelBuilder();
    m.inTask('request', () => m.socket('REQ', { context: m.context() }), { repeats: true });
    expect(check(socketPerRequest, m.model())).toHaveLength(1);
  });
});

describe('overlapping-sends', () => {
  it('reports an un-awaited send in a loop, whatever collects it', () => {
    for (const settled of ['dropped', 'chained', 'collected', 'stored'] as const) {
      expect(on(overlappingSends, 'PUSH', (s, m) => m.inLoop(() => s.send(settled)))).toHaveLength(1);
    }
    expect(on(overlappingSends, 'PUSH', (s, m) => m.inLoop(() => s.send('awaited')))).toEqual([]);
    expect(on(overlappingSends, 'PUSH', (s, m) => m.inLoop(() => s.send('dropped', { exclusive: false })))).toEqual([]);
    expect(on(overlappingSends, 'PUSH', (s, m) => m.inLoop(() => s.send('dropped'), { rounds: 1 }))).toEqual([]);
  });
  it('knows one send per tick', () => {
    const paced = (type: SocketType) =>
      on(overlappingSends, type, (s, m) =>
        m.inLoop(
          () => {
            s.send('dropped');
            m.wait();
          },
          { endless: true },
        ),
      );
    expect(paced('PUB')).toEqual([]);
    expect(paced('PUSH')).toMatchObject([{ confidence: 'medium' }]);
  });
  it('knows lock-step', () => {
    expect(
      on(overlappingSends, 'REP', (s, m) =>
        m.inLoop(
          () => {
            s.receive();
            s.send('dropped');
          },
          { socket: s.id },
        ),
      ),
    ).toEqual([]);
  });
  it('reports the first of two in a row, unless something is awaited between', () => {
    const m = new ModelBuilder();
    const s = m.socket('PUSH');
    const first = s.send('dropped');
    s.send('awaited');
    expect(check(overlappingSends, m.model())).toMatchObject([{ place: first.place, confidence: 'high' }]);
    expect(
      on(overlappingSends, 'PUSH', (s2, m2) => {
        s2.send('dropped');
        m2.wait();
        s2.send('awaited');
      }),
    ).toEqual([]);
    expect(
      on(overlappingSends, 'PUSH', (s2, m2) => {
        m2.inArm(1, 0, () => s2.send('dropped'));
        m2.inArm(1, 1, () => s2.send('dropped'));
      }),
    ).toEqual([]);
  });
  it('accepts a single one, one per tick of a timer, and a new socket each round', () => {
    expect(on(overlappingSends, 'PUSH', (s) => void s.send('dropped'))).toEqual([]);
    expect(
      on(overlappingSends, 'PUB', (s, m) => m.inTask('timer', () => s.send('dropped'), { repeats: true })),
    ).toEqual([]);
    const m = new ModelBuilder();
    m.inLoop(() => m.socket('PUSH').send('dropped'));
    expect(check(overlappingSends, m.model())).toEqual([]);
  });
  it('reports two per tick, and a wrapper nobody can wait for', () => {
    expect(
      on(overlappingSends, 'PUB', (s, m) =>
        m.inTask(
          'timer',
          () => {
            s.send('dropped');
            s.send('dropped');
          },
          { repeats: true },
        ),
      ),
    ).toMatchObject([{ confidence: 'high' }]);
    expect(on(overlappingSends, 'DEALER', (s, m) => m.inTask('method', () => s.send('chained')))).toMatchObject([
      { confidence: 'medium' },
    ]);
    expect(on(overlappingSends, 'DEALER', (s, m) => m.inTask('method', () => s.send('returned')))).toEqual([]);
    const m = new ModelBuilder();
    m.inTask('entry', () => m.socket('PUSH').send('dropped'));
    expect(check(overlappingSends, m.model())).toEqual([]);
  });
});

describe('concurrent-receive', () => {
  it('reports races and un-awaited reads in a loop, not collected ones', () => {
    for (const settled of ['raced', 'dropped', 'stored'] as const)
      expect(on(concurrentReceive, 'PULL', (s, m) => m.inLoop(() => s.receive(settled)))).toHaveLength(1);
    for (const settled of ['awaited', 'collected'] as const)
      expect(on(concurrentReceive, 'PULL', (s, m) => m.inLoop(() => s.receive(settled)))).toEqual([]);
    expect(on(concurrentReceive, 'PULL', (s) => void s.receive('raced'))).toEqual([]);
  });
  it('reports a timer that reads, although it awaits', () => {
    expect(
      on(concurrentReceive, 'SUB', (s, m) => m.inTask('timer', () => s.receive('awaited'), { repeats: true })),
    ).toHaveLength(1);
    expect(on(concurrentReceive, 'SUB', (s, m) => m.inTask('timer', () => s.receive('awaited')))).toEqual([]);
  });
  it('reports the second of two readers', () => {
    const m = new ModelBuilder();
    const s = m.socket('PULL');
    m.inTask('detached', () => s.receive('sync', { continuous: true }));
    const second = m.inTask('detached', () => s.receive('sync', { continuous: true }));
    expect(check(concurrentReceive, m.model())).toMatchObject([{ place: second.place }]);
  });
  it('takes one place that is run twice for one reader', () => {
    const m = new ModelBuilder();
    const s = m.socket('PULL');
    const place = m.place();
    for (let i = 0; i < 2; i++) m.inTask('detached', () => s.receive('sync', { continuous: true, place }));
    expect(check(concurrentReceive, m.model())).toEqual([]);
  });
  it('does not guess about methods nobody calls, and accepts one after the other', () => {
    expect(
      on(concurrentReceive, 'PULL', (s, m) => {
        for (let i = 0; i < 2; i++) m.inTask('method', () => s.receive('sync', { continuous: true }));
      }),
    ).toEqual([]);
    expect(
      on(concurrentReceive, 'PULL', (s) => {
        s.receive();
        s.receive();
      }),
    ).toEqual([]);
    expect(
      on(concurrentReceive, 'PULL', (s) => {
        s.receive('collected');
        s.receive('collected');
      }),
    ).toHaveLength(1);
  });
});

describe('vulnerable-package', () => {
  const run = (name: string, range: string) => {
    const m = new ModelBuilder();
    m.package(name, range);
    return check(vulnerablePackage, m.model())[0];
  };
  it.each([
    ['zeromq', '4.6.0'],
    ['zeromq', '^5.3.1'],
    ['zeromq', '~4.2.0'],
    ['zeromq', '6.0.0-beta.6'],
    ['zmq', '^2.15.3'],
    ['zeromq', '<6.0.0-beta.7'],
    ['zeromq', '3.1.0'],
  ])('%s %s is certain', (name, range) => {
    expect(run(name, range)).toMatchObject({ confidence: 'high' });
  });
  it.each([
    ['zeromq', '>=5'],
    ['zeromq', '^6.0.0-beta.6'],
    ['zeromq', '5 || 6'],
  ])('%s %s also allows fixed versions', (name, range) => {
    expect(run(name, range)).toMatchObject({ confidence: 'low' });
  });
  it.each([
    ['zeromq', '^6.0.0'],
    ['zeromq', '6.0.0-beta.7'],
    ['zeromq', '6.0.0-beta.19'],
    ['zeromq', '^6.0.0-beta.16'],
    ['zeromq', '*'],
    ['zeromq', 'latest'],
    ['zeromq', 'github:zeromq/zeromq.js'],
    ['zeromq', 'workspace:*'],
    ['zeromq-mock', '5.3.1'],
    ['@vscode/zeromq', '0.2.7'],
  ])('%s %s is fine', (name, range) => {
    expect(run(name, range)).toBeUndefined();
  });
  it('knows what each libzmq has', () => {
    expect(advisories('4.2.2')).toHaveLength(7);
    expect(advisories('4.3.2')).toHaveLength(5);
    expect(advisories('4.3.3')).toEqual([]);
    expect(advisories('4.1.8')).toEqual([]);
    expect(advisories('4.1.5')).toEqual(['CVE-2019-13132', 'CVE-2021-20236', 'CVE-2020-15166', 'CVE-2021-20234']);
  });
});
