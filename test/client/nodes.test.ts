/** The sidebar's nodes, without VS Code: order, counts, ids, names. */
import { describe, expect, it } from 'vitest';
import { copied, rootNodes, type Node } from '../../client/src/views/nodes';
import type { ViewOptions } from '../../client/src/views/view-options';
import { all, at, finding, mitigation, status, threat } from './support';

const shown = (changes: Partial<ViewOptions> = {}): ViewOptions => ({ ...all, ...changes });

/** One line per node, as a person reads it; `+` is open, `-` closed. */
function drawn(nodes: readonly Node[], indent = ''): string[] {
  return nodes.flatMap((node) => {
    const children = 'children' in node ? node.children : [];
    const sign = children.length === 0 ? ' ' : 'expanded' in node && node.expanded ? '+' : '-';
    const text = `${indent}${sign} ${node.label}${node.description ? ` | ${node.description}` : ''}`;
    return [text, ...drawn(children, `${indent}  `)];
  });
}

function ids(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => [node.id, ...('children' in node ? ids(node.children) : [])]);
}

describe('the sidebar by threat', () => {
  it('lists threats by severity, then by name; those without findings too, closed', () => {
    const measures = [mitigation()];
    const nodes = rootNodes(
      status({
        uri: 'file:///w',
        name: 'w',
        threats: [
          threat('quiet', [], measures),
          threat('note', [finding({ level: 'note' })]),
          threat('b', [finding()]),
          threat('a', [finding()]),
          threat('accepted', [finding({ accepted: { reason: 'r' } })]),
          threat('bad', [finding({ level: 'error' })]),
        ],
      }),
      shown(),
    );
    expect(nodes.map((node) => [node.label, node.description, 'expanded' in node && node.expanded])).toEqual([
      ['bad', '1', true],
      ['a', '1', true],
      ['b', '1', true],
      ['note', '1', true],
      ['accepted', 'accepted', false],
      ['quiet', 'no findings', false],
    ]);
  });

  it('has the findings of a threat and then its mitigations, with places to go to', () => {
    const nodes = rootNodes(
      status({
        name: 'w',
        threats: [
          threat(
            'hwm',
            [finding({ range: at(6) }), finding({ range: at(2), fingerprint: 'g', cause: 'd' })],
            [
              mitigation({ title: 'Unneeded', state: 'not-applicable', note: 'No socket here needs it' }),
              mitigation({ title: 'Elsewhere', state: 'not-visible' }),
              mitigation({ title: 'Known', state: 'accepted', note: 'lab only' }),
              mitigation({
                title: 'Trusted',
                state: 'accepted',
                note: 'gVisor',
                accepted: { reason: 'gVisor', until: '2027-01-31' },
              }),
              mitigation({
                title: 'Bounded',
                state: 'in-place',
                places: [at(3), at(3), at(1)].map((range) => ({ uri: 'file:///w/src/a.ts', range })),
              }),
              mitigation({ title: 'Limited', state: 'missing', note: 'on 0 of 1 sockets' }),
            ].map((one, i) => ({ ...one, id: String(i) })),
          ),
        ],
      }),
      shown(),
    );
    expect(drawn(nodes)).toEqual([
      '+ hwm | 2',
      '    a.ts:3 | Unbounded high-water mark',
      '    a.ts:7 | Unbounded high-water mark',
      '  - Mitigations | 1 missing, 1 in place, 2 accepted',
      '      Limited | missing: on 0 of 1 sockets',
      '    - Bounded | in place',
      '        a.ts:2 | src',
      '        a.ts:4 | src',
      '      Known | accepted: lab only',
      '      Trusted | accepted until 2027-01-31: gVisor',
      '      Elsewhere | not visible in code',
      '      Unneeded | not applicable: No socket here needs it',
    ]);
  });

  it('opens the mitigations where there is nothing else to see', () => {
    const nodes = rootNodes(status({ name: 'w', threats: [threat('t', [], [mitigation()])] }), shown());
    expect(drawn(nodes)).toEqual(['- t | no findings', '  + Mitigations', '      Measure | not visible in code']);
  });

  it('says of a threat without findings what is missing, and no more', () => {
    const gap = mitigation({ state: 'missing' });
    const threats = [
      threat('a', [], [gap]),
      threat('b', [], [gap, { ...gap, id: 'x' }]),
      threat('c', [finding()], [gap]),
    ];
    const nodes = rootNodes(status({ uri: 'file:///w', name: 'w', threats }), shown());
    expect(nodes.map(({ description }) => description)).toEqual(['1', '1 missing', '2 missing']);
  });

  it('knows the folder whose configuration can accept a mitigation', () => {
    const [only] = rootNodes(
      status({ uri: 'file:///w', name: 'w', threats: [threat('t', [], [mitigation()])] }),
      shown(),
    );
    const found = only as unknown as { children: { children: { folder: string }[] }[] };
    expect(found.children[0]!.children[0]!.folder).toBe('file:///w');
  });

  it('shows folders when several have something to tell, with each cause counted once', () => {
    const two = [threat('a', [finding()]), threat('b', [finding()])];
    const silent = { uri: 'file:///v', name: 'v', threats: [threat('a', [], [mitigation()])] };
    const w = { uri: 'file:///w', name: 'w', threats: two };
    expect(rootNodes(status(w, silent), shown()).map(({ kind }) => kind)).toEqual(['threat', 'threat']);
    const nodes = rootNodes(status(w, silent, { name: 'Other files', threats: two }), shown());
    expect(nodes.map((node) => [node.kind, node.label, node.description])).toEqual([
      ['folder', 'w', '1'],
      ['folder', 'Other files', '1'],
    ]);
  });

  it('sorts findings by level and place, accepted ones last, with their reason', () => {
    const nodes = rootNodes(
      status({
        name: 'w',
        threats: [
          threat('t', [
            finding({ fingerprint: '1', range: at(9) }),
            finding({ fingerprint: '2', range: at(1), accepted: { reason: 'lab only' } }),
            finding({ fingerprint: '3', range: at(3) }),
            finding({ fingerprint: '4', range: at(20), level: 'error' }),
          ]),
        ],
      }),
      shown(),
    );
    expect(drawn(nodes).slice(1)).toEqual([
      '    a.ts:21 | Unbounded high-water mark',
      '    a.ts:4 | Unbounded high-water mark',
      '    a.ts:10 | Unbounded high-water mark',
      '    a.ts:2 | Unbounded high-water mark · accepted: lab only',
    ]);
  });
});

describe('the sidebar by file and by socket', () => {
  const threats = [
    threat('enc', [
      finding({ uri: 'file:///w/src/a.ts', holder: 'Broker.front', cause: 'bind', range: at(1) }),
      finding({ uri: 'file:///w/src/b.ts', holder: '', cause: 'other', level: 'error' }),
    ]),
    threat('auth', [
      finding({ uri: 'file:///w/src/a.ts', holder: 'Broker.front', cause: 'bind', range: at(1), fingerprint: 'g' }),
      finding({ uri: 'file:///w/src/a.ts', holder: 'Broker.back', cause: 'back', range: at(8), fingerprint: 'h' }),
    ]),
  ];

  it('lists files, gravest first, with each cause counted once', () => {
    expect(drawn(rootNodes(status({ name: 'w', threats }), shown({ group: 'file' })))).toEqual([
      '+ b.ts | 1 · src',
      '    Line 5 | Unbounded high-water mark',
      '+ a.ts | 2 · src',
      '    Line 2 | Unbounded high-water mark',
      '    Line 2 | Unbounded high-water mark',
      '    Line 9 | Unbounded high-water mark',
    ]);
  });

  it('lists sockets by the name they have in the code', () => {
    expect(drawn(rootNodes(status({ name: 'w', threats }), shown({ group: 'socket' })))).toEqual([
      '+ no socket | 1 · b.ts',
      '    b.ts:5 | Unbounded high-water mark',
      '+ Broker.back | 1 · a.ts',
      '    a.ts:9 | Unbounded high-water mark',
      '+ Broker.front | 1 · a.ts',
      '    a.ts:2 | Unbounded high-water mark',
      '    a.ts:2 | Unbounded high-water mark',
    ]);
  });
});

describe('what is filtered', () => {
  const threats = [threat('t', [finding({ level: 'note' })], [mitigation()]), threat('u', [], [mitigation()])];

  it('leaves its threat, which says so', () => {
    const nodes = rootNodes(status({ name: 'w', threats }), shown({ level: 'error' }));
    expect(nodes.map(({ label, description }) => `${label}: ${description}`)).toEqual([
      't: hidden by the filter',
      'u: no findings',
    ]);
  });

  it('leaves no empty file or socket', () => {
    for (const group of ['file', 'socket'] as const)
      expect(rootNodes(status({ name: 'w', threats }), shown({ group, level: 'error' }))).toEqual([]);
  });
});

it('never gives two nodes one id, in any grouping: VS Code refuses that', () => {
  const threats = [threat('t', [finding(), finding(), finding()], [mitigation()]), threat('u', [finding()])];
  for (const group of ['threat', 'file', 'socket'] as const) {
    const all = ids(
      rootNodes(status({ name: 'w', threats }, { uri: 'file:///v', name: 'v', threats }), shown({ group })),
    );
    expect(new Set(all).size).toBe(all.length);
  }
});

it('copies a node as text: findings a line each, or else the mitigations', () => {
  const where = ({ uri, range }: { uri: string; range: { start: { line: number } } }): string =>
    `${uri.split('/').at(-1)}:${range.start.line + 1}`;
  const threats = [
    threat('t', [finding({ range: at(1) }), finding({ range: at(3), fingerprint: 'g' })], [mitigation()]),
    threat('u', [], [mitigation({ note: 'nobody tells', places: [{ uri: 'file:///w/a.ts', range: at(8) }] })]),
  ];
  const nodes = rootNodes(status({ name: 'w', threats }), shown());
  expect(copied(nodes[0]!, where)).toBe('a.ts:2 unbounded-hwm: m\na.ts:4 unbounded-hwm: m');
  expect(copied(nodes[1]!, where)).toBe('Measure (measure): not visible in code: nobody tells');
  expect(copied({ kind: 'finding2' } as unknown as Node, where)).toBe('');
});

describe('postures', () => {
  const posture = finding({ title: 'Server without heartbeat', level: 'note', fingerprint: 'p', holder: 'jobs' });
  const accepted = finding({ level: 'note', fingerprint: 'q', accepted: { reason: 'r' } });
  const threats = [threat('t', [finding()], [mitigation()], [posture, accepted]), threat('u', [], [], [posture])];

  it('stand between the findings and the mitigations, closed; none is counted, and accepted ones are gone', () => {
    expect(drawn(rootNodes(status({ name: 'w', threats }), shown()))).toEqual([
      '+ t | 1',
      '    a.ts:5 | Unbounded high-water mark',
      '  - Posture | 1',
      '      a.ts:5 | Server without heartbeat',
      '  - Mitigations',
      '      Measure | not visible in code',
      '- u | no findings',
      '  - Posture | 1',
      '      a.ts:5 | Server without heartbeat',
    ]);
  });

  it('stand with their file and their socket', () => {
    const drawnBy = (group: 'file' | 'socket'): string[] =>
      drawn(rootNodes(status({ name: 'w', threats: [threats[0]!] }), shown({ group })));
    expect(drawnBy('file')).toEqual([
      '+ a.ts | 1 · w',
      '    Line 5 | Unbounded high-water mark',
      '  - Posture | 1',
      '      a.ts:5 | Server without heartbeat',
    ]);
    expect(drawnBy('socket')).toEqual([
      '+ push | 1 · a.ts',
      '    a.ts:5 | Unbounded high-water mark',
      '- jobs | a.ts',
      '  - Posture | 1',
      '      a.ts:5 | Server without heartbeat',
    ]);
  });

  it('are hidden with the notes', () => {
    expect(drawn(rootNodes(status({ name: 'w', threats }), shown({ level: 'warning' }))).join('\n')).not.toContain(
      'Posture',
    );
  });

  it('are copied as findings are, and not with those of a threat', () => {
    const where = (): string => 'a.ts:5';
    const [first] = rootNodes(status({ name: 'w', threats }), shown());
    expect(copied(first!, where)).toBe('a.ts:5 unbounded-hwm: m');
    const [, group] = 'children' in first! ? first.children : [];
    expect(copied(group!, where)).toBe('a.ts:5 unbounded-hwm: m');
  });
});
