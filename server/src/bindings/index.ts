/** All bindings, in the order they are asked. */
import type { Binding } from './binding';
import { javascriptPlatform } from './platform/javascript';
import { pythonPlatform } from './platform/python';
import { pyzmq } from './pyzmq';
import { zeromqJs5 } from './zeromq-js-5';
import { zeromqJs6 } from './zeromq-js-6';

export const BINDINGS: readonly Binding[] = [zeromqJs6, zeromqJs5, pyzmq, javascriptPlatform, pythonPlatform];
