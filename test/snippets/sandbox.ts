/** Snippets as modules of programs that run in processes of their own, each program in a folder with the keys of its role. */
import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { toJavaScript } from '../support/compile';
import { expand, readSnippets } from '../support/snippets';

/** After this a process is killed. */
export const LIMIT = 30_000;
const root = path.join(import.meta.dirname, '../..');
const CLIENTS = /-client|-push-|-sub-/;

export interface Running {
  /** The next line it prints, as JSON. */
  line(): Promise<unknown>;
  endInput(): void;
  readonly status: Promise<number | string | null>;
}

export class Sandbox {
  private readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'zmq-snippets-')));
  private python = '';

  constructor() {
    symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'), 'junction');
    mkdirSync(path.join(this.folder, 'modules'));
  }

  /** The servers' snippets in TypeScript, with what stands beside them, the clients' in JavaScript. */
  addJavaScript(): void {
    for (const { prefix, body } of [
      ...readSnippets('typescript', root).filter(({ prefix }) => !CLIENTS.test(prefix)),
      ...readSnippets('javascript', root).filter(({ prefix }) => CLIENTS.test(prefix)),
    ])
      writeFileSync(path.join(this.folder, 'modules', `${prefix}.mjs`), toJavaScript(expand(body)));
    this.addPrograms('.mjs');
  }

  /** `typed`: what a user writes at tab stops, by prefix. Makes the environment with pyzmq when there is none. */
  addPython(typed: Readonly<Record<string, Readonly<Record<number, string>>>> = {}): void {
    const script = path.join(root, 'scripts', 'pyzmq.mjs');
    this.python = execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim();
    for (const { prefix, body } of readSnippets('python', root)) {
      const file = `${prefix.replaceAll('-', '_')}.py`;
      writeFileSync(path.join(this.folder, 'modules', file), expand(body, typed[prefix]));
    }
    this.addPrograms('.py');
  }

  private addPrograms(extension: string): void {
    const from = path.join(import.meta.dirname, 'programs');
    for (const name of readdirSync(from).filter((one) => one.endsWith(extension)))
      copyFileSync(path.join(from, name), path.join(this.folder, name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The one line a program prints, which must then end well. */
  async run(program: string, folder: string, ...argv: readonly (string | number)[]): Promise<unknown> {
    const child = this.start(program, folder, ...argv);
    child.endInput();
    const line = await child.line();
    expect(await child.status, program).toBe(0);
    return line;
  }

  start(program: string, folder: string, ...argv: readonly (string | number)[]): Running {
    const interpreter = program.endsWith('.py') ? this.python : process.execPath;
    const child = spawn(interpreter, [path.join(this.folder, program), ...argv.map(String)], {
      cwd: path.join(this.folder, folder),
      timeout: LIMIT,
      killSignal: 'SIGKILL',
    });
    let out = '';
    let err = '';
    let wake = (): void => undefined;
    let over = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const status = new Promise<number | string | null>((resolve) => {
      child.once('close', (code, signal) => {
        over = true;
        resolve(code ?? signal);
        wake();
      });
    });
    return {
      status,
      endInput: () => child.stdin.end(),
      async line() {
        while (!out.includes('\n') && !over) await new Promise<void>((resolve) => (wake = resolve));
        if (!out.includes('\n')) throw new Error(`${program} ended with ${await status}: ${err}`);
        const [line, ...rest] = out.split('\n');
        out = rest.join('\n');
        return JSON.parse(line!) as unknown;
      },
    };
  }
}
