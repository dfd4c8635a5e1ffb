/**
 * Models of islands → the model of the unit. Every run numbers its tasks, sockets and so on from 0: put together, each island's numbers
 * follow those of the islands before it, and what all of them have in common (modules' bodies, shared contexts) is there once.
 */
import type { ContextUse, Model, Place, Task } from '../../model/model';
import { isPlace } from '../places';
import type { Run } from '../run';

/** Where the places of a run are now: its code may have moved since. */
export interface Shift {
  /** The same for what shifts the same run in the same way. */
  readonly key: string;
  place(place: Place): Place;
}

/** A run, and where it is now. */
export interface Placed {
  readonly run: Run;
  /** Undefined: all is where it was. */
  readonly shift?: Shift;
}

/** What a run adds to a model. */
interface Part {
  readonly tasks: readonly Task[];
  readonly contexts: readonly ContextUse[];
  readonly lists: ReadonlyMap<string, readonly unknown[]>;
  readonly concurrency: ReadonlyMap<string, readonly unknown[]>;
}

/** What was made of a run the last time, and how: of what stands before an edit the same is made again. */
const made = new WeakMap<Run, { readonly by: Renumbering; readonly part: Part }>();

type Kind = 'task' | 'seq' | 'branch' | 'loop' | 'socket' | 'transfer' | 'context' | 'endpoint' | 'thing';

/** What the numbers under a name are numbers of. */
const NUMBERS: Readonly<Record<string, Kind>> = {
  task: 'task',
  parent: 'task',
  seq: 'seq',
  startSeq: 'seq',
  dropped: 'seq',
  from: 'seq',
  to: 'seq',
  loops: 'loop',
  made: 'loop',
  socket: 'socket',
  sockets: 'socket',
  monitored: 'socket',
  held: 'socket',
  transfer: 'transfer',
  transfers: 'transfer',
  taint: 'transfer',
  topicLooks: 'transfer',
  context: 'context',
  contexts: 'context',
  branch: 'branch',
  worker: 'thing',
  managedWorkers: 'thing',
  lock: 'thing',
  signal: 'thing',
};

/** `id` in things that are listed under a name. */
const IDS: Readonly<Record<string, Kind>> = {
  sockets: 'socket',
  tasks: 'task',
  loops: 'loop',
  contexts: 'context',
  endpoints: 'endpoint',
  transfers: 'transfer',
  workers: 'thing',
  worker: 'thing',
};

/** Pairs of a branch and one of its arms. */
const ARMS: ReadonlySet<string> = new Set(['arms', 'exits']);

/**
 * @param main what the bodies of the modules do; the others' tasks follow it
 * @param islands in the order of the code
 */
export function merge(main: Placed, islands: readonly Placed[], files: readonly string[], complete: boolean): Model {
  const into = new Merging();
  for (const one of [main, ...islands]) into.add(one);
  return into.model(files, complete);
}

class Merging {
  private readonly lists = new Map<string, unknown[]>();
  private readonly concurrency = new Map<string, unknown[]>();
  private readonly tasks: Task[] = [];
  private readonly moduleTasks = new Map<string, number>();
  private readonly contexts: ContextUse[] = [];
  private readonly sharedContexts = new Map<string, number>();
  private readonly base = { seq: 0, branch: 0, loop: 0, socket: 0, transfer: 0, endpoint: 0, thing: 0 };
  private whole = true;
  private first: Model | undefined;

  add({ run, shift }: Placed): void {
    const { model, counts } = run;
    this.first ??= model;
    this.whole &&= model.complete;
    const part = partOf(run, new Renumbering(this.base, this.tasksOf(model), this.contextsOf(run), shift));
    for (const task of part.tasks) {
      if (this.moduleTasks.has(task.name) && task.kind === 'module') continue;
      if (task.kind === 'module') this.moduleTasks.set(task.name, this.tasks.length);
      this.tasks.push(task);
    }
    for (const context of part.contexts) this.addContext(context);
    append(this.lists, part.lists);
    append(this.concurrency, part.concurrency);
    const { base } = this;
    base.seq += counts.seq;
    base.branch += counts.branch;
    base.socket += counts.socket;
    base.transfer += counts.transfer;
    base.thing += counts.thing;
    base.loop += model.loops.length;
    base.endpoint += model.sockets.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  }

  /** New numbers of a run's tasks: that of a module's body is the same for all. */
  private tasksOf({ tasks }: Model): readonly number[] {
    let next = this.tasks.length;
    return tasks.map(({ kind, name }) => (kind === 'module' ? this.moduleTasks.get(name) : undefined) ?? next++);
  }

  private contextsOf({ model, sharedContexts }: Run): readonly number[] {
    const names = new Map([...sharedContexts].map(([name, id]) => [id, name]));
    let next = this.contexts.length;
    return model.contexts.map(({ id }) => {
      const name = names.get(id);
      const known = name === undefined ? undefined : this.sharedContexts.get(name);
      if (known !== undefined) return known;
      if (name !== undefined) this.sharedContexts.set(name, next);
      return next++;
    });
  }

  /** A context that several islands use is all that any of them makes of it. */
  private addContext(context: ContextUse): void {
    const known = this.contexts[context.id];
    if (!known) {
      this.contexts[context.id] = context;
      return;
    }
    const sizeLimits = [...(known.sizeLimits ?? []), ...(context.sizeLimits ?? [])];
    this.contexts[context.id] = {
      ...context,
      ...known,
      closed: known.closed || context.closed,
      kept: known.kept === true || context.kept === true,
      ...(sizeLimits.length > 0 ? { sizeLimits } : {}),
    };
  }

  model(files: readonly string[], complete: boolean): Model {
    const cuts = new Map<string, NonNullable<Model['cuts']>[number]>();
    for (const cut of (this.lists.get('cuts') ?? []) as NonNullable<Model['cuts']>) {
      const known = cuts.get(cut.place.file);
      if (!known || cut.place.range.start < known.place.range.start) cuts.set(cut.place.file, cut);
    }
    return {
      ...this.first!,
      ...(Object.fromEntries(this.lists) as Partial<Model>),
      complete: complete && this.whole,
      files,
      tasks: this.tasks,
      contexts: this.contexts,
      ...(this.concurrency.size > 0
        ? { concurrency: Object.fromEntries(this.concurrency) as unknown as NonNullable<Model['concurrency']> }
        : {}),
      ...(cuts.size > 0 ? { cuts: [...cuts.values()] } : {}),
    };
  }
}

/** Lists that are not simply put one after the other. */
const ALONE: ReadonlySet<string> = new Set(['files', 'packages', 'tasks', 'contexts']);

function partOf(run: Run, by: Renumbering): Part {
  const before = made.get(run);
  if (before?.by.isSame(by)) return before.part;
  const { model } = run;
  const lists = new Map<string, readonly unknown[]>();
  const concurrency = new Map<string, readonly unknown[]>();
  for (const [name, list] of Object.entries(model)) {
    if (name === 'concurrency')
      for (const [inner, items] of Object.entries(list as Readonly<Record<string, unknown[]>>))
        concurrency.set(inner, by.items(items, inner));
    else if (Array.isArray(list) && !ALONE.has(name)) lists.set(name, by.items(list, name));
  }
  const part: Part = {
    tasks: by.items(model.tasks, 'tasks') as readonly Task[],
    contexts: by.items(model.contexts, 'contexts') as readonly ContextUse[],
    lists,
    concurrency,
  };
  made.set(run, { by, part });
  return part;
}

function append(to: Map<string, unknown[]>, lists: ReadonlyMap<string, readonly unknown[]>): void {
  for (const [name, items] of lists) {
    const list = to.get(name);
    if (!list) to.set(name, [...items]);
    else for (const item of items) list.push(item);
  }
}

class Renumbering {
  private readonly base: Readonly<Record<Exclude<Kind, 'task' | 'context'>, number>>;

  constructor(
    base: Readonly<Record<Exclude<Kind, 'task' | 'context'>, number>>,
    private readonly tasks: readonly number[],
    private readonly contexts: readonly number[],
    private readonly shift: Shift | undefined,
  ) {
    this.base = { ...base };
  }

  isSame({ base, tasks, contexts, shift }: Renumbering): boolean {
    return (
      this.shift?.key === shift?.key &&
      Object.entries(this.base).every(([kind, number]) => base[kind as keyof typeof base] === number) &&
      sameNumbers(this.tasks, tasks) &&
      sameNumbers(this.contexts, contexts)
    );
  }

  items(items: readonly unknown[], name: string): readonly unknown[] {
    return items.map((item) => this.item(item, name));
  }

  /** An item of a list of that name. */
  item(item: unknown, name: string): unknown {
    if (typeof item === 'number') return this.number(NUMBERS[name], item);
    return typeof item === 'object' && item !== null ? this.copy(item, name) : item;
  }

  /** @param name what it stands under */
  copy(data: object, name: string): object {
    if (Array.isArray(data))
      return ARMS.has(name)
        ? data.map(([branch, arm]: readonly [number, number]) => [branch + this.base.branch, arm])
        : data.map((one) => this.item(one, name));
    if (isPlace(data)) return this.shift ? this.shift.place(data) : data;
    const out = { ...data } as Record<string, unknown>;
    for (const key in out) {
      const value = out[key];
      if (typeof value === 'number')
        out[key] = this.number(key === 'id' ? this.idKind(name, out) : NUMBERS[key], value);
      else if (typeof value === 'object' && value !== null) out[key] = this.copy(value, key);
    }
    return out;
  }

  private idKind(name: string, data: Readonly<Record<string, unknown>>): Kind | undefined {
    return name === 'handovers' ? (data['what'] as Kind) : IDS[name];
  }

  private number(kind: Kind | undefined, value: number): number {
    if (kind === undefined || value < 0) return value;
    if (kind === 'task') return this.tasks[value] ?? value;
    if (kind === 'context') return this.contexts[value] ?? value;
    return value + this.base[kind];
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
