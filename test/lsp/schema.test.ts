/** `schemas/zmq-threats.schema.json`, which editors check `.zmq-threats.jsonc` against, says what the server reads. `UPDATE=1` writes it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configurationSchema } from '../../server/src/workspace/configuration-schema';
import { catalogue } from '../../server/src/threats/load';
import { root } from './support/client';

const file = join(root, 'schemas', 'zmq-threats.schema.json');

it('the shipped JSON schema is the one of the catalogue', () => {
  const schema = configurationSchema(catalogue());
  if (process.env.UPDATE === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  const shipped: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  expect(shipped, 'run UPDATE=1 npx vitest run test/lsp/schema.test.ts').toEqual(schema);
});
