import type { Binding } from '../binding';

export const fixV5: NonNullable<Binding['fix']> = () => undefined;
