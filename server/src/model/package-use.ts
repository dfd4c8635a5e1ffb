import type { Place } from './model';

/** A dependency as a manifest states it. */
export interface PackageUse {
  readonly ecosystem: 'npm' | 'pypi';
  readonly name: string;
  /** What the code imports it as, when that differs (`"z": "npm:zeromq@5.3.1"`). */
  readonly alias?: string;
  /** As written: `^5.2.8`. */
  readonly range: string;
  readonly place: Place;
  /** Which part of the manifest: dependencies, devDependencies … */
  readonly section: string;
}
