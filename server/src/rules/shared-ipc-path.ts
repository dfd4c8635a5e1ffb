/**
 * AUTH-19: an ipc address where other users can be: a second bind takes the path over without an error and gets the new clients; an
 * abstract name is open to every user (e20). In /tmp everybody may put a file first.
 */
import { endpointsOf } from '../model/endpoint';
import type { Rule } from './rule';
import { causeOf } from './support/security';
import { opens } from './support/sockets';
import { code } from './support/texts';

/** Directly in a directory that everybody may write to. */
const SHARED = /^\/((var\/)?tmp|dev\/shm)\/[^/…]+$/;

export const sharedIpcPath: Rule = {
  id: 'shared-ipc-path',
  check(model, report) {
    for (const socket of model.sockets) {
      for (const use of opens(socket)) {
        if (use.op !== 'bind') continue;
        const found = endpointsOf(use.value)
          .map((one) => (one.rawScheme === 'ipc' ? judge(one.host ?? '') : undefined))
          .find((one) => one !== undefined);
        if (!found) continue;
        report({
          place: use.place,
          message: `${found.why} Use a directory of your own with mode 0700, or ${code('ipc://*')}.`,
          ...(found.shared ? { impact: 'medium' } : {}),
          evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
          confidence: 'high',
          exposure: 'local',
          cause: causeOf(use),
          holder: socket.holder,
          socket: socket.id,
          fixes: [],
        });
      }
    }
  },
};

function judge(path: string): { readonly why: string; readonly shared: boolean } | undefined {
  if (path === '' || path === '*' || path.startsWith('…')) return undefined;
  if (path.startsWith('@'))
    return { why: 'An abstract ipc name has no permissions: every user of this machine may connect.', shared: false };
  if (SHARED.test(path))
    return {
      why: 'Every user of this machine may put a file into this directory: another process can take the address over and gets your clients.',
      shared: true,
    };
  if (!path.startsWith('/'))
    return {
      why: 'A relative ipc path lies wherever the process was started, perhaps where others may write.',
      shared: false,
    };
  return undefined;
}
