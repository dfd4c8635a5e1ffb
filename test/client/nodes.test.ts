/** The sidebar's nodes, without VS Code: order, counts, ids, names. */
import { describe, expect, it } from 'vitest';
import { countsText, fileName, rootNodes, type FolderNode, type ThreatNode } from '../../client/src/views/nodes';
import type { Status, WireFinding, WireThreat } from '../../server/src/lsp/protocol';

function finding(changes: Partial<WireFinding> = {}): WireFinding {
  return {
    uri: 'file:///w/a.ts',
    range: { start: { line: 4, character: 2 }, end: { line: 4, character: 5 } },
    rule: 'unbounded-hwm',
    code: 'HWM-01',
    title: 'Unbounded high-water mark',
    threat: 'hwm_overflow_dos',
    level: 'warning',
    message: 'm',
    confidence: 'high',
    cause: 'c',
    fingerprint: 'f',
    fixable: true,
    ...changes,
  };
}

function threat(id: string, findings: WireFinding[], level?: WireThreat['level']): WireThreat {
  return { threat: id, title: id, ...(level ? { level } : {}), count: findings.length, findings, mitigations: [] };
}

function status(...folders: Status['folders']): Status {
  return { state: 'ready', speaksZeroMq: true, files: 1, counts: { error: 0, warning: 0, note: 0 }, folders };
}

describe('the sidebar', () => {
  it('shows threats with findings only, gravest first, and no folder when there is one', () => {
    const nodes = rootNodes(
      status(
        {
          uri: 'file:///w',
          name: 'w',
          threats: [threat('quiet', []), threat('note', [finding()], 'note'), threat('bad', [finding()], 'error')],
        },
        { uri: 'file:///v', name: 'v', threats: [threat('quiet', [])] },
      ),
    );
    expect(nodes.map((node) => [node.kind, node.label])).toEqual([
      ['threat', 'bad'],
      ['threat', 'note'],
    ]);
  });

  it('shows folders when several have something, with each cause counted once', () => {
    const two = [threat('a', [finding()], 'warning'), threat('b', [finding()], 'warning')];
    const nodes = rootNodes(
      status({ uri: 'file:///w', name: 'w', threats: two }, { name: 'Other files', threats: two }),
    );
    expect(nodes.map((node) => [node.kind, node.label, (node as FolderNode).description])).toEqual([
      ['folder', 'w', '1'],
      ['folder', 'Other files', '1'],
    ]);
  });

  it('sorts findings by level and place, accepted ones last, with their reason', () => {
    const at = (line: number): WireFinding['range'] => ({ start: { line, character: 0 }, end: { line, character: 1 } });
    const [node] = rootNodes(
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
    );
    expect((node as ThreatNode).children.map(({ description }) => description)).toEqual([
      'a.ts:21',
      'a.ts:4',
      'a.ts:10',
      'a.ts:2 · accepted: lab only',
    ]);
  });

  it('never gives two nodes one id: VS Code refuses that', () => {
    const [node] = rootNodes(status({ name: 'w', threats: [threat('t', [finding(), finding(), finding()])] }));
    const ids = (node as ThreatNode).children.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it('names files and counts as people do', () => {
    expect(fileName('file:///w/a%20b/%C3%A9.ts')).toBe('é.ts');
    expect(fileName('untitled:Untitled-1')).toBe('Untitled-1');
    expect(fileName('file:///w/%zz')).toBe('%zz');
    expect(countsText({ error: 1, warning: 2, note: 0 })).toBe('1 error, 2 warnings');
    expect(countsText({ error: 0, warning: 0, note: 0 })).toBe('');
  });
});
