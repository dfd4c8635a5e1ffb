/**
 * A workspace in memory behind the service, with an engine that records what it is asked. The stub's rules read the text of literals,
 * so that a test says what is found by what it writes: each call `find(…)` of a file is one finding of rule `unbounded-hwm`.
 */
import type { Frontend } from '../../server/src/frontends/frontend';
import type { EvaluationInput } from '../../server/src/evaluate/index';
import type { IrComment, IrModule } from '../../server/src/ir/ir';
import type { Model } from '../../server/src/model/model';
import type { Binding } from '../../server/src/bindings/binding';
import type { RawReport } from '../../server/src/rules/run';
import { createService } from '../../server/src/service';
import type { ServiceOptions, ThreatService } from '../../server/src/service-types';
import { catalogue } from '../../server/src/threats/load';
import type { Engine } from '../../server/src/workspace/engine';

export const RULE = 'unbounded-hwm';

/** A binding that owns `zeromq` and does nothing. */
const binding: Binding = {
  id: 'stub',
  languages: ['typescript', 'python'],
  needles: ['zeromq', 'zmq'],
  owns: (module) => module === 'zeromq' || module === 'zmq',
};

/** Lowers to a module without code that keeps its comments and imports. */
export const stubFrontend: Frontend = {
  language: 'typescript',
  lower({ path, text }): IrModule {
    if (text.includes('CRASH-THE-FRONTEND')) throw new Error('the frontend fell over');
    const comments: IrComment[] = [...text.matchAll(/(?:\/\/|#)([^\n]*)/g)].map((match) => ({
      range: { start: match.index, end: match.index + match[0].length },
      text: match[1]!,
    }));
    return {
      path,
      language: path.endsWith('.py') ? 'python' : 'typescript',
      functions: [],
      classes: [],
      vars: [],
      imports: [],
      exportsAllNames: false,
      sloppy: false,
      comments,
      problems: [],
    };
  },
};

export class Memory {
  readonly files = new Map<string, string>();
  readonly log: string[] = [];
  /** Files of every evaluation, in the order they were made. */
  readonly evaluations: (readonly string[])[] = [];
  /** `complete` of every model rules have seen, by its first file. */
  readonly concluded = new Map<string, boolean>();
  readonly inputs: EvaluationInput[] = [];
  readonly service: ThreatService;
  today = '2026-06-01';
  loaded = true;
  /** Files whose units are judged here; all when undefined. */
  here: ReadonlySet<string> | undefined;

  constructor(options: Pick<ServiceOptions, 'profile'> & { readonly roots?: readonly string[] } = {}) {
    const engine: Engine = {
      bindings: [binding],
      evaluate: (input) => this.evaluate(input),
      check: (model) => this.check(model),
    };
    this.service = createService(
      {
        catalogue: catalogue(),
        profile: options.profile,
        host: {
          exists: (path) => this.files.has(path),
          readText: (path) => this.files.get(path),
          frontend: () => (this.loaded ? stubFrontend : undefined),
          here: () => this.here,
          today: () => this.today,
          log: (message) => void this.log.push(message),
        },
      },
      engine,
    );
    this.service.setRoots(options.roots ?? ['/w']);
    this.service.setComplete(true);
  }

  /** Writes files to disk and tells the service. */
  put(files: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
    for (const [path, text] of Object.entries(files)) this.service.update({ path, text });
    return this;
  }

  delete(path: string): void {
    this.files.delete(path);
    this.service.remove(path);
  }

  /** Answers everything that is stale, as an editor does; returns what it was. */
  settle(): readonly string[] {
    const stale = this.service.stale();
    for (const path of stale) this.service.results(path);
    return stale;
  }

  /** Units, as the evaluator sees them. */
  units(): readonly (readonly string[])[] {
    this.evaluations.length = 0;
    this.service.all();
    return this.evaluations;
  }

  private evaluate(input: EvaluationInput): Model {
    const files = input.modules.map((module) => module.path);
    if (files.length > 0) {
      this.evaluations.push(files);
      this.inputs.push(input);
    }
    if (files.some((file) => this.files.get(file)?.includes('CRASH-THE-EVALUATOR')))
      throw new Error('the evaluator fell over');
    return {
      complete: input.complete,
      files,
      sockets: [],
      contexts: [],
      tasks: [],
      loops: [],
      ignored: [],
      sinks: [],
      handlerCalls: [],
      packages: input.packages,
      waits: [],
    };
  }

  private check(model: Model): readonly RawReport[] {
    if (model.files[0] !== undefined) this.concluded.set(model.files[0], model.complete);
    return model.files.flatMap((file) =>
      [...(this.files.get(file) ?? '').matchAll(/find\(([^)]*)\)/g)].map((match): RawReport => {
        const start = match.index + 'find('.length;
        return {
          rule: RULE,
          place: { file, range: { start, end: start + match[1]!.length } },
          message: `found ${match[1]!}`,
          evidence: [],
          confidence: 'high',
          exposure: 'remote',
          holder: 'holder',
        };
      }),
    );
  }
}

/** A file that speaks ZeroMQ. */
export const SPEAKS = 'import "zeromq";\n';
