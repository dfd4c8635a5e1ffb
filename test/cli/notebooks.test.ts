/** Notebooks on the command line: read as JSON, judged as one module, shown by cell and by line of the file. */
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { DiskFiles } from '../../server/src/host/files';
import { folderOf, run } from '../support/cli';
import { notebook, OVER_CELLS } from '../support/notebooks';

const heads = (out: string): readonly string[] =>
  [...out.matchAll(/^(\S+:(?:cell \d+:)?\d+:\d+) \w+ ([\w-]+)\(/gm)].map((match) => `${match[1]} ${match[2]}`);

const FOUND = [
  'a.ipynb:cell 4:2:15 unbounded-hwm',
  'a.ipynb:cell 4:3:11 unauthenticated-receiver',
  'a.ipynb:cell 4:3:11 unencrypted-endpoint',
  'a.ipynb:cell 5:2:16 unsafe-deserialization',
];

describe('a notebook', () => {
  it('is one module: a socket made in one cell and bound in another is one socket', async () => {
    const { out, status } = await run(folderOf({ 'a.ipynb': notebook(OVER_CELLS) }), ['scan', '.']);
    expect(heads(out)).toEqual(FOUND);
    expect(out).toContain('    a.ipynb:cell 2:4:22 the socket is made here');
    expect(status).toBe(1);
  });

  it('is found to say what the same Python says in a file', async () => {
    const module =
      '# zmq\nimport zmq\nsock = zmq.Context().socket(zmq.PULL)\nsock.rcvhwm = 0\nsock.bind("tcp://*:6000")\nwhile True:\n    print(sock.recv_pyobj())\n';
    const { out } = await run(folderOf({ 'a.py': module }), ['scan', '.']);
    expect(heads(out).map((head) => head.split(' ').at(-1))).toEqual(FOUND.map((head) => head.split(' ').at(-1)));
  });

  it('imports the modules beside it', async () => {
    const files = {
      'bus.py': 'import zmq\n\ndef pull():\n    return zmq.Context().socket(zmq.PULL)\n',
      'a.ipynb': notebook(['from bus import pull', 'sock = pull()\nsock.bind("tcp://*:1")', 'sock.recv_pyobj()']),
    };
    const { out } = await run(folderOf(files), ['scan', '.']);
    expect(heads(out)).toContain('a.ipynb:cell 3:1:6 unsafe-deserialization');
  });

  it('takes acceptances in comments of its cells', async () => {
    const cells = [
      ...OVER_CELLS.slice(0, 4),
      'sock.recv_pyobj()  # zmq-threats: accept AUTH-12 because it is a lesson',
    ];
    const { out } = await run(folderOf({ 'a.ipynb': notebook(cells) }), ['scan', '.']);
    expect(heads(out)).toEqual(FOUND.slice(0, 3));
    expect(out).toContain('1 accepted');
  });

  it('stands in SARIF and JSON with the lines of its file, which viewers of repositories show, and with its cell', async () => {
    const folder = folderOf({ 'a.ipynb': notebook(OVER_CELLS) });
    const json = notebook(OVER_CELLS).split('\n');
    const log = JSON.parse((await run(folder, ['scan', '.', '--format', 'sarif'])).out) as Log;
    const found = log.runs[0]!.results!.find(({ ruleId }) => ruleId === 'unsafe-deserialization')!;
    const { physicalLocation, logicalLocations } = found.locations![0]!;
    const { startLine, startColumn } = physicalLocation!.region!;
    expect(json[startLine! - 1]!.slice(startColumn! - 1)).toMatch(/^recv_pyobj\(\)/);
    expect(logicalLocations).toEqual([{ name: 'cell 5, line 2', fullyQualifiedName: 'a.ipynb#cell=5&line=2' }]);
    expect(found.relatedLocations![0]!.logicalLocations![0]!.name).toBe('cell 4, line 3');
    const report = JSON.parse((await run(folder, ['scan', '.', '--format', 'json'])).out) as {
      findings: { rule: string; line: number; cell: object }[];
    };
    expect(report.findings.at(-1)).toMatchObject({ line: startLine, cell: { cell: 5, line: 2, column: 16 } });
  });

  it.each([
    ['of another language', notebook(OVER_CELLS, 'javascript')],
    ['of text and outputs alone', notebook([{ markdown: 'import zmq' }, 'print("import")'])],
    ['cut off', notebook(OVER_CELLS).slice(0, -40)],
    ['empty', ''],
    ['deeply nested', `{"import zmq": ${'['.repeat(100_000)}`],
    ['binary', `import zmq\u0000${notebook(OVER_CELLS)}`],
  ])('is silent: %s', async (_what, text) => {
    const { out, err, status } = await run(folderOf({ 'a.ipynb': text }), ['scan', '.']);
    expect([heads(out), err, status]).toEqual([[], '', 0]);
  });

  it('may carry megabytes of output, but no megabytes of code', async () => {
    const carried = (cells: readonly string[], bytes: number): string =>
      notebook(cells).replace('"outputs": [', `"outputs": [{ "data": { "image/png": "${'A'.repeat(bytes)}" } },`);
    const cells = ['import zmq\ns = zmq.Context().socket(zmq.PULL)\ns.bind("tcp://*:1")\ns.recv_pyobj()'];
    const folder = folderOf({
      'a.ipynb': carried(cells, 3_000_000),
      'too-big.ipynb': carried(cells, 20_000_000),
      'too-long.ipynb': notebook([...cells, '# a comment of a line\n'.repeat(50_000)]),
      '.ipynb_checkpoints/a-checkpoint.ipynb': notebook(cells),
    });
    const { out } = await run(folder, ['scan', '.']);
    expect(new Set(heads(out).map((head) => head.slice(0, head.indexOf(':'))))).toEqual(new Set(['a.ipynb']));
    expect(heads(out)).toContain('a.ipynb:cell 1:4:3 unsafe-deserialization');
  });

  it('is not parsed when nothing in it is imported', () => {
    const folder = folderOf({ 'a.ipynb': notebook(['x = 1']).replaceAll('import', 'x') });
    expect(new DiskFiles().read(`${folder}/a.ipynb`)).toBe('');
  });
});
