/** One cause is told by one rule: tasks that pile up, and the list they are kept in. */
import { beforeAll, expect, test } from 'vitest';
import { Analyser, lineOf, loadFrontends } from '../support/analyse';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

/** `rule line`, of all findings about queues and tasks. */
function piles(text: string): readonly string[] {
  return analyser
    .findings(new Map([['/page/main.py', text]]))
    .filter(({ rule }) => ['unbounded-tasks', 'unbounded-queue'].includes(rule))
    .map(({ rule, range, level }) => `${rule} ${level} ${lineOf(text, range.start) + 1}`);
}

/** @param kept what becomes of a message @param more other methods */
const server = (kept: string, more = ''): string => `import asyncio
import zmq
import zmq.asyncio

class Server:
    def __init__(self):
        self.socket = zmq.asyncio.Context.instance().socket(zmq.PULL)
        self.socket.bind("tcp://*:5557")
        self.tasks = []

    async def run(self):
        while True:
            message = await self.socket.recv()
            ${kept}

    async def handle(self, message):
        await asyncio.sleep(1)

    def sweep(self):
        self.tasks = [task for task in self.tasks if not task.done()]

    def start(self, message):
        return asyncio.create_task(self.handle(message))
${more}`;

test('a task that goes into a list which another method empties', () => {
  expect(piles(server('self.tasks.append(asyncio.create_task(self.handle(message)))'))).toEqual([
    'unbounded-tasks warning 14',
  ]);
});

test('by a variable, and beside its message', () => {
  const text = server(
    'task = asyncio.create_task(self.handle(message))\n            self.tasks.append((message, task))',
  );
  expect(piles(text)).toEqual(['unbounded-tasks warning 14']);
});

test('messages in a list are told there', () => {
  expect(piles(server('self.tasks.append(message)'))).toEqual(['unbounded-queue warning 14']);
});

test('messages in a list beside tasks that pile up are two causes', () => {
  const text = server(
    'asyncio.create_task(self.handle(message))\n            self.messages.append(message)',
    '\n    def flush(self):\n        self.messages.clear()\n',
  ).replace('self.tasks = []', 'self.tasks = []\n        self.messages = []');
  expect(piles(text)).toEqual(['unbounded-tasks warning 15', 'unbounded-queue warning 16']);
});

test('a semaphore that is given back at once: the tasks are taken for limited, the list is told', () => {
  const text = server(
    'async with self.limit:\n                self.tasks.append(asyncio.create_task(self.handle(message)))',
  ).replace('self.tasks = []', 'self.tasks = []\n        self.limit = asyncio.Semaphore(10)');
  expect(piles(text)).toEqual(['unbounded-queue warning 16']);
});

test('one function down nobody is sure of the tasks: the list that grows is told', () => {
  expect(piles(server('self.tasks.append(self.start(message))'))).toEqual(['unbounded-queue warning 14']);
});
