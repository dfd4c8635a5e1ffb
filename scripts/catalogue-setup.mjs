// vitest's global setup. A faulty page is reported but stops nothing here: it is missing from the catalogue, and the test that needs it says so.
import { generateCatalogue } from './catalogue.mjs';

export default function setup() {
  for (const problem of generateCatalogue().problems) console.error(`catalogue: ${problem}`);
}
