/** What the server says of itself for a bug report, against the fake service. */
import { expect, it } from 'vitest';
import { methods, type Facts } from '../../server/src/lsp/protocol';
import { inProcess } from './support/in-process';

const FOLDERS = [{ uri: 'file:///home/ann/rocket', name: 'rocket' }];

it('counts and names nothing of the workspace, not even where something broke', async () => {
  const { client, service } = inProcess({
    '/home/ann/rocket/launch.ts': 'zmq BAD PAIR',
    '/home/ann/rocket/package.json': '{}',
    '/home/ann/rocket/code.py': 'zmq',
  });
  await client.start({ folders: FOLDERS });
  const uri = 'file:///home/ann/rocket/launch.ts';
  await client.open(uri, 'zmq BAD PAIR');
  await client.diagnostics(uri);
  service.broken = true;
  await client.hover(uri, 'BAD');
  service.broken = false;
  const facts = await client.connection.sendRequest<Facts>(methods.facts, {});
  expect(facts).toMatchObject({
    version: '0.0.0',
    folders: 1,
    openDocuments: 1,
    files: { manifest: 1, python: 1, typescript: 1 },
    sockets: { 'zeromq.js@6': 3 },
    findings: { 'no-auth': 1, 'unbounded-hwm': 2 },
  });
  expect(facts.libraries).toHaveProperty('ts-morph');
  expect(facts.problems).toContainEqual(expect.objectContaining({ where: 'textDocument/hover', kind: 'Error' }));
  expect(JSON.stringify(facts)).not.toMatch(/rocket|launch|ann|broken/);
});
