/** The JSON schema of `.zmq-threats.jsonc`, made from the catalogue so that editors complete and explain every rule. */
import type { Catalogue } from '../threats/catalogue';
import { PROFILES, SETTINGS } from './configuration';

const ACCEPTED = '#/definitions/accepted';

/** `server/schemas/zmq-threats.schema.json` is this, printed; a test keeps the two equal. */
export function configurationSchema(catalogue: Catalogue): object {
  const levels = { enum: SETTINGS };
  const rules = Object.fromEntries(
    [...catalogue.rules]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((rule) => [rule.id, { ...levels, description: `${rule.covers.join(', ')}: ${rule.title}` }]),
  );
  const mitigations = Object.fromEntries(
    catalogue.threats.flatMap((threat) =>
      threat.mitigations.map(({ id, title }) => [id, { $ref: ACCEPTED, description: `${threat.title}: ${title}` }]),
    ),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'ZeroMQ Threat Model',
    description: 'What ZeroMQ Threat Model reports in this folder, in the editor and on the command line.',
    type: 'object',
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string' },
      profile: {
        enum: PROFILES,
        default: 'recommended',
        description:
          '"strict" also warns of bare defaults (posture), which "recommended" shows in hovers and in the sidebar only.',
      },
      rules: {
        type: 'object',
        description:
          'Level per rule, by rule id or catalogue code. "off" silences a rule; a single finding is better accepted in a comment, with a reason.',
        properties: rules,
        patternProperties: { '^[A-Za-z]+-[0-9]+$': levels },
        additionalProperties: false,
      },
      mitigations: {
        type: 'object',
        description:
          'Measures that are taken outside of the code (a sandbox, a firewall), by the id of their threat page, with the reason. What the code shows by itself needs no entry.',
        properties: mitigations,
        additionalProperties: false,
      },
      include: {
        type: 'array',
        items: { type: 'string' },
        description: 'Globs, relative to this folder. Only matching files are reported; empty or absent: all.',
      },
      exclude: {
        type: 'array',
        items: { type: 'string' },
        description:
          'Globs, relative to this folder. Matching files are not reported; they are still read when a reported file imports them.',
      },
    },
    definitions: {
      accepted: {
        type: 'object',
        properties: {
          reason: { type: 'string', minLength: 4, description: 'What is done, and where one can see it.' },
          until: {
            type: 'string',
            pattern: '^\\d{4}-\\d{2}-\\d{2}$',
            description: 'Last day of the acceptance: YYYY-MM-DD. Absent: for good.',
          },
        },
        required: ['reason'],
        additionalProperties: false,
        defaultSnippets: [{ body: { reason: '$1' } }, { body: { reason: '$1', until: '${2:YYYY-MM-DD}' } }],
      },
    },
  };
}
