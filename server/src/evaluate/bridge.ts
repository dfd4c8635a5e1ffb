/** What bindings may ask and tell: `EvaluatorApi` over the machine. */
import { frameIn, type Data } from '../model/data';
import type { EndpointUse, OptionWrite, Poll, SocketAnchors } from '../model/model';
import type { EvaluatorApi, Value } from './api';
import { argumentsOf } from './arguments';
import { callValue } from './calls';
import { beginEmpty, noteUse } from './collections';
import type { ConcurrencyApi } from './concurrency-api';
import { concurrencyApi, foreignCallee, workerOf } from './concurrency-bridge';
import { markTested, toData } from './data';
import type { Mutable } from './drafts';
import { assignFields, handlesEscape, idsIn, openObjects, settle, siteKey } from './effects';
import { noteLength } from './checks';
import { noteCount } from './existence';
import { isGuarded } from './guards';
import { heldSockets } from './held';
import { anyItem, forEachItem } from './loops';
import type { Machine } from './machine';
import { memoryApi, type MemoryApi } from './memory';
import { protoOf } from './members';
import { importValue } from './modules';
import type { Activation, FunctionImpl } from './state';
import { unheardAt } from './swallows';
import { checkedValue, mergeTaint, tainted, taintOfValue } from './taint';
import { concat } from './text';
import { threadApi, type ThreadApi } from './threads';
import { looksAt } from './topics';
import { armOf, constantValue, handlesIn, joinAll, optionsOf, TRUE, UNDEFINED, unknownValue } from './values';

export function createApi(m: Machine): EvaluatorApi {
  const constantOf = (
    value: Value | undefined,
  ): { readonly value: string | number | boolean | null | undefined } | undefined =>
    value?.v === 'const' && !value.taint ? { value: value.value } : undefined;

  /** Whether anybody else is held up is asked for nothing that does not block: it costs a walk. */
  const holdsUp = (blocks: boolean | undefined): Pick<Poll, 'blocks' | 'onEventLoop'> =>
    blocks ? { blocks, ...(m.onEventLoop() ? { onEventLoop: true } : {}) } : {};

  // A literal with a spread in it is made property by property: that took a third of a millisecond.
  const own: Omit<EvaluatorApi, keyof ConcurrencyApi | keyof MemoryApi | keyof ThreadApi> = {
    get language() {
      return m.language;
    },
    get sloppy() {
      return m.activation.module.ir.sloppy;
    },

    constant: constantValue,
    unknown: unknownValue,
    external: (module, ...path) => ({ v: 'external', name: { module, path } }),
    handle: (binding, kind, id, data) => ({
      v: 'handle',
      handle: { binding, kind, id, ...(data === undefined ? {} : { data }) },
    }),
    oneOf: joinAll,
    list: (items, open = false, rest) => ({ v: 'list', list: m.newList(items, open, rest) }),
    beginEmpty: (list, kind, site) => {
      if (list.v === 'list') beginEmpty(m, list.list, kind, site.name);
      return list;
    },
    noteUse: (list, what, site, added) => {
      if (list.v === 'list') noteUse(m, list.list, what, site.name, site.receiver, added);
    },
    promise: (of, event) => ({ v: 'promise', of, ...(event ? { event } : {}) }),
    data: toData,
    taint: taintOfValue,
    withTaint: tainted,
    constantOf,
    stringOf: (value) => {
      const known = constantOf(value)?.value;
      return typeof known === 'string' ? known : undefined;
    },
    numberOf: (value) => {
      const known = constantOf(value)?.value;
      return typeof known === 'number' ? known : undefined;
    },
    handles: handlesIn,
    assignFields: (target, source, site) => assignFields(m, target, source, site),
    concat,
    newId: () => m.nextId(),
    inherit: (sub, base) => {
      if (sub?.v !== 'function' || base?.v !== 'function') return;
      const [proto, of] = [protoOf(m, sub.fn as FunctionImpl), protoOf(m, base.fn as FunctionImpl)];
      if (proto !== of) proto.proto = of;
    },
    object: (fields) => ({ v: 'object', object: m.newObject(Object.entries(fields)) }),
    setField: (object, name, value) => m.store.write(object.fields, name, value),
    fields: (value) => (value?.v === 'object' || value?.v === 'instance' ? value.object : undefined),

    callArguments: () => {
      const { fn, args } = m.activation;
      if (!args || fn.lexicalThis) return { v: 'list', list: m.newList([], true) };
      return { v: 'list', list: m.newList(args.list, args.open || args.rest !== undefined, args.rest) };
    },

    importModule: (specifier) => importValue(m, specifier, 0),
    get importedModules() {
      return m.activation.module.ir.imports.map((one) => one.specifier);
    },

    newContext: (site, shared, scoped) =>
      m.recorder.context(
        site ? siteKey(m, site.place.range.start) : 'shared',
        shared,
        site
          ? { created: site.place, createdName: site.name, order: m.now(), ...(scoped ? { scoped } : {}) }
          : undefined,
      ),
    sharedContext: (key) => m.recorder.context(`shared:${key}`, true),
    closeContext: (id) => m.recorder.markContext(id, 'closed'),
    markContext: (id, mark) => m.recorder.markContext(id, mark),
    endContext: (context, site, instead) => {
      const how = instead === undefined ? {} : { instead };
      m.recorder.list('terminations', { context, place: site.name, order: m.now(), held: heldSockets(m), ...how });
    },
    limitContext: (id, { value, ...limit }) => m.recorder.limitContext(id, { ...limit, value: toData(value) }),
    newSocket: (make) => {
      const key = make.foreign
        ? `foreign:${make.site.file}:${make.site.holder}:${make.type}`
        : siteKey(m, make.site.place.range.start);
      const { site } = make;
      const anchors: Mutable<SocketAnchors> = { argCount: make.argCount ?? 0 };
      if (site.argsPlace) anchors.args = site.argsPlace;
      if (make.optionsObject) anchors.optionsObject = make.optionsObject;
      if (site.receiver) anchors.variable = site.receiver;
      if (site.statement) anchors.statement = site.statement;
      if (make.namespace) anchors.namespace = make.namespace;
      return m.recorder.socket(key, make, m.now(), site.holder, anchors);
    },
    socketType: (id) => m.recorder.socketType(id),
    contextOf: (id) => m.recorder.draft(id)?.context,
    addOption: (socket, { option, value, place, valuePlace, statement, via, spelling, early }) => {
      const now = m.now();
      const made = early && m.recorder.draft(socket)?.order;
      const order = made ? { ...made, arms: now.arms } : now;
      if (!m.recorder.recording) return;
      const arm = armOf(value);
      const write: Mutable<OptionWrite> = {
        option,
        value: toData(value),
        place,
        via,
        spelling,
        order: arm ? { ...order, arms: [...order.arms, arm] } : order,
      };
      if (valuePlace) write.valuePlace = valuePlace;
      if (statement) write.statement = statement;
      m.recorder.option(socket, write);
    },
    addIgnored: (socket, { value, ...write }) =>
      m.recorder.list('ignored', {
        ...write,
        socket,
        value: toData(value),
        order: m.now(),
        ...(m.tries > 0 ? { guarded: true } : {}),
      }),
    addEndpoint: (socket, op, value, place, site, asynchronous, details) => {
      const order = m.now();
      if (!m.recorder.recording) return asynchronous ? api.promise(UNDEFINED) : UNDEFINED;
      const use: Mutable<Omit<EndpointUse, 'id'>> = {
        socket,
        op,
        value: toData(value),
        place: place ?? site.place,
        call: site.name,
        receiver: site.receiver,
        order,
        settled: asynchronous ? 'dropped' : 'sync',
        callPlace: site.place,
        inAsync: site.inAsync,
        ...details,
      };
      if (site.statement) use.statement = site.statement;
      if (m.activation.calledAt) use.calledAt = m.activation.calledAt;
      const taint = taintOfValue(value);
      if (taint?.checked || m.isVerified(taint)) use.checked = true;
      const event = m.recorder.endpoint(use);
      return asynchronous ? api.promise(UNDEFINED, event) : UNDEFINED;
    },
    addSend: (socket, message, site, how) => {
      if (!m.recorder.recording) return how.asynchronous ? api.promise(UNDEFINED) : UNDEFINED;
      const event = m.recorder.transfer({
        id: m.recorder.transferId(`send|${siteKey(m, site.place.range.start)}|${socket}`),
        socket,
        op: 'send',
        place: site.name,
        callPlace: site.place,
        order: m.now(),
        settled: how.asynchronous ? 'dropped' : 'sync',
        exclusive: how.exclusive,
        continuous: false,
        async: how.asynchronous,
        inAsync: site.inAsync,
        ...(how.multipart || (message?.v === 'list' && message.list.items.length > 1) ? { multipart: true } : {}),
        ...(message ? { message: toData(message), ...framesOf(message) } : {}),
        ...(how.unlimited ? { unlimited: true } : {}),
        ...(how.paced ? { paced: true } : {}),
        ...(how.shares === undefined ? {} : { shares: how.shares }),
        ...(how.atOnce ? unheardAt(m, site) : {}),
        ...holdsUp(how.blocks),
      });
      return how.asynchronous ? api.promise(UNDEFINED, event) : UNDEFINED;
    },
    addReceive: (socket, frames, site, how) => {
      const id = m.recorder.transferId(`recv|${siteKey(m, site.place.range.start)}|${socket}`);
      const event = m.recorder.transfer({
        id,
        socket,
        op: 'receive',
        place: site.name,
        callPlace: site.place,
        order: m.now(),
        settled: how.asynchronous ? 'dropped' : 'sync',
        exclusive: how.exclusive,
        continuous: how.continuous === true,
        async: how.asynchronous,
        inAsync: site.inAsync,
        ...(how.decodes ? { decodes: how.decodes } : {}),
        ...(how.multipart ? { multipart: true } : {}),
        ...(how.polls ? { polls: true } : {}),
        ...(how.single ? { single: true } : {}),
        ...(how.cuts ? { cuts: true } : {}),
        ...holdsUp(how.blocks),
      });
      const loop = how.registered ? undefined : m.loops[m.loops.length - 1];
      if (loop !== undefined && !m.handling) {
        const record = m.recorder.loops[loop]!;
        if (record.socket === undefined && !how.continuous) record.socket = socket;
        m.handling = { socket, transfer: id, since: m.nextId(), inLoop: true };
      } else if (how.continuous && loop !== undefined)
        m.handling = { socket, transfer: id, since: m.nextId(), inLoop: true };
      if (m.recorder.socketType(socket) === 'SUB') m.published = true;
      const value = frames({ transfers: [id] });
      return how.asynchronous ? api.promise(value, event) : value;
    },
    addAdmission: (socket, rule) => m.recorder.admission(socket, { ...rule, order: m.now() }),
    addPoll: (sockets, place, blocks) =>
      m.recorder.list('polls', { sockets, place, order: m.now(), ...holdsUp(blocks) }),
    addMonitored: (socket) => {
      const loop = m.loops[m.loops.length - 1];
      if (loop !== undefined) m.recorder.loops[loop]!.monitored = socket;
    },
    addClose: (socket, site) => m.recorder.close(socket, site.place, m.now()),
    addSink: (sink) => {
      const taint = taintOfValue(sink.argument);
      m.recorder.list('sinks', {
        kind: sink.kind,
        api: sink.api,
        place: sink.site.name,
        call: sink.site.place,
        order: m.now(),
        argument: toData(sink.argument),
        taint: taint?.transfers ?? [],
        verified: m.isVerified(taint),
        checked: taint?.checked === true,
        language: m.language,
        ...(sink.argumentPlace ? { argumentPlace: sink.argumentPlace } : {}),
        ...(sink.replacement ? { replacement: sink.replacement } : {}),
      });
    },
    addFragile: (what, name, value, site) => {
      const taint = taintOfValue(value);
      if (!taint || taint.checked || isGuarded(m) || m.isVerified(taint)) return;
      if (what !== 'form' && taint.transfers.some((id) => m.counted.has(id))) return;
      const frame = value.v === 'unknown' ? frameIn(value.detail) : undefined;
      m.recorder.list('fragile', {
        what,
        api: name,
        place: site.name,
        order: m.now(),
        taint: taint.transfers,
        ...(frame === undefined ? {} : { frame }),
      });
    },
    addSecretUse: (into, name, site) =>
      m.recorder.list('secretUses', { into, api: name, place: site.name, order: m.now() }),
    addMoreCheck: (socket) => {
      const draft = m.recorder.draft(socket);
      if (draft) draft.asksForMore = true;
    },
    addMode: (site) => m.recorder.list('modes', site.place),
    addRescue: (site, socket) => {
      const draft = socket === undefined ? undefined : m.recorder.draft(socket);
      if (draft) draft.rescued = true;
      else m.recorder.list('rescues', site.place);
    },
    outlives: (value) => {
      const since = m.handling?.since;
      return since !== undefined && optionsOf(value).some((one) => isKept(one, since));
    },
    addBlocking: (name, site, pause) =>
      m.recorder.list('blocking', { api: name, place: site.name, order: m.now(), ...(pause ? { pause } : {}) }),
    asyncCall: (site, of, how) => api.promise(of, m.handlerCall(site, how?.limited)),
    schedule: (value, site) => {
      // Work that nobody knows is work all the same.
      const known = value.v === 'promise' && value.event !== undefined;
      const work = known ? value : api.asyncCall(site, value.v === 'promise' ? value.of : unknownValue('call'));
      if (work.v === 'promise' && work.event) m.recorder.schedule(work.event, { name: site.name, call: site.place });
      return work;
    },
    optionsUnknown: (socket, reason, place) => m.recorder.unknown(socket, 'options', reason, place, m.now()),
    escapes: (value, reason, place) => {
      handlesEscape(m, value, reason, place);
      looksAt(m, value);
      openObjects(m, value, reason, place);
    },
    keep: (value, collected) => {
      for (const id of idsIn(value, 'socket')) m.recorder.keep(id, collected);
      for (const id of idsIn(value, 'context')) m.recorder.keepContext(id);
    },

    callFunction: (fn, args, site) =>
      joinAll(optionsOf(fn).map((one) => callValue(m, one, argumentsOf(args), { ...site, construct: false }, false))),
    waitsForTurn: () => {
      m.recorder.list('waits', { ...m.now(), turn: true });
      for (let at: Activation | undefined = m.activation; at; at = at.caller)
        if (at.handler) m.recorder.limited(at.handler);
    },
    anyItem: (items) => anyItem(m, items),
    callForEach: (fn, items, site) => {
      const results: Value[] = [];
      forEachItem(m, items, site.place.range, (item) =>
        results.push(api.callFunction(fn, [item, api.unknown('other', 'index')], site)),
      );
      return results;
    },
    startTask: (kind, fn, args, site, how) => {
      if (!m.queueing) return;
      const worker = how?.worker && workerOf(m, how.worker, fn, [fn, ...args, ...(how.named?.values() ?? [])], site);
      for (const one of optionsOf(fn)) {
        const run = one.v === 'function' ? (one.fn as FunctionImpl) : worker && foreignCallee(m, one, site);
        if (!run) continue;
        if ('ir' in run) {
          m.called.add(run.key);
          if (m.chain.includes(run.key)) {
            m.recorder.repeats(m.task);
            continue;
          }
        }
        m.pending.push({
          chain: m.chain,
          kind,
          run,
          args,
          repeats: how?.repeats ?? false,
          outside: how?.outside ?? false,
          order: m.now(),
          place: site.place,
          depth: m.activation.depth,
          ...(how?.socket === undefined ? {} : { socket: how.socket }),
          ...(how?.transfer === undefined ? {} : { transfer: how.transfer }),
          ...(how?.rest === undefined ? {} : { rest: how.rest }),
          ...(how?.named === undefined ? {} : { named: how.named }),
          // Each thread makes sockets of its own, also where several are started at one place.
          ...(worker ? { worker, unroll: `${m.unroll}w${worker.id}` } : {}),
        });
      }
    },
    verified: (...values) => {
      const transfers = mergeTaint(values.map(taintOfValue))?.transfers ?? [];
      for (const id of transfers) m.store.write(m.verified, id, TRUE);
      const outcome = unknownValue('other', 'check');
      return transfers.length > 0 ? { ...outcome, proof: { yes: transfers, no: [] } } : outcome;
    },
    checked: checkedValue,
    cutsAt: (value) => noteLength(m, 'cuts', value),
    counts: (value) => {
      if (value.v === 'list') noteCount(m, value.list);
    },
    tested: markTested,
    settle: (value, how) => settle(m, value, how),
  };
  const api: EvaluatorApi = Object.assign(own, concurrencyApi(m), memoryApi(m), threadApi(m));
  return api;
}

function isKept(value: Value, since: number): boolean {
  if (value.v === 'class') return true;
  return (value.v === 'object' || value.v === 'instance') && value.object.id < since;
}

/** The frames of a message that is a list of known length. */
function framesOf(message: Value): { readonly frames?: readonly Data[] } {
  return message.v === 'list' && !message.list.open && message.list.items.length <= MANY_FRAMES
    ? { frames: message.list.items.map(toData) }
    : {};
}

/** Longer messages are data, not protocol. */
const MANY_FRAMES = 20;
