// A Python with pyzmq for the snippets to be tried against: a virtual environment in out/, made once. Prints its interpreter.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { aptInstall } from './apt.mjs';
import { inRoot } from './paths.mjs';

const VERSION = '27.2.0';
const folder = inRoot('out', `pyzmq-${VERSION}`);
const interpreter = (of) =>
  process.platform === 'win32' ? path.join(of, 'Scripts', 'python.exe') : path.join(of, 'bin', 'python');

if (!works(folder)) {
  const making = `${folder}.${process.pid}`;
  if (!make(making)) {
    // Debian has venv in a package of its own; its python3 without that makes half an environment.
    aptInstall('python3', 'python3-venv');
    fs.rmSync(making, { recursive: true, force: true });
    if (!make(making)) fail(making);
  }
  // Somebody else may have been faster.
  if (!works(folder)) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(making, folder);
  }
  fs.rmSync(making, { recursive: true, force: true });
}
console.log(interpreter(folder));

function works(environment) {
  return run(interpreter(environment), ['-c', `import zmq; assert zmq.__version__ == "${VERSION}"`]);
}

function make(environment) {
  const python = ['python3', 'python'].find((name) =>
    run(name, ['-c', 'import sys; assert sys.version_info >= (3, 9)']),
  );
  return (
    python !== undefined &&
    run(python, ['-m', 'venv', environment]) &&
    // A wheel or nothing: compiling libzmq is not what a test is for.
    run(interpreter(environment), [
      ...['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'],
      ...['--only-binary', ':all:', `pyzmq==${VERSION}`],
    ]) &&
    works(environment)
  );
}

function run(command, args) {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', process.env.DEBUG ? 'inherit' : 'ignore'],
  });
  return status === 0;
}

function fail(environment) {
  fs.rmSync(environment, { recursive: true, force: true });
  console.error(`no Python 3.9 with venv and pyzmq ${VERSION} (from PyPI); DEBUG=1 node scripts/pyzmq.mjs says why`);
  process.exit(1);
}
