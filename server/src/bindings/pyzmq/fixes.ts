import type { Binding } from '../binding';

export const fixPyzmq: NonNullable<Binding['fix']> = () => undefined;
