/** What one file means in another, with the real resolution: findings at the file that holds the endpoint. */
import { beforeAll, expect, it } from 'vitest';
import type { Frontend } from '../../server/src/frontends/frontend';
import { Analyser, loadFrontends } from '../support/analyse';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

function found(files: Readonly<Record<string, string>>): readonly string[] {
  const paths = new Map(Object.entries(files).map(([path, text]) => [`/page/${path}`, text]));
  return new Analyser(frontends)
    .findings(paths)
    .filter(({ rule }) => rule === 'unencrypted-endpoint')
    .map(({ file, range }) => `${file.slice('/page/'.length)}: ${paths.get(file)!.slice(range.start, range.end)}`)
    .sort();
}

const BUS = `import zmq

ADDRESS = "tcp://*:5555"

class Bus:
    def __init__(self):
        self.sock = zmq.Context.instance().socket(zmq.PUB)
`;
const RUN = `import app.bus

bus = app.bus.Bus()
bus.sock.bind(app.bus.ADDRESS)
`;

it('a module of a package that is imported by its whole name', () => {
  expect(found({ 'app/__init__.py': 'X = 1\n', 'app/bus.py': BUS, 'run.py': RUN })).toEqual([
    'run.py: app.bus.ADDRESS',
  ]);
});

it('the same in a package without a file of its own', () => {
  expect(found({ 'app/bus.py': BUS, 'run.py': RUN })).toEqual(['run.py: app.bus.ADDRESS']);
});

it('lines that end with a lone carriage return', () => {
  expect(
    found({
      'bus.py': BUS.replaceAll('\n', '\r'),
      'run.py': 'import os\rfrom os import path\rimport bus\rbus.Bus().sock.bind(bus.ADDRESS)\r',
    }),
  ).toEqual(['run.py: bus.ADDRESS']);
});

it.each([
  ['a list of names', `import { address as where, open } from './bus.js';\nexport { where, open };`],
  ['a spread of require', `module.exports = { ...require('./bus.js'), where: require('./bus.js').address };`],
  ['variables', `const { address, open } = require('./bus.js');\nmodule.exports = { open, where: address };`],
])('a barrel that hands on by %s', (_name, barrel) => {
  const bus = barrel.includes('require')
    ? `const zmq = require('zeromq');\nexports.address = 'tcp://*:5555';\nexports.open = (where) => new zmq.Push().bind(where);`
    : `import * as zmq from 'zeromq';\nexport const address = 'tcp://*:5555';\nexport const open = (where) => new zmq.Push().bind(where);`;
  const main = barrel.includes('require')
    ? `const lib = require('./lib');\nlib.open(lib.where);`
    : `import { open, where } from './lib';\nopen(where);`;
  expect(found({ 'lib/bus.js': bus, 'lib/index.js': barrel, 'main.js': main })).toEqual(['lib/bus.js: where']);
});
