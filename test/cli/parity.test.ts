/** The editor and the command line find the same: one reads a folder, the other is handed files one by one, in any order. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frontend } from '../../server/src/frontends/frontend';
import { toldNothing, type FileResult, type ServiceHost, type ThreatService } from '../../server/src/service-types';
import { createService } from '../../server/src/service';
import { catalogue } from '../../server/src/threats/load';
import { scan } from '../../server/src/host/scan';
import { loadFrontends } from '../support/analyse';
import { folderOf, PULL } from '../support/cli';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

const FILES = {
  'package.json': '{ "name": "app", "dependencies": { "zeromq": "^6.0.0" } }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"] } } }',
  '.zmq-threats.jsonc': '{ "exclude": ["src/skipped.ts"], "rules": { "SIZE-17": "error" } }',
  'src/lib/config.ts':
    'export const limits = { sendHighWaterMark: 0 };\nexport const endpoint = process.env.ENDPOINT ?? "tcp://*:5555";\n',
  'src/lib/bus.ts': `import * as zmq from 'zeromq';
import { limits, endpoint } from './config.js';
export class Bus {
  readonly socket = new zmq.Push({ ...limits });
  async open(address = endpoint): Promise<void> {
    await this.socket.bind(address);
  }
}
`,
  'src/lib/index.ts': `export * from './bus.js';`,
  'src/main.ts': `import { Bus } from '@lib/index';\nawait new Bus().open('tcp://0.0.0.0:1');\n`,
  'src/pull.ts': PULL.replace(
    '0 });',
    '0, maxMessageSize: -1 }); // zmq-threats: accept HWM-01 because the producer is paced',
  ),
  'src/skipped.ts': PULL,
  'py/app/__init__.py': '',
  'py/app/server.py':
    'import zmq\nfrom .settings import ADDRESS\n\nsock = zmq.Context().socket(zmq.PULL)\nsock.rcvhwm = 0\nsock.bind(ADDRESS)\nwhile True:\n    print(sock.recv_pyobj())\n',
  'py/app/settings.py': 'ADDRESS = "tcp://*:6000"\n',
};

const NAMES = Object.keys(FILES).filter((name) => name !== '.zmq-threats.jsonc');

function serviceFor(folder: string, changes: Partial<ServiceHost> = {}): ThreatService {
  const files = new Map(Object.entries(FILES).map(([name, text]) => [`${folder}/${name}`, text]));
  return createService({
    catalogue: catalogue(),
    host: {
      exists: (path) => files.has(path),
      readText: (path) => files.get(path),
      frontend: (language) => frontends.get(language),
      today: () => '2026-06-01',
      log: (message) => expect(message).toBe(''),
      ...changes,
    },
  });
}

function editor(
  folder: string,
  order: readonly string[],
  between: (service: ThreatService) => void,
  changes: Partial<ServiceHost> = {},
): readonly FileResult[] {
  const service = serviceFor(folder, changes);
  service.setRoots([folder]);
  service.setConfiguration(folder, FILES['.zmq-threats.jsonc']);
  for (const name of order) {
    service.update({ path: `${folder}/${name}`, text: FILES[name as keyof typeof FILES] });
    between(service);
  }
  service.setComplete(true);
  between(service);
  return service.all();
}

function scanned(folder: string): ReturnType<typeof scan> {
  return scan({ paths: ['.'], folder, today: '2026-06-01', log: (message) => expect(message).toBe('') });
}

describe('parity', () => {
  it('whatever comes first, and whatever is asked on the way', async () => {
    const folder = folderOf(FILES);
    const { results } = await scanned(folder);
    const rules = results.flatMap((result) =>
      result.findings.map((finding) => `${finding.file.slice(folder.length + 1)} ${finding.rule}`),
    );
    expect(rules).toEqual([
      'py/app/server.py unbounded-hwm',
      'py/app/server.py unauthenticated-receiver',
      'py/app/server.py unencrypted-endpoint',
      'py/app/server.py unsafe-deserialization',
      'src/lib/bus.ts unencrypted-endpoint',
      'src/lib/config.ts unbounded-hwm',
      'src/pull.ts unbounded-hwm',
      'src/pull.ts unlimited-message-size',
      'src/pull.ts unauthenticated-receiver',
      'src/pull.ts unencrypted-endpoint',
    ]);
    expect(editor(folder, NAMES, () => undefined)).toEqual(results);
    expect(editor(folder, [...NAMES].reverse(), (service) => void service.all())).toEqual(results);
    const half = Math.floor(NAMES.length / 2);
    expect(
      editor(folder, [...NAMES.slice(half), ...NAMES.slice(0, half)], (service) =>
        service.stale().forEach((path) => void service.results(path)),
      ),
    ).toEqual(results);
  });

  /** A replica behind a border that only plain data crosses. */
  function viaReplica(folder: string) {
    const replica = serviceFor(folder);
    const told = toldNothing();
    return ({ elsewhere }: ThreatService, judged: string[]): void => {
      for (const order of elsewhere.pending()) {
        replica.elsewhere.replay(structuredClone(elsewhere.changes(told)));
        const answer = structuredClone(replica.elsewhere.judge(order.id));
        expect(elsewhere.adopt(answer!)).toBe(true);
        judged.push(...order.own.map((path) => path.slice(folder.length + 1)));
      }
    };
  }

  it.each([
    ['every file is closed', []],
    ['one is open', ['src/pull.ts']],
    ['what others are made of is open', ['src/lib/config.ts', 'py/app/settings.py']],
  ])('whoever judges: %s', async (_what, open) => {
    const folder = folderOf(FILES);
    const { results, service } = await scanned(folder);
    const here = new Set(open.map((name) => `${folder}/${name}`));
    const judge = viaReplica(folder);
    const judged: string[] = [];
    // Where nothing is open no frontend is loaded.
    const host: Partial<ServiceHost> = {
      here: () => here,
      ...(open.length === 0 ? { frontend: () => expect.fail('a frontend is asked for') } : {}),
    };
    let last: ThreatService | undefined;
    const found = editor(folder, [...NAMES].reverse(), (one) => judge((last = one), judged), host);
    expect(found).toEqual(results);
    expect(last!.status(folder)).toEqual(service.status(folder));
    expect(judged.includes('src/pull.ts')).toBe(!open.includes('src/pull.ts'));
    expect(judged.includes('src/lib/bus.ts')).toBe(!open.includes('src/lib/config.ts'));
  });
});
