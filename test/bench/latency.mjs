// From a keystroke to its diagnostics, in files of three sizes, at rest and while the workspace is read and judged.
import path from 'node:path';
import { Editor, pause } from './editor.mjs';
import { LANGUAGES, sourceOf, write, writePackage, writeWorkspace } from './inputs.mjs';

/** Keystrokes of one who types, then stops to think: what waits for a pause gets one. */
const TYPING = 70;
const THINKING = 450;

/** The file that is edited, in a package with what it imports. Returns its path. */
export function writeEdited(folder, language, bytes, neighbours = 3) {
  const here = path.join(folder, 'edited');
  writePackage(here, language, neighbours);
  const file = path.join(here, `src/gateway${LANGUAGES[language].ending}`);
  write(file, sourceOf(language, bytes));
  return file;
}

/** Times of edits with nothing else going on. */
export async function idle(folder, language, bytes, rounds) {
  const file = writeEdited(folder, language, bytes);
  const editor = new Editor(folder);
  try {
    await editor.start();
    const uri = await editor.open(file, LANGUAGES[language].languageId);
    await editor.publishedVersion(uri, 1);
    await editor.settled();
    // The first edits compile the server's own code: the person who waits for them waits once.
    await typeAll(editor, uri, language, 0);
    const samples = [];
    for (let i = 0; i < rounds; i++) samples.push(...(await typeAll(editor, uri, language, TYPING)));
    return samples;
  } finally {
    await editor.stop();
  }
}

/** Times of edits from the start until every file of a workspace of `files` files was judged and shown in the sidebar. */
export async function busy(folder, language, bytes, files, starts) {
  writeWorkspace(folder, files);
  const file = writeEdited(folder, language, bytes);
  const samples = [];
  for (let i = 0; i < starts; i++) {
    const editor = new Editor(folder);
    try {
      await editor.start();
      const uri = await editor.open(file, LANGUAGES[language].languageId);
      await editor.publishedVersion(uri, 1);
      let judged = false;
      editor.onChanged = asTheSidebarAsks(() => editor.status().then(({ state }) => (judged ||= state === 'ready')));
      while (!judged) samples.push(...(await typeAll(editor, uri, language, TYPING, () => judged)));
      editor.onChanged = undefined;
    } finally {
      await editor.stop();
    }
  }
  return samples;
}

/** Whenever it is told that there is something new, and not twice at a time (client/src/server/refresh.ts), until it was told enough. */
function asTheSidebarAsks(ask) {
  let asking = false;
  let again = false;
  return async function now() {
    again = asking;
    if (asking) return;
    asking = true;
    const enough = await ask();
    asking = false;
    if (again && !enough) await now();
  };
}

/** Every edit, and back. */
export async function typeAll(editor, uri, language, typing, enough = () => false) {
  const samples = [];
  for (const [index, { find, by }] of LANGUAGES[language].edits.entries()) {
    samples.push(await editor.type(uri, find, by));
    await pause(typing);
    samples.push(await editor.type(uri, by, find));
    await pause(index % 3 === 2 ? Math.min(typing * 10, THINKING) : typing);
    if (enough()) break;
  }
  return samples;
}
