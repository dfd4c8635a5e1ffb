/**
 * A model made by hand, for testing rules without a frontend. Events get their order from where the builder stands: `inTask`, `inLoop`
 * and `inArm` nest like code does.
 *
 *     const m = new ModelBuilder();
 *     const pub = m.socket('PUB');
 *     pub.bind('tcp://*:5556');
 *     pub.option('CURVE_SERVER', true);
 *     check(rule, m.model());
 */
import type { Const, Data, UnknownData } from '../../server/src/model/data';
import type {
  ContextUse,
  EndpointUse,
  HandlerCall,
  IgnoredWrite,
  Loop,
  Model,
  Order,
  OptionWrite,
  PackageUse,
  Place,
  Settled,
  Sink,
  Socket,
  SocketType,
  Task,
  TaskKind,
  Transfer,
} from '../../server/src/model/model';
import type { OptionName } from '../../server/src/model/options';
import type { Report, Rule } from '../../server/src/rules/rule';

export const FILE = '/app/main.ts';

/** An unknown value, by default from the environment. */
export function unknown(origin: UnknownData['origin'] = 'environment', more: Partial<UnknownData> = {}): UnknownData {
  return { kind: 'unknown', origin, ...more };
}

export function data(value: Const | Data): Data {
  return typeof value === 'object' && value !== null ? value : { kind: 'const', value };
}

export function text(...parts: (string | UnknownData)[]): Data {
  return { kind: 'text', parts };
}

export function oneOf(...options: (Const | Data)[]): Data {
  return { kind: 'oneOf', options: options.map(data) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class ModelBuilder {
  private readonly tasks: Task[] = [];
  private readonly loops: Loop[] = [];
  private readonly drafts: SocketBuilder[] = [];
  private readonly contexts: ContextUse[] = [];
  private readonly sinks: Sink[] = [];
  private readonly handlerCalls: HandlerCall[] = [];
  private readonly ignored: IgnoredWrite[] = [];
  private readonly packages: PackageUse[] = [];
  private readonly waits: Order[] = [];
  private seq = 0;
  private offset = 0;
  private ids = 0;
  private task = 0;
  private inside: number[] = [];
  private arms: [number, number][] = [];
  complete = true;

  constructor() {
    this.tasks.push({
      id: 0,
      parent: -1,
      startSeq: 0,
      kind: 'module',
      repeats: false,
      name: 'module',
      place: this.place(),
    });
  }

  /** A place nothing else has. */
  place(): Place {
    this.offset += 10;
    return { file: FILE, range: { start: this.offset, end: this.offset + 5 } };
  }

  /** What was made since lies inside. */
  private upToHere({ file, range }: Place): Place {
    return { file, range: { start: range.start, end: this.offset + 10 } };
  }

  order(): Order {
    return { task: this.task, seq: ++this.seq, arms: [...this.arms], loops: [...this.inside] };
  }

  nextId(): number {
    return this.ids++;
  }

  inTask<T>(kind: TaskKind, run: () => T, how: { repeats?: boolean; socket?: number } = {}): T {
    const parent = this.task;
    const id = this.tasks.length;
    this.tasks.push({
      id,
      parent,
      startSeq: ++this.seq,
      kind,
      repeats: how.repeats ?? false,
      name: kind,
      place: this.place(),
      ...(how.socket === undefined ? {} : { socket: how.socket }),
    });
    this.task = id;
    try {
      return run();
    } finally {
      this.task = parent;
      this.tasks[id] = { ...this.tasks[id]!, place: this.upToHere(this.tasks[id]!.place) };
    }
  }

  inLoop<T>(run: () => T, how: { socket?: number; rounds?: number; endless?: boolean } = {}): T {
    const id = this.loops.length;
    this.loops.push({
      id,
      endless: how.endless ?? false,
      place: this.place(),
      within: this.place(),
      ...(how.socket === undefined ? {} : { socket: how.socket }),
      ...(how.rounds === undefined ? {} : { rounds: how.rounds }),
    });
    this.inside.push(id);
    try {
      return run();
    } finally {
      this.inside.pop();
      this.loops[id] = { ...this.loops[id]!, place: this.upToHere(this.loops[id]!.place) };
    }
  }

  inArm<T>(branch: number, arm: number, run: () => T): T {
    this.arms.push([branch, arm]);
    try {
      return run();
    } finally {
      this.arms.pop();
    }
  }

  wait(): void {
    this.waits.push(this.order());
  }

  socket(type: SocketType, more: Partial<Pick<Socket, 'holder' | 'context' | 'kept'>> = {}): SocketBuilder {
    const draft = new SocketBuilder(this, this.drafts.length, type, more);
    this.drafts.push(draft);
    return draft;
  }

  context(more: Partial<ContextUse> = {}): number {
    const id = this.contexts.length;
    this.contexts.push({
      id,
      shared: false,
      closed: false,
      kept: false,
      created: this.place(),
      createdName: this.place(),
      order: this.order(),
      ...more,
    });
    return id;
  }

  sink(kind: Sink['kind'], taint: readonly Transfer[], more: Partial<Sink> = {}): Sink {
    const ids = taint.map(({ id }) => id);
    const sink: Sink = {
      kind,
      api: 'decode',
      place: this.place(),
      call: this.place(),
      order: this.order(),
      argument: unknown('received', { taint: ids }),
      taint: ids,
      verified: false,
      checked: false,
      language: 'any',
      ...more,
    };
    this.sinks.push(sink);
    return sink;
  }

  handlerCall(transfer: Transfer, settled: Settled, more: Partial<HandlerCall> = {}): HandlerCall {
    const call: HandlerCall = {
      place: this.place(),
      call: this.place(),
      name: 'handle',
      socket: transfer.socket,
      transfer: transfer.id,
      order: this.order(),
      settled,
      async: true,
      inAsync: true,
      limited: false,
      ...more,
    };
    this.handlerCalls.push(call);
    return call;
  }

  ignore(
    socket: SocketBuilder,
    spelling: string,
    meant: OptionName | undefined,
    effect: 'ignored' | 'throws' = 'ignored',
  ): IgnoredWrite {
    const write: IgnoredWrite = {
      socket: socket.id,
      spelling,
      effect,
      place: this.place(),
      value: data(5),
      valuePlace: this.place(),
      order: this.order(),
      ...(meant ? { meant } : {}),
    };
    this.ignored.push(write);
    return write;
  }

  package(name: string, range: string): void {
    this.packages.push({ ecosystem: 'npm', name, range, place: this.place(), section: 'dependencies' });
  }

  model(): Model {
    return {
      complete: this.complete,
      files: [FILE],
      sockets: this.drafts.map((draft) => draft.build()),
      contexts: this.contexts,
      tasks: this.tasks,
      loops: this.loops,
      ignored: this.ignored,
      sinks: this.sinks,
      handlerCalls: this.handlerCalls,
      packages: this.packages,
      waits: this.waits,
    };
  }
}

export class SocketBuilder {
  private readonly options: OptionWrite[] = [];
  private readonly endpoints: EndpointUse[] = [];
  private readonly transfers: Transfer[] = [];
  private readonly closes: Mutable<Socket['closes'][number]>[] = [];
  private readonly unknowns: Socket['unknowns'][number][] = [];
  private readonly order: Order;
  private readonly created: Place;
  readonly createdName: Place;

  constructor(
    private readonly builder: ModelBuilder,
    readonly id: number,
    private readonly type: SocketType,
    private readonly more: Partial<Pick<Socket, 'holder' | 'context' | 'kept'>>,
  ) {
    this.order = builder.order();
    this.created = builder.place();
    this.createdName = builder.place();
  }

  option(option: OptionName, value: Const | Data, more: Partial<OptionWrite> = {}): OptionWrite {
    const write: OptionWrite = {
      option,
      value: data(value),
      place: this.builder.place(),
      valuePlace: this.builder.place(),
      statement: this.builder.place(),
      order: this.builder.order(),
      via: 'property',
      spelling: option.toLowerCase(),
      ...more,
    };
    this.options.push(write);
    return write;
  }

  bind(value: Const | Data): EndpointUse {
    return this.use('bind', value);
  }

  connect(value: Const | Data): EndpointUse {
    return this.use('connect', value);
  }

  private use(op: EndpointUse['op'], value: Const | Data): EndpointUse {
    const use: EndpointUse = {
      id: this.builder.nextId(),
      socket: this.id,
      op,
      value: data(value),
      place: this.builder.place(),
      call: this.builder.place(),
      statement: this.builder.place(),
      receiver: 'sock',
      order: this.builder.order(),
      settled: 'awaited',
    };
    this.endpoints.push(use);
    return use;
  }

  send(settled: Settled = 'awaited', more: Partial<Transfer> = {}): Transfer {
    return this.transfer('send', settled, more);
  }

  receive(settled: Settled = 'awaited', more: Partial<Transfer> = {}): Transfer {
    return this.transfer('receive', settled, more);
  }

  private transfer(op: Transfer['op'], settled: Settled, more: Partial<Transfer>): Transfer {
    const transfer: Transfer = {
      id: this.builder.nextId(),
      socket: this.id,
      op,
      place: this.builder.place(),
      callPlace: this.builder.place(),
      order: this.builder.order(),
      settled,
      exclusive: true,
      continuous: false,
      async: true,
      inAsync: true,
      ...more,
    };
    this.transfers.push(transfer);
    return transfer;
  }

  close(): void {
    this.closes.push({ place: this.builder.place(), order: this.builder.order() });
  }

  /** Something about the socket that the evaluator did not see. */
  hide(what: Socket['unknowns'][number]['what']): void {
    this.unknowns.push({ what, reason: 'test', place: this.builder.place(), order: this.builder.order() });
  }

  build(): Socket {
    return {
      id: this.id,
      type: this.type,
      binding: 'test',
      created: this.created,
      createdName: this.createdName,
      holder: this.more.holder ?? 'sock',
      order: this.order,
      kept: this.more.kept ?? false,
      options: this.options,
      endpoints: this.endpoints,
      transfers: this.transfers,
      closes: this.closes,
      unknowns: this.unknowns,
      anchors: { argCount: 0 },
      ...(this.more.context === undefined ? {} : { context: this.more.context }),
    };
  }
}

/** What a rule says of a model. */
export function check(rule: Rule, model: Model): readonly Report[] {
  const found: Report[] = [];
  rule.check(model, (report) => found.push(report));
  return found;
}
