import type { Binding } from '../binding';

export const fixV6: NonNullable<Binding['fix']> = () => undefined;
