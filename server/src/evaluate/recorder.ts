/**
 * The model under construction. Everything that happens in the abstract run is recorded here with its order; rehearsal passes
 * (`recording` off) allocate the same ids and record nothing.
 */
import type {
  Admission,
  ContextLimit,
  ContextUse,
  Cut,
  EndpointUse,
  HandlerCall,
  Loop,
  Model,
  Order,
  OptionWrite,
  PackageUse,
  Place,
  Settled,
  Socket,
  SocketAnchors,
  SocketType,
  Task,
  Transfer,
} from '../model/model';
import type { Touch } from '../model/threads';
import type { EventRef, NewSocket } from './api';
import { ConcurrencyRecorder } from './concurrency';
import { placesIn } from './places';
import { CUT_OFF, FATE, finish, GIVEN, type Listed, type Lists, type Mutable, type SocketDraft } from './drafts';

export class Recorder {
  recording = true;
  /** Threads, locks and forks. */
  readonly concurrency = new ConcurrencyRecorder((list, item) => {
    if (this.recording) this.add(list, item);
    return this.recording;
  });
  readonly tasks: Task[] = [];
  readonly loops: Mutable<Loop>[] = [];
  private readonly sockets: SocketDraft[] = [];
  private readonly socketKeys = new Map<string, number>();
  private readonly contexts: Mutable<ContextUse>[] = [];
  private readonly contextKeys = new Map<string, number>();
  private readonly transfers: Mutable<Transfer>[] = [];
  private readonly endpoints: Mutable<EndpointUse>[] = [];
  private readonly handlerCalls: Mutable<HandlerCall>[] = [];
  private readonly listed: Partial<Listed> = {};
  private readonly transferKeys = new Map<string, number>();
  /** The list each record went to, so that a stretch of the run can be taken back. */
  private readonly journal: unknown[][] = [];
  /** What happens in a later round of a loop to promises of the former, which the later one makes again under the same number. */
  private readonly early = new Map<string, Exclude<Settled, 'sync'>>();
  /** Sockets in the order in which recording passes saw them. */
  private readonly seen: SocketDraft[] = [];
  /** The same as a set; the others were only rehearsed. */
  private readonly real = new Set<SocketDraft>();
  private readonly cuts = new Map<string, Cut>();
  private readonly cutBodies = new Set<string>();
  /** A rehearsal was cut off: the record does not know all that others put into what it reads. */
  private rehearsedInPart = false;

  private add<T>(list: T[], item: T): T {
    this.journal.push(list);
    list.push(item);
    return item;
  }

  private to<T>(socket: number, list: (draft: SocketDraft) => T[], item: T): void {
    const draft = this.sockets[socket];
    if (draft) this.add(list(draft), item);
  }

  mark(): number {
    return this.journal.length;
  }

  /** Forget what was recorded since the mark: that stretch runs again, knowing more. */
  rewind(mark: number): void {
    while (this.journal.length > mark) {
      const list = this.journal.pop()!;
      const item = list.pop();
      if (list === this.seen) this.real.delete(item as SocketDraft);
    }
  }

  /** @returns its id */
  task(make: (id: number) => Task): number {
    return this.add(this.tasks as Task[], make(this.tasks.length)).id;
  }

  /** @returns its id */
  loop(make: (id: number) => Loop): number {
    return this.add(this.loops as Loop[], make(this.loops.length)).id;
  }

  /** One id per creation site and call path, so that passes agree on who is who. */
  socket(key: string, make: NewSocket, order: Order, holder: string, anchors: SocketAnchors): number {
    let id = this.socketKeys.get(key);
    if (id === undefined) {
      id = this.sockets.length;
      this.socketKeys.set(key, id);
      const made: SocketDraft = {
        id,
        type: make.type,
        binding: make.binding,
        created: make.site.place,
        createdName: make.site.name,
        holder,
        order,
        options: [],
        endpoints: [],
        transfers: [],
        closes: [],
        kept: false,
        unknowns: [],
        anchors,
      };
      for (const key of GIVEN) if (make[key] !== undefined) Object.assign(made, { [key]: make[key] });
      this.sockets.push(made);
    }
    const draft = this.sockets[id]!;
    if (this.recording && draft.order.task !== order.task && this.real.has(draft)) draft.remade = true;
    if (this.recording && !this.real.has(draft)) {
      this.real.add(draft);
      this.add(this.seen, draft);
      draft.order = order;
      if (make.taken) draft.taken = make.taken;
      else delete draft.taken;
      if (make.type === 'unknown')
        this.add(draft.unknowns, {
          what: 'type',
          reason: 'the socket type is not known',
          place: make.site.place,
          order,
        });
      if (make.foreign)
        this.add(draft.unknowns, {
          what: 'origin',
          reason: 'the socket comes from elsewhere',
          place: make.site.place,
          order,
        });
    }
    return id;
  }

  draft(id: number): SocketDraft | undefined {
    return this.sockets[id];
  }

  context(
    key: string,
    shared: boolean,
    made?: Pick<ContextUse, 'created' | 'createdName' | 'order' | 'scoped'>,
  ): number {
    let id = this.contextKeys.get(key);
    if (id === undefined) {
      id = this.contexts.length;
      this.contextKeys.set(key, id);
      this.contexts.push({ id, shared, closed: false, kept: false });
    }
    // The order of a rehearsal counts for nothing.
    const context = this.contexts[id]!;
    if (made && (this.recording || !context.order)) Object.assign(context, made);
    return id;
  }

  keepContext(id: number): void {
    const context = this.contexts[id];
    if (context) context.kept = true;
  }

  contextEscapes(id: number): void {
    this.keepContext(id);
    const context = this.contexts[id];
    if (context && this.recording) context.escapes = true;
  }

  markContext(id: number, mark: 'closed' | 'waitsAtExit' | 'lingerSet'): void {
    const context = this.contexts[id];
    if (context && this.recording) context[mark] = true;
  }

  limitContext(id: number, limit: ContextLimit): void {
    const context = this.contexts[id];
    if (!context || !this.recording) return;
    const limits = (context.sizeLimits ?? []) as ContextLimit[];
    context.sizeLimits = limits;
    this.add(limits, limit);
  }

  option(socket: number, write: OptionWrite): void {
    if (this.recording) this.to(socket, (draft) => draft.options, write);
  }

  endpoint(use: Mutable<Omit<EndpointUse, 'id'>>): EventRef | undefined {
    if (!this.recording) return undefined;
    const full = Object.assign(use, { id: this.endpoints.length });
    this.add(this.endpoints, full);
    this.to(use.socket, (draft) => draft.endpoints, full);
    return this.reference('endpoint', this.endpoints);
  }

  /** Ids of transfers are stable over passes, since taint carries them. */
  transferId(key: string): number {
    let id = this.transferKeys.get(key);
    if (id === undefined) this.transferKeys.set(key, (id = this.transferKeys.size));
    return id;
  }

  transfer(use: Mutable<Transfer>): EventRef | undefined {
    if (!this.recording) return undefined;
    this.add(this.transfers, use);
    this.to(use.socket, (draft) => draft.transfers, use);
    return this.reference('transfer', this.transfers);
  }

  close(socket: number, place: Place, order: Order): void {
    if (this.recording) this.to(socket, (draft) => draft.closes, { place, order });
  }

  touch(socket: number, touch: Touch): void {
    if (this.recording) this.to(socket, (draft) => (draft.touches ??= []), touch);
  }

  admission(socket: number, rule: Admission): void {
    if (this.recording) this.to(socket, (draft) => (draft.admissions ??= []), rule);
  }

  list<K extends Lists>(name: K, item: Listed[K][number]): void {
    if (this.recording) this.add((this.listed[name] ??= []) as Listed[K][number][], item);
  }

  handlerCall(call: HandlerCall): EventRef | undefined {
    if (!this.recording) return undefined;
    this.add(this.handlerCalls, { ...call });
    return this.reference('handler', this.handlerCalls);
  }

  /** The name of what was called while a message was handled; undefined for other events. */
  handlerPlace({ kind, index }: EventRef): Place | undefined {
    return kind === 'handler' ? this.handlerCalls[index]?.place : undefined;
  }

  /** The callee turned out never to wait: it is over when it returns. */
  immediate(event: EventRef): void {
    const call = this.handlerCalls[event.index];
    if (call && event.kind === 'handler') call.async = false;
  }

  /** Somebody runs it beside what follows. */
  schedule(event: EventRef, by: NonNullable<HandlerCall['scheduled']>): void {
    const call = this.handlerCalls[event.index];
    if (call && event.kind === 'handler') call.scheduled = by;
  }

  /** It is waited for after a loop that never ends around the call: that holds nothing up. */
  tooLate(event: EventRef, loops: readonly number[]): boolean {
    const call = event.kind === 'handler' ? this.handlerCalls[event.index] : undefined;
    return call?.order.loops.some((id) => this.loops[id]?.endless === true && !loops.includes(id)) ?? false;
  }

  /** The call waits for its turn (semaphore, mutex) before it does anything. */
  limited(event: EventRef): void {
    const call = this.handlerCalls[event.index];
    if (call && event.kind === 'handler') call.limited = true;
  }

  unknown(socket: number, what: Socket['unknowns'][number]['what'], reason: string, place: Place, order: Order): void {
    if (this.recording) this.to(socket, (draft) => draft.unknowns, { what, reason, place, order });
  }

  /** The arm ends with leaving these loops. */
  leaves(loops: readonly number[], branch: number, arm: number): void {
    for (const id of loops) {
      const loop = this.loops[id];
      if (loop) loop.exits = [...(loop.exits ?? []), [branch, arm]];
    }
  }

  /** The task arms itself again. */
  repeats(task: number): void {
    const known = this.tasks[task];
    if (known) this.tasks[task] = { ...known, repeats: true };
  }

  /** A file's code is not followed beyond this offset. One place per file, the first; for the record only. */
  cut(file: string, start: number, why: Cut['why']): void {
    if (!this.recording) this.rehearsedInPart = true;
    else if (start < (this.cuts.get(file)?.place.range.start ?? Infinity))
      this.cuts.set(file, { place: { file, range: { start, end: start } }, why });
  }

  /** A module's body was cut off: functions in it that run later would have seen what it had not done yet. */
  cutBody(file: string, place: Place, order: Order): void {
    this.cutOff(place, order);
    this.cutBodies.add(file);
  }

  /** The run was cut off here: what it would have done to any socket is not known. */
  cutOff(place: Place, order: Order): void {
    for (const draft of this.sockets)
      if (this.real.has(draft))
        this.add(draft.unknowns, {
          what: 'options',
          reason: CUT_OFF,
          place,
          order,
        });
  }

  keep(socket: number, collected = false): void {
    const draft = this.sockets[socket];
    if (draft) draft.kept = true;
    if (draft && collected) draft.collected = true;
  }

  /** What becomes of it when the function that made it is over. */
  hold(socket: number, what: Pick<Socket, 'held' | 'dropped'>): void {
    Object.assign(this.sockets[socket] ?? {}, what);
  }

  settle(event: EventRef, how: Exclude<Settled, 'sync'>): void {
    const draft = this.fateOf(event);
    if (!draft) this.early.set(`${event.kind}${event.index}`, how);
    else if (FATE[how] > FATE[draft.settled]) draft.settled = how;
  }

  private fateOf(event: EventRef): { settled: Settled } | undefined {
    switch (event.kind) {
      case 'transfer':
        return this.transfers[event.index];
      case 'endpoint':
        return this.endpoints[event.index];
      case 'handler':
        return this.handlerCalls[event.index];
      case 'call':
      case 'worker':
        return undefined;
    }
  }

  /** A reference to what was just recorded. */
  private reference(kind: EventRef['kind'], list: readonly unknown[]): EventRef {
    const event: EventRef = { kind, index: list.length - 1 };
    const how = this.early.size > 0 && this.early.get(`${kind}${event.index}`);
    if (how) this.settle(event, how);
    return event;
  }

  socketType(id: number): SocketType {
    return this.sockets[id]?.type ?? 'unknown';
  }

  /** Numbers given away so far. */
  get counts(): { readonly socket: number; readonly transfer: number } {
    return { socket: this.sockets.length, transfer: this.transferKeys.size };
  }

  /** Contexts that the whole process shares. */
  sharedContexts(): ReadonlyMap<string, number> {
    return new Map([...this.contextKeys].filter(([, id]) => this.contexts[id]!.shared));
  }

  /** Where something was recorded. */
  places(): readonly Place[] {
    const { sockets, contexts, endpoints, transfers, handlerCalls, listed, concurrency, cuts } = this;
    return placesIn([
      sockets,
      contexts,
      endpoints,
      transfers,
      handlerCalls,
      listed,
      concurrency.model(),
      [...cuts.values()],
    ]);
  }

  /** The finished model. Sockets that only a rehearsal saw are left out; ids stay, so lists may have gaps in numbering, not in order. */
  model(files: readonly string[], packages: readonly PackageUse[], complete: boolean): Model {
    const concurrency = this.concurrency.model();
    const sockets = this.sockets
      .filter((draft) => this.real.has(draft))
      .map((draft) => finish(draft, this.cutBodies, this.tasks));
    return {
      complete: complete && this.cuts.size === 0 && !this.rehearsedInPart,
      files,
      sockets,
      contexts: this.contexts,
      tasks: this.tasks,
      loops: this.loops,
      ignored: [],
      sinks: [],
      handlerCalls: this.handlerCalls,
      packages,
      waits: [],
      ...Object.fromEntries(Object.entries(this.listed).filter(([, list]) => list.length > 0)),
      ...(concurrency ? { concurrency } : {}),
      ...(this.cuts.size > 0 ? { cuts: [...this.cuts.values()] } : {}),
    };
  }
}
