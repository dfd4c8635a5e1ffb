/**
 * The pattern of CVE-2024-50050 (llama-stack: pickle of a frame that a socket received): the socket is made in one function, read in
 * another that has it as a parameter, and the frame is loaded there. The program below has that shape and none of its code. Wherever a
 * finding is shown, the way from the socket to the load is shown with it.
 */
import type { Log } from 'sarif';
import { expect, it } from 'vitest';
import { run } from '../support/cli';
import { eventually } from './support/client';
import { Folder, threaded } from './support/threaded';

const WORKER = `import pickle
import zmq


def take(queue):
    try:
        sender, blob = queue.recv_multipart(zmq.NOBLOCK)
        job = pickle.loads(blob)
    except zmq.Again:
        return None, None
    return sender, job


def jobs(address):
    queue = zmq.Context().socket(zmq.ROUTER)
    queue.connect(address)
    while True:
        sender, job = take(queue)
        if job is not None:
            yield sender, job
`;
const RULE = 'unsafe-deserialization';
/** Zero-based line and character of a text. */
function at(text: string): { line: number; character: number } {
  const before = WORKER.slice(0, WORKER.indexOf(text)).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}
const SINK = at('loads(blob)');
const FLOW = [
  { ...at('recv_multipart'), message: 'received here' },
  { ...at('address)\n    while'), message: "the socket's connect" },
];

it('is found in the text report, from the load back to the socket', async () => {
  const { out, status } = await run(new Folder({ 'worker.py': WORKER }).path, ['scan', '.']);
  const spot = ({ line, character }: { line: number; character: number }): string =>
    `worker.py:${line + 1}:${character + 1}`;
  const block = out.split('\n').slice(out.split('\n').findIndex((line) => line.includes(RULE)));
  expect(block[0]).toMatch(new RegExp(`^${spot(SINK)} error ${RULE}\\(AUTH-12\\) `));
  expect(block.slice(1, 1 + FLOW.length)).toEqual(FLOW.map((step) => `    ${spot(step)} ${step.message}`));
  expect(status).toBe(1);
});

it('is found in SARIF, with the flow as related locations', async () => {
  const { out } = await run(new Folder({ 'worker.py': WORKER }).path, ['scan', '.', '--format', 'sarif']);
  const found = (JSON.parse(out) as Log).runs[0]!.results!.find(({ ruleId }) => ruleId === RULE)!;
  expect(found.level).toBe('error');
  expect(found.locations![0]!.physicalLocation!.region).toMatchObject({
    startLine: SINK.line + 1,
    startColumn: SINK.character + 1,
  });
  expect(
    found.relatedLocations!.map(({ physicalLocation, message }) => ({
      line: physicalLocation!.region!.startLine! - 1,
      character: physicalLocation!.region!.startColumn! - 1,
      message: message!.text,
    })),
  ).toEqual(FLOW);
});

it('is found in the editor, with the flow as related information', async () => {
  const folder = new Folder({ 'worker.py': WORKER });
  const { client } = threaded();
  await client.start({ folders: folder.workspace });
  await client.open(folder.uri('worker.py'), WORKER, 'python');
  const found = await eventually(() => client.published.at(-1)?.diagnostics.find(({ code }) => code === RULE));
  expect(found.range.start).toEqual(SINK);
  expect(found.relatedInformation!.map(({ location, message }) => ({ ...location.range.start, message }))).toEqual(
    FLOW,
  );
});

it('is silent where what arrives is plain data', async () => {
  const plain = WORKER.replaceAll('pickle', 'json');
  const { out } = await run(new Folder({ 'worker.py': plain }).path, ['scan', '.']);
  expect(out).not.toContain(RULE);
});
