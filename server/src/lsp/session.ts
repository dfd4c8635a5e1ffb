/** State of one connection: who the client is, what is open, what the service knows. Requests read it; few parts write it. */
import type { Connection } from 'vscode-languageserver/node';
import type { ThreatService } from '../service-types';
import type { RuleEntry, ThreatEntry } from '../threats/catalogue';
import { familyOf, languageOf } from '../workspace/languages';
import { innermost } from '../workspace/paths';
import { noClient, type ClientFacts } from './client-facts';
import type { ClosedUnitsState } from './closed-units';
import { defaultSettings, type Settings } from './configuration';
import { Documents } from './documents';
import type { Environment } from './environment';
import { Frontends } from './frontends';
import { commands, pageUri, type WorkspaceState } from './protocol';
import { Problems } from './problems';
import { Texts } from './texts';
import { isFile } from './uris';

export interface Folder {
  readonly uri: string;
  readonly path: string;
  readonly name: string;
}

export class Session {
  readonly documents = new Documents();
  readonly problems = new Problems(() => this.ruleIds());
  readonly texts: Texts;
  readonly frontends: Frontends;
  readonly service: ThreatService;
  client: ClientFacts = noClient;
  settings: Settings = defaultSettings;
  folders: readonly Folder[] = [];
  /** The workspace is being read, at the start or again. */
  reading = true;
  /** Closed files are judged on another thread. */
  delegates: boolean;
  closed: { readonly state: ClosedUnitsState } = { state: 'resting' };
  /** A file that speaks ZeroMQ came in since somebody last looked: others may matter now that import it. */
  grown = false;
  private readonly ours = new Set<string>();
  private rulesById: ReadonlyMap<string, RuleEntry> | undefined;
  private threatsById: ReadonlyMap<string, ThreatEntry> | undefined;

  constructor(
    readonly connection: Connection,
    readonly environment: Environment,
  ) {
    this.delegates = environment.startJudge !== undefined;
    this.texts = new Texts(this.documents, environment.files);
    this.frontends = new Frontends(environment.loadFrontend, (message) => this.log(message));
    this.service = environment.createService({
      // What lies outside the workspace is nobody's business, as on the command line: an import must not make us read it.
      exists: (path) =>
        this.documents.ofPath(path) !== undefined || (this.inWorkspace(path) && environment.files.exists(path)),
      // Of a file that is open under the name of a link, that name is the one its reader knows.
      realPath: (path) => (this.documents.ofPath(path) ? path : environment.files.realPath(path)),
      readText: (path) => (this.documents.ofPath(path) || this.inWorkspace(path) ? this.texts.text(path) : undefined),
      frontend: (language) => this.frontends.get(family(language)),
      settlesTypes: true,
      frontendProblem: (language) => this.frontends.problem(family(language)),
      here: () => (this.delegates ? this.documents.paths : undefined),
      today: environment.today,
      log: (message) => {
        // The service's own failures come this way, with their stack.
        this.problems.add(message);
        this.log(message);
      },
    });
  }

  get state(): WorkspaceState {
    if (this.reading) return 'scanning';
    const { state } = this.closed;
    return state === 'stopped' ? 'stopped' : state === 'judging' ? 'scanning' : 'ready';
  }

  /** Gives the service a text, and has the frontend loaded that reads it if the file is ours and judged here. */
  put(path: string, text: string, languageId?: string): void {
    const ours = this.service.update({ path, text, ...(languageId === undefined ? {} : { languageId }) });
    if (ours && !this.ours.has(path)) this.grown = true;
    if (ours) this.ours.add(path);
    else this.ours.delete(path);
    const here = !this.delegates || this.documents.ofPath(path) !== undefined;
    const language = ours && here ? languageOf(path, languageId) : undefined;
    if (language !== undefined) this.frontends.want(family(language));
  }

  remove(path: string): void {
    this.texts.forget(path);
    this.ours.delete(path);
    this.service.remove(path);
  }

  /**
   * After this the service can read all it judges here, and what is judged with some other files: also those that never say `zmq` and
   * got in because they import one that does.
   */
  async readable(others: readonly string[] = []): Promise<void> {
    const paths = this.delegates ? [...this.documents.paths, ...others] : undefined;
    if (this.ours.size > 0) for (const language of this.service.languages(paths)) this.frontends.want(family(language));
    await this.frontends.settled();
  }

  /** Path of the innermost workspace folder that holds a file. */
  folderOf(path: string): string | undefined {
    return innermost(
      this.folders.map((folder) => folder.path),
      path,
    );
  }

  private inWorkspace(path: string): boolean {
    return isFile(path) && this.folderOf(path) !== undefined;
  }

  /** Where a diagnostic's code or a link leads: our own document where the client opens it, else the page's file. */
  pageHref(threat: string, rule?: string): string | undefined {
    if (this.client.commands.has(commands.openPage)) return pageUri(threat, rule);
    return this.environment.pageFile(threat, rule);
  }

  rule(id: string): RuleEntry | undefined {
    this.rulesById ??= new Map(this.environment.catalogue().rules.map((rule) => [rule.id, rule]));
    return this.rulesById.get(id);
  }

  private ruleIds(): ReadonlySet<string> {
    return new Set(this.environment.catalogue().rules.map((rule) => rule.id));
  }

  threat(id: string): ThreatEntry | undefined {
    this.threatsById ??= new Map(this.environment.catalogue().threats.map((threat) => [threat.id, threat]));
    return this.threatsById.get(id);
  }

  log(message: string): void {
    this.connection.console.log(message);
  }

  /** For what should not happen: logged with its stack, never shown as a dialog, never fatal. */
  problem(where: string, error: unknown): void {
    const text = `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    this.problems.add(text);
    this.connection.console.error(text);
  }
}

/** Languages of one family share a frontend: the one for TypeScript reads JavaScript and both kinds of JSX. */
function family(language: string): string {
  switch (familyOf(language)) {
    case 'js':
      return 'typescript';
    case 'python':
      return 'python';
    default:
      return language;
  }
}
