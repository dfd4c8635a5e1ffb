// Resident memory of the server: a Python file, a TypeScript file, a workspace that was read and judged. Each after some typing.
import fs from 'node:fs';
import path from 'node:path';
import { Editor, pause } from './editor.mjs';
import { LANGUAGES, writeWorkspace } from './inputs.mjs';
import { typeAll, writeEdited } from './latency.mjs';

/** The thread for closed files ends after this without work, and gives its memory back. */
const REST = 13000;

/** Megabytes once the server has come to rest, and at its peak. */
export async function memoryOf(folder, language, files) {
  fs.mkdirSync(folder, { recursive: true });
  if (files > 0) writeWorkspace(path.join(folder, 'others'), files);
  const file = writeEdited(folder, language, 40_000);
  const editor = new Editor(folder);
  try {
    await editor.start();
    const uri = await editor.open(file, LANGUAGES[language].languageId);
    await editor.publishedVersion(uri, 1);
    await editor.settled();
    for (let i = 0; i < 2; i++) await typeAll(editor, uri, language, 20);
    await pause(REST);
    return editor.memory();
  } finally {
    await editor.stop();
  }
}
