/**
 * The client's settings (`zeromqThreatModel.*`): what an editor shows, never what is found. Rules, levels and profile are the
 * repository's `.zmq-threats.jsonc`, which the command line reads as well.
 */
import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import type { Analysis } from './analysis';
import { notification } from './guard';
import type { Session } from './session';

export interface Settings {
  /** Off: nothing is analysed or shown. */
  readonly enable: boolean;
  /** Findings of files that are not open are listed among the problems, too. */
  readonly closedFiles: boolean;
}

export const defaultSettings: Settings = { enable: true, closedFiles: false };

const SECTION = 'zeromqThreatModel';

/** Takes what is well-formed, and the default for the rest: settings are typed by people. */
export function settingsOf(section: unknown): Settings {
  const enable = property(section, 'enable');
  const closedFiles = property(property(section, 'problems'), 'closedFiles');
  return {
    enable: typeof enable === 'boolean' ? enable : defaultSettings.enable,
    closedFiles: typeof closedFiles === 'boolean' ? closedFiles : defaultSettings.closedFiles,
  };
}

export function listenToConfiguration(session: Session, analysis: Analysis): void {
  session.connection.onDidChangeConfiguration(
    notification(session, 'workspace/didChangeConfiguration', (params: { settings?: unknown }) => {
      if (session.client.configuration) void askForSettings(session, analysis);
      else adopt(session, analysis, settingsOf(property(params.settings, SECTION)));
    }),
  );
}

/** Once the client is ready: reads the settings and asks to be told of changes. */
export async function startConfiguration(session: Session, analysis: Analysis): Promise<void> {
  if (session.client.watchesConfiguration) {
    void session.connection.client
      .register(DidChangeConfigurationNotification.type, { section: SECTION })
      .catch((error: unknown) => session.problem('registering for configuration changes', error));
  }
  if (session.client.configuration) await askForSettings(session, analysis);
}

async function askForSettings(session: Session, analysis: Analysis): Promise<void> {
  try {
    adopt(session, analysis, settingsOf(await session.connection.workspace.getConfiguration(SECTION)));
  } catch (error) {
    session.problem('workspace/configuration', error);
  }
}

function adopt(session: Session, analysis: Analysis, settings: Settings): void {
  const before = session.settings;
  session.settings = settings;
  if (before.enable !== settings.enable || before.closedFiles !== settings.closedFiles) analysis.everythingChanged();
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
