/** A bug report says what there is to say, and of an error only what cannot be about the user's code. */
import { describe, expect, it } from 'vitest';
import { bugReport, type ReportFacts } from '../../client/src/report/bug-report';
import { Problems } from '../../server/src/lsp/problems';
import { scrubbed } from '../../server/src/lsp/scrub';

const STACK = `textDocument/hover: TypeError: Cannot read 'launchCode' of /home/ann/secret-project/src/rocket.ts
    at hoverAt (/home/ann/.vscode/extensions/zeromq-threat-model/dist/server.js:12:345)
    at async Object.launchCode [as /home/ann] (C:\\Users\\ann\\dist\\server.js:7:8)
    at new Session (file:///opt/dist/typescript.js:1:2)
    at /opt/dist/python.js:3:4
    at evil (/home/ann/secret-project/dist/rocket.js:1:1)
    at evil (/home/ann/secret-project/server.js:1:1)
    at node:internal/process/task_queues:95:5`;

describe('an error', () => {
  it('keeps its kind, the request and the places in our bundles', () => {
    expect(scrubbed(STACK)).toEqual({
      where: 'textDocument/hover',
      kind: 'TypeError',
      frames: [
        'hoverAt (server.js:12:345)',
        'Object.launchCode (server.js:7:8)',
        'Session (typescript.js:1:2)',
        '(python.js:3:4)',
      ],
    });
  });

  it.each([
    ['reading /home/ann/rocket: Error: EACCES /home/ann/rocket', '', 'Error'],
    ['Rule unbounded-hwm failed and is skipped where it does: RangeError: x', 'rule unbounded-hwm', 'RangeError'],
    ['Rule my-own failed: Error: x', '', 'Error'],
    ['evaluation failed: ReferenceError: launchCode is not defined', 'evaluation', 'ReferenceError'],
    ['LaunchCodeError: x', '', 'Error'],
  ])('%s', (text, where, kind) => {
    expect(scrubbed(text, new Set(['unbounded-hwm']))).toEqual({ where, kind, frames: [] });
  });

  it('counts, and the last ten are kept', () => {
    const problems = new Problems();
    problems.add('the workspace was read');
    for (let i = 0; i < 12; i++) problems.add(`x: Error\n    at f (/a/dist/server.js:${i}:1)`);
    problems.add('y: Error\n    at f (/b/dist/server.js:5:1)');
    expect(problems.all()).toHaveLength(10);
    expect(problems.all().at(-1)).toEqual({ where: '', kind: 'Error', frames: ['f (server.js:5:1)'], count: 2 });
  });
});

const REPORT: ReportFacts = {
  extension: '0.1.0',
  editor: 'Visual Studio Code 1.139.0 (desktop)',
  runtime: 'extension host: Node 22.0.0',
  system: 'linux 6.1 x64',
  place: 'local, workspace trusted',
  server: 'running',
  facts: {
    version: '0.1.0',
    runtime: 'Node 22.0.0',
    libraries: { 'ts-morph': '28.0.0' },
    state: 'ready',
    folders: 1,
    openDocuments: 2,
    files: { manifest: 1, typescript: 4 },
    sockets: { 'zeromq.js@6': 6 },
    findings: { 'unbounded-hwm': 2 },
    accepted: {},
    notices: {},
    problems: [{ where: 'evaluation', kind: 'TypeError', frames: ['f (server.js:1:2)'], count: 3 }],
  },
  settings: [{ name: 'zeromqThreatModel.enable', value: 'false', scope: 'workspace' }],
  problems: [],
};

describe('the report', () => {
  it('has versions, counts, settings and errors', () => {
    const text = bugReport(REPORT);
    for (const line of [
      '- extension 0.1.0',
      '- ts-morph 28.0.0',
      '- server: running, workspace ready',
      '- files: 1 × manifest, 4 × typescript',
      '- sockets: 6 × zeromq.js@6',
      '- findings: 2 × unbounded-hwm',
      '- accepted: none',
      '- `zeromqThreatModel.enable`: false (workspace)',
      '- TypeError in evaluation, 3 times\n  - f (server.js:1:2)',
      '## Internal errors of the client\n\nnone',
    ])
      expect(text).toContain(line);
  });

  it('is made without a server, too', () => {
    expect(bugReport({ ...REPORT, server: 'failed', facts: undefined })).toContain('- server: failed, no answer');
  });
});
