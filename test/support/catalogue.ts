/** The catalogue as the pages state it, for tests. */
import type { Catalogue } from '../../server/src/threats/catalogue';
import { catalogue } from '../../server/src/threats/load';

export function testCatalogue(): Catalogue {
  return catalogue();
}
