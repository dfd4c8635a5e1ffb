/**
 * `.zmq-threats.jsonc`: profile, levels per rule, accepted mitigations, include and exclude. Shared by editor and command line. Whatever is wrong with it is
 * a notice at the exact place; the rest of it, and the defaults, stay in force. It is data, never code.
 */
import { printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Level, Notice } from '../model/finding';
import type { Range } from '../text/lines';
import type { Catalogue, RuleEntry } from '../threats/catalogue';
import { readMitigations, type AcceptedMitigation } from './accepted-mitigations';
import { isTame, matcher, type PathTest } from './globs';
import { entries, jsonTree, rangeOf } from './jsonc';
import { quote, suggestion } from './suggestion';

export const CONFIGURATION_NAME = '.zmq-threats.jsonc';

export type Profile = 'recommended' | 'strict';
export type RuleSetting = Level | 'off';

export interface Configuration {
  readonly profile: Profile;
  /** Settings by rule id; codes are translated. */
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Mitigations that somebody vouches for, by id; also those whose day has passed. */
  readonly mitigations: ReadonlyMap<string, AcceptedMitigation>;
  /** Does the configuration want this path (relative to its folder) reported? */
  readonly includes: PathTest;
  readonly notices: readonly Notice[];
}

export const PROFILES: readonly Profile[] = ['recommended', 'strict'];
export const SETTINGS: readonly RuleSetting[] = ['error', 'warning', 'note', 'off'];
const KEYS = ['$schema', 'profile', 'rules', 'mitigations', 'include', 'exclude'] as const;

export const DEFAULTS: Configuration = {
  profile: 'recommended',
  rules: new Map(),
  mitigations: new Map(),
  includes: () => true,
  notices: [],
};

/** Reads a configuration's text. Never throws, whatever the text. */
export function readConfiguration(path: string, text: string, catalogue: Catalogue): Configuration {
  return new Reader(path, text, catalogue).read();
}

/** Rules by id and by every code they cover, in lower case. */
export function ruleNames(catalogue: Catalogue): ReadonlyMap<string, RuleEntry> {
  const names = new Map<string, RuleEntry>();
  for (const rule of catalogue.rules)
    for (const code of rule.covers) if (!names.has(code.toLowerCase())) names.set(code.toLowerCase(), rule);
  for (const rule of catalogue.rules) names.set(rule.id.toLowerCase(), rule);
  return names;
}

class Reader {
  private readonly notices: Notice[] = [];

  constructor(
    private readonly path: string,
    private readonly text: string,
    private readonly catalogue: Catalogue,
  ) {}

  read(): Configuration {
    const errors: ParseError[] = [];
    const root = jsonTree(this.text.replace(/^\uFEFF/, ' '), errors);
    for (const error of errors)
      this.say(
        'config-malformed',
        { start: error.offset, end: error.offset + error.length },
        `Not valid JSON with comments: ${words(printParseErrorCode(error.error))}. What can be read is used, the defaults stay in force for the rest.`,
      );
    if (!root && errors.length === 0 && this.text.trim() !== '')
      this.say(
        'config-malformed',
        { start: 0, end: this.text.length },
        'This cannot be read. The defaults are in force.',
      );
    if (root && root.type !== 'object')
      this.say(
        'config-malformed',
        rangeOf(root),
        'The configuration must be an object: { "rules": { … } }. The defaults stay in force.',
      );

    const values = this.values(root);
    const include = this.globs(values.get('include'), 'include');
    const exclude = this.globs(values.get('exclude'), 'exclude');
    const included = include.length > 0 ? matcher(include) : () => true;
    const excluded = matcher(exclude);
    return {
      profile: this.profile(values.get('profile')),
      rules: this.rules(values.get('rules')),
      mitigations: readMitigations(values.get('mitigations'), this.path, this.catalogue, (notice) =>
        this.notices.push(notice),
      ),
      includes: (relative) => included(relative) && !excluded(relative),
      notices: this.notices,
    };
  }

  private values(root: Node | undefined): ReadonlyMap<string, Node> {
    const values = new Map<string, Node>();
    for (const [key, value] of entries(root)) {
      const name = String(key.value);
      if (!(KEYS as readonly string[]).includes(name))
        this.say(
          'config-unknown-key',
          rangeOf(key),
          `Unknown setting ${quote(name)}. Known are ${KEYS.map(quote).join(', ')}.`,
        );
      else if (value) values.set(name, value);
    }
    return values;
  }

  private profile(node: Node | undefined): Profile {
    if (!node) return DEFAULTS.profile;
    const found = PROFILES.find((profile) => profile === node.value);
    if (!found)
      this.say(
        'config-unknown-value',
        rangeOf(node),
        `"profile" is one of ${PROFILES.map(quote).join(', ')}. ${quote(DEFAULTS.profile)} stays in force.`,
      );
    return found ?? DEFAULTS.profile;
  }

  private rules(node: Node | undefined): ReadonlyMap<string, RuleSetting> {
    const settings = new Map<string, RuleSetting>();
    if (node && node.type !== 'object')
      this.say(
        'config-unknown-value',
        rangeOf(node),
        '"rules" must be an object: { "<rule id or code>": "error" | "warning" | "note" | "off" }.',
      );
    const names = ruleNames(this.catalogue);
    for (const [key, value] of entries(node)) {
      const name = String(key.value);
      const rule = names.get(name.toLowerCase());
      if (!rule) {
        this.say('config-unknown-rule', rangeOf(key), `There is no rule ${quote(name)}.${suggestion(name, names)}`);
        continue;
      }
      const setting = SETTINGS.find((one) => one === value?.value);
      if (setting) settings.set(rule.id, setting);
      else
        this.say(
          'config-unknown-value',
          rangeOf(value ?? key),
          `The level of a rule is one of ${SETTINGS.map(quote).join(', ')}. ${quote(rule.id)} keeps its default.`,
        );
    }
    return settings;
  }

  private globs(node: Node | undefined, name: string): readonly string[] {
    if (!node) return [];
    if (node.type !== 'array') {
      this.say('config-unknown-value', rangeOf(node), `${quote(name)} must be a list of globs: ["src/**"].`);
      return [];
    }
    const found: string[] = [];
    for (const item of node.children ?? []) {
      if (typeof item.value === 'string' && item.value.trim() !== '' && isTame(item.value)) found.push(item.value);
      else
        this.say(
          'config-unknown-value',
          rangeOf(item),
          `A glob is a short text such as "src/**", with eight wildcards at most and no "!".`,
        );
    }
    return found;
  }

  private say(code: string, range: Range, message: string): void {
    this.notices.push({ kind: 'configuration', level: 'warning', file: this.path, range, message, code });
  }
}

/** `CloseBraceExpected` → `close brace expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
