// Starting other programs, the same way on every platform. Node's own modules only: used before anything is installed.
import { spawnSync } from 'node:child_process';
import { root } from './paths.mjs';

const windows = process.platform === 'win32';

/** Runs a program to its end with our terminal; true when it succeeded. */
export function run(command, args, options = {}) {
  // npm and code are .cmd files on Windows, which only a shell can start.
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows, ...options });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/** Runs one of our own scripts, or a tool of node_modules given by its file, under this very Node. */
export const runNode = (args, options = {}) => run(process.execPath, args, { shell: false, ...options });

export const isOnPath = (command) => spawnSync(windows ? 'where' : 'which', [command]).status === 0;
