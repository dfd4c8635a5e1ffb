/** The built command as people run it: `npm test` builds before it comes here. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, PULL } from '../support/cli';

const cli = path.resolve(__dirname, '../../dist/cli.js');

function zmqThreats(folder: string, ...argv: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], { cwd: folder, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

describe.skipIf(!existsSync(cli))('node dist/cli.js', () => {
  it('finds', () => {
    const { status, out, err } = zmqThreats(folderOf({ 'a.ts': PULL }), 'scan', '.');
    expect([status, err]).toEqual([1, '']);
    expect(out).toContain('a.ts:3:51 warning unbounded-hwm(HWM-01)');
  });
  it('finds in Python', () => {
    const code =
      'import zmq\nsock = zmq.Context().socket(zmq.PULL)\nsock.rcvhwm = 0\nsock.connect("tcp://127.0.0.1:1")\n';
    expect(zmqThreats(folderOf({ 'a.py': code }), 'scan', '.').out).toContain(
      'a.py:3:15 warning unbounded-hwm(HWM-01)',
    );
  });
  it('prints SARIF that a pipe gets whole', () => {
    const { out } = zmqThreats(folderOf({ 'a.ts': PULL }), 'scan', '.', '--format', 'sarif');
    expect(out.length).toBeGreaterThan(65_536);
    expect(JSON.parse(out)).toMatchObject({ version: '2.1.0' });
  });
  it.skipIf(process.platform === 'win32').each([
    ['text', 'all', 1],
    ['sarif', 'all', 1],
    ['sarif', 'none', 0],
  ])('ends quietly when nobody reads its %s', (format, failOn, status) => {
    const options = failOn === 'none' ? '--fail-on none' : '';
    const script = `set -o pipefail; "$0" "$1" scan . --format ${format} ${options} | true`;
    // Enough for several writes to the pipe.
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a${i}.ts`, PULL]));
    const ended = spawnSync('bash', ['-c', script, process.execPath, cli], { cwd: folderOf(files), encoding: 'utf8' });
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([status, '', '']);
  });
  it.skipIf(!existsSync('/dev/full'))('says that it cannot write', () => {
    const ended = spawnSync('bash', ['-c', '"$0" "$1" scan . > /dev/full', process.execPath, cli], {
      cwd: folderOf({ 'a.ts': PULL }),
      encoding: 'utf8',
    });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/^zmq-threats: cannot write to standard output: ENOSPC[^\n]*\n$/);
  });
  it('is clean in a clean folder', () => {
    expect(zmqThreats(folderOf({}), 'scan', '.').status).toBe(0);
  });
  it.each([
    [[], 'no command'],
    [['scan', 'nope'], 'no such file or folder: nope'],
    [['scan', '.', '--nope'], '--nope'],
    [['scan', ''], 'a path to scan is empty'],
    [['scan', '.', ' '], 'a path to scan is empty'],
  ])('says what is wrong with %j', (argv, message) => {
    const { status, out, err } = zmqThreats(folderOf({}), ...argv);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
  it('tells its version and its use', () => {
    const { version } = JSON.parse(readFileSync(path.resolve(cli, '../../package.json'), 'utf8')) as {
      version: string;
    };
    expect(zmqThreats('/', '--version').out).toBe(`${version}\n`);
    expect(zmqThreats('/', '--help')).toMatchObject({
      status: 0,
      out: expect.stringContaining('--fail-on error|warning|note|none'),
    });
  });
});
