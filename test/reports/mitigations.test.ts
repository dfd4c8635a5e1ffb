/** Every report says of mitigations what the sidebar says: in the same run, over the whole folder. */
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { folderOf, PULL, run } from '../support/cli';

const CONFIGURATION =
  '{\n  "mitigations": {\n    "sandboxing": { "reason": "runs in \\u001b[31mgVisor", "until": "2030-01-01" },\n    "monitor-consumer": { "reason": "Prometheus", "until": "2020-01-01" }\n  }\n}\n';
const FILES = { 'src/a.ts': PULL, '.zmq-threats.jsonc': CONFIGURATION };

interface Reported {
  readonly id: string;
  readonly state: string;
  readonly folder: string;
  readonly places?: readonly unknown[];
  readonly accepted?: object;
}

async function json(...paths: readonly string[]): Promise<readonly Reported[]> {
  const { out } = await run(folderOf(FILES), ['scan', ...paths, '--format', 'json']);
  return (JSON.parse(out) as { mitigations: readonly Reported[] }).mitigations;
}

describe('mitigations', () => {
  it('are all in the JSON, with their places, and the acceptance with its own', async () => {
    const mitigations = await json('.');
    expect(mitigations).toHaveLength(33);
    const of = (id: string): Reported | undefined => mitigations.find((one) => one.id === id);
    expect(of('sandboxing')).toMatchObject({
      folder: '.',
      threat: 'libzmq_vulnerability_exploitation',
      state: 'accepted',
      accepted: { until: '2030-01-01', file: '.zmq-threats.jsonc', line: 3, column: 5 },
    });
    expect(of('monitor-consumer')?.state).toBe('not-visible');
    expect(of('curvezmq-encryption')).toMatchObject({ state: 'missing', places: [{ file: 'src/a.ts' }] });
  });

  it('are not judged by a part of the folder', async () => {
    expect(await json('src/a.ts', '.')).toHaveLength(33);
    const folder = folderOf({ ...FILES, 'src/b.ts': PULL });
    const { out } = await run(folder, ['scan', 'src/a.ts', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ mitigations: [] });
  });

  it('are in the text where somebody vouches for one, without steering the terminal', async () => {
    const { out } = await run(folderOf(FILES), ['scan', '.']);
    const lines = out.split('\n').filter((line) => line.startsWith('mitigation'));
    expect(lines).toEqual([
      'mitigation accepted: sandboxing of libzmq_vulnerability_exploitation because runs in  [31mgVisor (until 2030-01-01)',
    ]);
    expect(out).toMatch(/^\.zmq-threats\.jsonc:4:5 warning acceptance-expired /m);
    expect((await run(folderOf({ 'a.ts': PULL }), ['scan', '.'])).out).not.toContain('mitigation accepted');
  });

  it('are an extra in SARIF', async () => {
    const { out } = await run(folderOf(FILES), ['scan', '.', '--format', 'sarif']);
    const { mitigations } = (JSON.parse(out) as Log).runs[0]!.properties as unknown as { mitigations: Reported[] };
    expect(mitigations.filter(({ state }) => state === 'accepted')).toEqual([
      expect.objectContaining({
        id: 'sandboxing',
        accepted: { reason: expect.any(String) as string, until: '2030-01-01' },
      }),
    ]);
  });
});
