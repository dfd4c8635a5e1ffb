/**
 * Every handler goes through here: one that throws is logged and answered with nothing, so that a defect in a rule or a client's odd
 * message costs one answer and not the server.
 */
import {
  CancellationTokenSource,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
} from 'vscode-languageserver/node';
import type { Session } from './session';

/** Wraps a request's handler. Only "cancelled" and its kin pass through as errors: clients know what to do with those. */
export function request<P, R>(
  session: Session,
  name: string,
  empty: R,
  handler: (params: P, token: CancellationToken) => R | Promise<R>,
): (params: P, token?: CancellationToken) => Promise<R> {
  return async (params, token = new CancellationTokenSource().token) => {
    try {
      return await handler(params, token);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      session.problem(name, error);
      return empty;
    }
  };
}

/** Wraps a notification's handler. */
export function notification<P>(session: Session, name: string, handler: (params: P) => void): (params: P) => void {
  return (params) => {
    try {
      handler(params);
    } catch (error) {
      session.problem(name, error);
    }
  };
}

/** To be thrown where a request was cancelled, or what it asked about has changed under it. */
export function cancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}
