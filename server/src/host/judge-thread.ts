/**
 * A judge on a thread of its own, bounded in memory and in time: a unit that eats either ends the thread and not the server. Starting it
 * again is its user's business.
 */
import { Worker } from 'node:worker_threads';
import type { UnitAnswer } from '../service-types';
import type { Judge, JudgeMessage, JudgeRequest } from './judge';

export interface ThreadOptions {
  /** Script of the thread. */
  readonly script: string;
  /** Of `Turns`: the thread waits there while somebody types. */
  readonly turns?: SharedArrayBuffer;
  /** Megabytes of heap. */
  readonly memory?: number;
  /** Milliseconds for one unit. */
  readonly patience?: number;
  log(message: string): void;
}

/** Several times what the largest unit of real code takes. */
const MEMORY = 1024;
/** The evaluator's budget of steps ends every unit long before that; this is for what no budget counts, such as a parser. */
const PATIENCE = 120_000;

interface Asked {
  resolve(answer: UnitAnswer | undefined): void;
  reject(error: Error): void;
}

export class JudgeThread implements Judge {
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private asked: Asked | undefined;
  private dead: Error | undefined;
  private watch: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ThreadOptions) {
    this.worker = new Worker(options.script, {
      workerData: options.turns,
      resourceLimits: { maxOldGenerationSizeMb: options.memory ?? MEMORY },
      // Standard output is the connection to the editor: nothing of a thread's may get into it.
      stdout: true,
      stderr: true,
    });
    // What is being judged is no reason to stay alive.
    this.worker.unref();
    this.worker.stdout.resume();
    this.worker.stderr.resume();
    let why: Error | undefined;
    this.worker.on('error', (error: Error) => (why = error));
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: JudgeMessage) => (message.kind === 'ready' ? resolve() : this.take(message)));
      this.worker.on('exit', (code) => {
        const error = this.dead ?? why ?? new Error(`the thread ended with status ${code}`);
        this.dead = error;
        reject(error);
        this.settle()?.reject(error);
      });
    });
    // Whoever asks is told; nobody has to.
    this.ready.catch(() => undefined);
  }

  judge(request: JudgeRequest): Promise<UnitAnswer | undefined> {
    if (this.dead) return Promise.reject(this.dead);
    return new Promise((resolve, reject) => {
      this.asked = { resolve, reject };
      const patience = this.options.patience ?? PATIENCE;
      this.watch = setTimeout(() => this.kill(`it took more than ${patience / 1000} seconds`), patience);
      this.watch.unref();
      this.worker.postMessage(request);
    });
  }

  end(): void {
    this.kill('it was ended');
  }

  private kill(why: string): void {
    this.dead ??= new Error(why);
    void this.worker.terminate();
  }

  private take(message: Exclude<JudgeMessage, { kind: 'ready' }>): void {
    switch (message.kind) {
      case 'answer':
        return this.settle()?.resolve(message.answer);
      case 'log':
        return this.options.log(message.message);
    }
  }

  private settle(): Asked | undefined {
    const { asked } = this;
    clearTimeout(this.watch);
    this.asked = undefined;
    return asked;
  }
}
