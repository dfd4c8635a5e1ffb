/** What runs after the bodies of the modules: callbacks, entry functions, methods. Once as a rehearsal, once for the record. */
import type { IrMethod } from '../ir/ir';
import type { Worker } from '../model/threads';
import type { Arguments, CallSite, HeapObject, Value } from './api';
import { argumentsOf, noArguments } from './arguments';
import { callValue } from './calls';
import { basesOf, constructFunction, finishClass, instantiate } from './classes';
import { listsEscape } from './collections';
import { methodFunction } from './functions';
import { invoke } from './invoke';
import type { Machine } from './machine';
import { standApart, Standing } from './standing';
import {
  type ClassImpl,
  type FunctionImpl,
  LimitReached,
  type Made,
  type ModuleState,
  type PendingTask,
} from './state';
import { looksAt } from './topics';
import { unknownValue } from './values';

/** Callbacks of callbacks of callbacks: more than this per pass is a generator of tasks, not a program. */
const MAX_TASKS = 5000;

const MAX_INSTANCES = 3;

/** Entries that make instances whose methods make instances … */
const MAX_ROUNDS = 4;

/** Where what runs after the bodies begins. */
export interface Queued {
  readonly tasks: readonly PendingTask[];
  readonly mark: number;
}

/**
 * The first time over what runs after the bodies. It also tells who is called by whom, so that in the record only functions that
 * nobody calls are entries.
 */
export function rehearse(m: Machine): Queued {
  const queued = { tasks: m.pending, mark: m.recorder.mark() };
  m.recorder.recording = false;
  m.startPass();
  try {
    rest(m, queued.tasks);
  } catch (error) {
    // A rehearsal that was cut off knows less; the record is still worth having.
    if (!(error instanceof LimitReached)) throw error;
  }
  return queued;
}

/** The second time, for the model. */
export function record(m: Machine, { tasks, mark }: Queued): void {
  m.startPass();
  m.rewind(mark);
  m.recorder.recording = true;
  rest(m, tasks);
  for (const { run } of m.pending) if ('ir' in run) m.recorder.cut(run.module.path, run.ir.range.start, 'budget');
}

function rest(m: Machine, queued: readonly PendingTask[]): void {
  m.pending = [...queued];
  // Instances nobody made are made anew in each pass.
  for (const made of m.constructors.values()) made.instances = made.instances.filter((one) => !one.abstract);
  drain(m);
  // What nobody mentions is an entry for sure. The rest is one only if nobody was seen calling it by then: run as an entry it would put
  // parameters that are not known into the fields of everybody. What is left in the end call each other and nobody else does, or were
  // called where the run was cut off.
  const isSure: EntryTest = (key, name) => !m.called.has(key) && !m.mentions(name) && isEntryHere(m, key);
  const isNotCalled: EntryTest = (key) => !m.called.has(key) && isEntryHere(m, key);
  const isLeft: EntryTest = (key) => m.recorder.recording && !m.ran.has(key) && isEntryHere(m, key);
  for (const isEntry of [isSure, isNotCalled, isLeft]) {
    // What an entry makes may have entries of its own.
    for (let round = 0, ran = -1; round < MAX_ROUNDS && m.seen.size > ran; round++) {
      ran = m.seen.size;
      for (const module of m.modules.values()) runFunctions(m, module, isEntry);
      for (const cls of m.classes) finishClass(m, cls);
      for (let i = 0; i < m.classes.length; i++) runClass(m, m.classes[i]!, isEntry);
    }
  }
}

/** In a part of a unit: no other part has it or calls it. */
function isEntryHere({ entries }: Machine, key: string): boolean {
  return !entries || !(entries.isShared(key) || entries.isCalledElsewhere(key));
}

type EntryTest = (key: string, name: string) => boolean;

function runFunctions(m: Machine, module: ModuleState, isEntry: EntryTest): void {
  const { made } = module;
  for (let at = 0; at < made.length; at++) {
    const index = made[at]!;
    const key = module.keys[index]!;
    if (!m.seen.has(key) && !isEntry(key, module.ir.functions[index]!.name)) continue;
    for (const fn of [...m.closures.get(key)!.values()]) runEntry(m, module, fn);
    // What it made may stand before it.
    while (made[at] !== index) at++;
  }
}

/** Run as an entry: that is no call by the program. */
function enter(m: Machine, fn: FunctionImpl, place: CallSite['place']): void {
  const before = m.called.has(fn.key);
  m.entering = true;
  m.unwatched = false;
  const result = invoke(m, fn, parameters(fn), siteOf(fn, place), true);
  looksAt(m, result);
  listsEscape(m, result, place);
  if (!before) m.called.delete(fn.key);
}

function drain(m: Machine): void {
  for (let count = 0; m.pending.length > 0 && count < MAX_TASKS; count++) runTask(m, m.pending.shift()!);
}

function runTask(m: Machine, task: PendingTask): void {
  const { run, order, worker } = task;
  const [name, body] = 'ir' in run ? [run.name, { file: run.module.path, range: run.ir.range }] : ['', run.site.place];
  const id = m.newTask(task.kind, order.task, order.seq, name, body, task.repeats, task.socket, worker);
  if ('ir' in run) runFunction(m, task, run, id);
  else
    aside(m, run.module, id, order.arms, () => {
      m.unroll = task.unroll ?? '';
      callValue(m, run.value, argumentsOf(task.args, task.named), run.site, true);
    });
}

function runFunction(m: Machine, task: PendingTask, fn: FunctionImpl, id: number): void {
  aside(m, fn.module, id, task.order.arms, () => {
    m.chain = [...task.chain, fn.key];
    m.unroll = task.unroll ?? '';
    if (task.kind === 'message' && task.socket !== undefined && task.transfer !== undefined)
      m.handling = { socket: task.socket, transfer: task.transfer, since: m.nextId(), inLoop: false };
    const args =
      task.args.length > 0 || task.rest || task.named
        ? argumentsOf(task.args, task.named, undefined, undefined, false, task.rest)
        : parameters(fn);
    m.entering = true;
    // A callback may be waited for by whoever it was given to; nobody waits for a timer or a message handler.
    m.unwatched = task.kind !== 'callback';
    const result = invoke(m, fn, args, siteOf(fn, task.place), true);
    m.api.settle(result, 'dropped');
    // What it gives goes to whoever calls it.
    if (task.outside) m.api.escapes(result, 'given back to code that is not part of the program', task.place);
  });
}

/** An entry's parameters are unknown; their annotations may say more (see `bindParameters`). */
function parameters(fn: FunctionImpl): Arguments {
  return argumentsOf(fn.ir.params.map((param): Value => unknownValue('parameter', param.name)));
}

function runEntry(m: Machine, module: ModuleState, fn: FunctionImpl): void {
  const { home, proto } = fn.own;
  const place = { file: module.path, range: fn.ir.range };
  const maker = home && !fn.thisValue ? m.constructors.get(home) : undefined;
  if (maker) {
    for (const { object, task, seq } of madeBy(m, home!)) {
      if (!m.seen.once(fn.key, object.id)) continue;
      const id = m.newTask('method', task, seq, fn.name, place);
      aside(m, module, id, [], () => enter(m, { ...fn, thisValue: { v: 'instance', object } }, place));
      drain(m);
    }
    return;
  }
  if (proto && hasMethods(proto)) {
    madeBy(m, proto);
    return;
  }
  if (!m.seen.once(fn.key, fn.id)) return;
  const self = fn.thisValue ?? (home && !fn.ir.lexicalThis ? ({ v: 'object', object: home } as const) : undefined);
  const id = m.newTask('entry', module.task, m.seq + 1, fn.name, place);
  aside(m, module, id, [], () => enter(m, self ? { ...fn, thisValue: self } : fn, place));
  drain(m);
}

function hasMethods(proto: HeapObject): boolean {
  for (const value of proto.fields.values()) if (value.v === 'function') return true;
  return false;
}

/** Instances of the constructor function with this prototype; one with unknown arguments where the unit makes none. */
function madeBy(m: Machine, proto: HeapObject): readonly Made[] {
  const { fn, instances, instantiated } = m.constructors.get(proto)!;
  if (instances.length === 0 && !instantiated) {
    const place = { file: fn.module.path, range: fn.ir.range };
    const id = m.newTask('entry', fn.module.task, m.seq + 1, fn.name, place);
    aside(m, fn.module, id, [], () => {
      const before = m.called.has(fn.key);
      m.entering = true;
      m.unwatched = false;
      constructFunction(m, fn, parameters(fn), { ...siteOf(fn, place), construct: true }, true);
      if (!before) m.called.delete(fn.key);
    });
    drain(m);
  }
  return m.constructors.get(proto)!.instances.slice(0, MAX_INSTANCES);
}

function runClass(m: Machine, cls: ClassImpl, isEntry: EntryTest): void {
  if (cls.ir.typeOnly) return;
  if (cls.instances.some((one) => !one.abstract)) {
    if (cls.instances.some((one) => one.abstract)) cls.instances = cls.instances.filter((one) => !one.abstract);
  } else if (cls.extended) return;
  else if (!cls.instantiated && cls.instances.length === 0 && isEntry(cls.key, cls.name)) {
    abstractInstance(m, cls);
    drain(m);
  }
  if (cls.instances.length === 0) return;
  // Who is called may change while methods run; every instance has the same entries.
  const entries = methodsOf(m, cls).filter(
    ({ key, keyHere, method }) => m.seen.has(keyHere) || isEntry(key, method.name),
  );
  for (const { keyHere } of entries) m.seen.add(keyHere);
  for (const made of cls.instances.slice(0, MAX_INSTANCES)) {
    // What a thread of the library runs comes first: what it calls is no entry, which would be in another thread.
    const threads = entries.filter(({ method }) => workerOf(m, made.object, method.name) !== undefined);
    for (const one of threads) runMethod(m, cls, made, one);
    for (const one of entries)
      if (threads.length === 0 || isEntry(one.key, one.method.name)) runMethod(m, cls, made, one);
  }
}

function runMethod(
  m: Machine,
  cls: ClassImpl,
  { object, task, seq }: Made,
  { keyHere, owner, method }: OwnMethod,
): void {
  if (!m.seen.once(keyHere, object.id)) return;
  const self: Value = method.static ? { v: 'class', cls } : { v: 'instance', object };
  const fn = methodFunction(m, owner, method, self);
  const place = { file: owner.module.path, range: fn.ir.range };
  const known = workerOf(m, object, method.name);
  const worker = known && { ...known, started: place, loops: [], sockets: [], contexts: [] };
  const destructor = m.bindings.isDestructor(owner.module.ir.language, method.name);
  const kind = worker?.kind ?? (destructor ? 'callback' : 'method');
  const id = m.newTask(kind, task, seq, `${cls.name}.${method.name}`, place, false, undefined, worker);
  aside(m, owner.module, id, [], () => enter(m, fn, place));
  drain(m);
}

/** A method that the library runs in a thread or process (of a class of threads), although nobody is seen to start it. */
function workerOf(m: Machine, { handle }: HeapObject, method: string): Pick<Worker, 'id' | 'kind'> | undefined {
  return handle && m.bindingById(handle.binding)?.runs?.(handle, method);
}

export interface OwnMethod {
  readonly owner: ClassImpl;
  readonly method: IrMethod;
  /** Of the function, and of the function as a method of the class that has or inherits it. */
  readonly key: string;
  readonly keyHere: string;
}

/** Methods of a class, its own and inherited. */
function methodsOf(m: Machine, cls: ClassImpl): readonly OwnMethod[] {
  let methods = m.methodsOf.get(cls);
  if (!methods)
    m.methodsOf.set(
      cls,
      (methods = ownAndInherited(m, cls).map((one) => ({ ...one, keyHere: `${one.key}|${cls.key}` }))),
    );
  return methods;
}

function ownAndInherited(m: Machine, cls: ClassImpl, depth = 0): readonly Omit<OwnMethod, 'keyHere'>[] {
  const all: Omit<OwnMethod, 'keyHere'>[] = cls.ir.methods
    .filter((method) => method.kind !== 'constructor')
    .map((method) => ({ owner: cls, method, key: cls.module.keys[method.fn]! }));
  if (depth > 8) return all;
  const names = new Set(all.map((one) => one.method.name));
  for (const base of basesOf(m, cls))
    if (base.v === 'class')
      all.push(...ownAndInherited(m, base.cls as ClassImpl, depth + 1).filter((one) => !names.has(one.method.name)));
  return all;
}

/** A class nobody in the unit instantiates: one instance with unknown arguments. */
function abstractInstance(m: Machine, cls: ClassImpl): void {
  const place = { file: cls.module.path, range: cls.ir.range };
  const own = cls.ir.methods.find((method) => method.kind === 'constructor');
  const fn = own && cls.module.ir.functions[own.fn];
  const id = m.newTask('entry', cls.module.task, m.seq + 1, cls.name, place);
  aside(m, cls.module, id, [], () => {
    const args = fn ? argumentsOf(fn.params.map((param): Value => unknownValue('parameter', param.name))) : noArguments;
    const site: CallSite = {
      file: cls.module.path,
      place,
      name: place,
      construct: true,
      receiver: '',
      holder: cls.name,
      inAsync: false,
    };
    instantiate(m, cls, args, site, true);
  });
}

function siteOf(fn: FunctionImpl, place: CallSite['place']): CallSite {
  return { file: place.file, place, name: place, construct: false, receiver: '', holder: fn.name, inAsync: fn.async };
}

/** Run in a task of its own; what it writes may or may not have happened for everybody else. */
function aside(m: Machine, module: ModuleState, task: number, arms: Machine['arms'], run: () => void): void {
  const saved = new Standing(m);
  const body = module.ir.functions[0]!;
  const mark = m.store.mark();
  standApart(m, task, arms);
  m.activation = {
    module,
    frame: module.frame,
    fn: body,
    key: `${module.path}#0`,
    returns: [],
    yields: [],
    exits: [],
    callPath: '',
    depth: 0,
    loops: 0,
    statement: body.range,
    mark,
    caller: undefined,
  };
  try {
    if (!m.budget.withShare(run)) m.recorder.cutOff({ file: module.path, range: body.range }, m.now());
  } finally {
    const changes = m.store.take(mark);
    m.store.merge([changes], true);
    saved.restore(m);
  }
}
