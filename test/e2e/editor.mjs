// A person at VS Code, for the end-to-end tests: a real workbench in Chromium with the packaged .vsix installed.
//
//   const editor = useEditor({ folder: 'sample', open: 'src/broker.ts' });
//   test('…', async () => {
//     await editor.squiggle('eval(job.formula)');
//     assert.match(await editor.hover('eval'), /…/);
//     await editor.quickFix('eval', 'Replace …');
//   });
//
// Texts name places: the first match in the open file is meant. All waits end in an error that says what did not appear, and a failed
// test leaves a picture in out/shots/.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { installVsix, startHost } from '../../scripts/vscode-host.mjs';

const shots = inRoot('out', 'shots');

/** VS Code draws a list or a menu before it listens to the keyboard. */
const beforeKeys = 400;

/** How long an analysis or a start may take on a busy machine with two cores. */
const patience = 60_000;

/** An editor for one test file: opened before its tests, closed after them. */
export function useEditor(options) {
  const editor = new Editor(options);
  before(() => editor.start());
  afterEach(async (context) => {
    if (context.passed !== false) return;
    await editor.shot(`failed-${context.name}`);
    // A menu left open would fail the next test too.
    for (let i = 0; i < 3; i++) await editor.page?.keyboard.press('Escape');
  });
  after(() => editor.close());
  return editor;
}

export class Editor {
  /**
   * @param folder     workspace, relative to the repository; a copy of it is opened
   * @param workspace  .code-workspace in the folder that is opened instead of it
   * @param open       file to open at the start, relative to the folder
   * @param settings   user settings
   * @param page       options of the browser's page
   * @param prepare    called with the copy's path before it is opened
   * @param trust      start in restricted mode
   */
  constructor({ folder = 'sample', workspace, open, settings, page, prepare, trust = false } = {}) {
    const source = inRoot(folder);
    Object.assign(this, { source, workspace, first: open, settings, pageOptions: page, prepare, trust });
  }

  async start() {
    this.temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'vsc-'));
    this.folder = path.join(this.temporary, path.basename(this.source));
    fs.cpSync(this.source, this.folder, { recursive: true });
    this.prepare?.(this.folder);
    const userData = path.join(this.temporary, 'user');
    fs.mkdirSync(userData);
    installVsix(packagedExtension(), userData);
    // The samples have no node_modules: TypeScript's own complaints about that would stand between ours.
    const settings = { 'typescript.validate.enable': false, ...this.settings };
    this.host = await startHost({ userData, settings, trust: this.trust });
    this.browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
    this.page = await this.browser.newPage({ viewport: { width: 1400, height: 900 }, ...this.pageOptions });
    this.page.setDefaultTimeout(20_000);
    const payload = this.first ? [['openFile', this.host.remote(this.path(this.first))]] : [];
    const opened = this.workspace ? { workspace: this.path(this.workspace) } : { folder: this.folder };
    await this.page.goto(this.host.url({ ...opened, payload }));
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: patience });
    if (this.first) await this.untilOpen(this.first);
  }

  async close() {
    await this.browser?.close();
    await this.host?.stop();
    if (this.temporary) fs.rmSync(this.temporary, { recursive: true, force: true });
  }

  // ---------------------------------------------------------------------------------------------------------------- files

  /** Absolute path of a file of the workspace. */
  path(file) {
    return path.join(this.folder, file);
  }

  /** What is on the disk. */
  read(file) {
    return fs.readFileSync(this.path(file), 'utf8');
  }

  async open(file) {
    await this.page.keyboard.press('Control+p');
    await this.pick(file, path.basename(file));
    await this.untilOpen(file);
  }

  async save() {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  async untilOpen(file) {
    await this.page
      .locator('.tab.active', { hasText: path.basename(file) })
      .first()
      .waitFor({ timeout: patience });
    await this.page
      .locator('.editor-group-container.active .view-lines .view-line')
      .first()
      .waitFor({ timeout: patience });
    this.file = file;
  }

  // ---------------------------------------------------------------------------------------------------------------- text

  /** Where a text of the open file is on the screen. What the file on the disk has is scrolled to; an edit is waited for. */
  async place(text) {
    let scrolled = false;
    const look = async () => {
      const place = await this.placeOnScreen(text);
      if (place || scrolled || !this.read(this.file).includes(text)) return place;
      scrolled = true;
      await this.goToLine(this.read(this.file).split(text)[0].split('\n').length);
      return undefined;
    };
    return eventually(look, `not in ${this.file}: ${text}`);
  }

  async goToLine(line) {
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press('Control+g');
    await this.pick(String(line));
  }

  /** A text may cross the spans of syntax colouring, and the editor draws blanks as no-break spaces. */
  placeOnScreen(text) {
    return this.page.evaluate((wanted) => {
      for (const line of document.querySelectorAll('.editor-group-container.active .view-lines .view-line')) {
        const start = line.textContent.replace(/\u00a0/g, ' ').indexOf(wanted);
        if (start < 0) continue;
        const range = document.createRange();
        const nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = nodes.nextNode(), at = 0; node; at += node.length, node = nodes.nextNode()) {
          const end = start + wanted.length;
          if (at <= start && start < at + node.length) range.setStart(node, start - at);
          if (at < end && end <= at + node.length) range.setEnd(node, end - at);
        }
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x, y, width, height };
      }
      return undefined;
    }, text);
  }

  /** Puts the cursor into a text. */
  async clickText(text) {
    const { x, y, height } = await this.place(text);
    await this.page.mouse.click(x + 4, y + height / 2);
  }

  // ---------------------------------------------------------------------------------------------------------------- findings

  /** Waits until a text is underlined. @param level error | warning | info */
  async squiggle(text, level = 'warning') {
    await this.place(text);
    await eventually(() => this.isUnderlined(text, level), `no ${level} squiggle under: ${text}`, patience);
  }

  /** Waits until a text is on the screen without any squiggle. */
  async noSquiggle(text) {
    await this.place(text);
    const clean = async () => {
      const levels = await Promise.all(['error', 'warning', 'info'].map((level) => this.isUnderlined(text, level)));
      return !levels.includes(true);
    };
    await eventually(clean, `a squiggle stays under: ${text}`, patience);
  }

  async isUnderlined(text, level) {
    const place = await this.placeOnScreen(text);
    if (!place) return false;
    const squiggles = await this.page.locator(`.editor-group-container.active .squiggly-${level}`).all();
    // One may go while we look.
    const boxes = await Promise.all(squiggles.map((one) => one.boundingBox({ timeout: 1_000 }).catch(() => null)));
    return boxes.some((box) => box && overlap(box, place));
  }

  /** Text of the hover over a place. */
  async hover(text) {
    const hover = this.page.locator('.monaco-hover:visible .monaco-hover-content').first();
    // Who sees none moves away and comes back: what the editor draws at that moment may take the pointer's rest for a move.
    await eventually(async () => {
      const { x, y, width, height } = await this.place(text);
      await this.page.mouse.move(5, 5);
      await this.page.mouse.move(x + Math.min(width / 2, 20), y + height / 2, { steps: 5 });
      const none = () => false;
      return hover.waitFor({ timeout: 5_000 }).then(() => true, none);
    }, `no hover over: ${text}`);
    // The parts of a hover come from several providers, one after the other.
    await this.page.waitForFunction((element) => !/Loading/.test(element.textContent), await hover.elementHandle());
    await this.page.waitForTimeout(beforeKeys);
    return hover.innerText();
  }

  /** Titles of the quick fixes at a place. Leaves the menu open: `quickFix` is what applies one. */
  async quickFixes(text) {
    await this.clickText(text);
    await this.page.keyboard.press('Control+.');
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await rows.first().waitFor();
    await this.page.waitForTimeout(beforeKeys);
    return (await rows.allInnerTexts()).map((title) => title.trim());
  }

  /** Applies the first quick fix whose title contains the given one. */
  async quickFix(text, title) {
    const titles = await this.quickFixes(text);
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    const at = titles.findIndex((candidate) => candidate.includes(title));
    assert.ok(at >= 0, `no quick fix "${title}" but: ${titles.join(' | ')}`);
    const focused = this.page.locator('.action-widget .monaco-list-row.action.focused', { hasText: title });
    for (let i = 0; i <= titles.length && !(await focused.first().isVisible()); i++) {
      await this.page.keyboard.press('ArrowDown');
      await this.page.waitForTimeout(50);
    }
    await this.page.keyboard.press('Enter');
    await rows.first().waitFor({ state: 'detached' });
  }

  // ---------------------------------------------------------------------------------------------------------------- workbench

  /** Runs a command by its title. */
  async command(title) {
    await this.page.keyboard.press('F1');
    await this.pick(title, title);
  }

  /** A command that asks at once: its question takes the place of the command's. */
  async choose(title, answer) {
    await this.page.keyboard.press('F1');
    await this.page.keyboard.type(title);
    await this.page.waitForTimeout(500);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: answer }).first().waitFor();
    await this.pick(answer, answer);
  }

  /** Types into the quick input, after the sign that says what it is for, waits for a row with the text and takes it. */
  async pick(input, row) {
    await this.page.locator('.quick-input-widget:visible input').first().waitFor();
    await this.page.keyboard.type(input);
    if (row) await this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().waitFor();
    await this.page.waitForTimeout(beforeKeys);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Shows a view container by its title in the activity bar. */
  async openView(title) {
    const item = this.page.locator(`.activitybar .action-item:has([aria-label^="${title}"])`).first();
    await item.waitFor({ timeout: patience });
    const shown = this.page.locator('.sidebar .composite.title', { hasText: title });
    if (!(await shown.isVisible())) await item.click();
    await shown.waitFor();
  }

  /** A row of a tree in the side bar: `await (await editor.row('…')).click()`. */
  async row(text) {
    const row = this.page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
    const shown = async () => (await row.isVisible()) || (await this.scrollList());
    await eventually(shown, `no row of the side bar has the text: ${text}`, patience);
    return row;
  }

  /** A tree has only those rows that fit: one page on, and from the end to the start. */
  async scrollList() {
    const list = await this.page.locator('.sidebar .monaco-list').first().boundingBox();
    if (!list) return;
    const top = () =>
      this.page
        .locator('.sidebar .monaco-list-rows')
        .first()
        .evaluate((rows) => rows.style.top);
    const before = await top();
    // A row's tooltip that stands under the mouse would take the wheel for itself: it goes when the mouse leaves.
    const wheel = async (pixels) => {
      await this.page.mouse.move(5, 5);
      await this.page.locator('.workbench-hover').first().waitFor({ state: 'hidden' });
      await this.page.mouse.move(list.x + 12, list.y + list.height / 2);
      await this.page.mouse.wheel(0, pixels);
      await this.page.waitForTimeout(200);
    };
    await wheel(list.height * 0.7);
    if ((await top()) !== before) return;
    for (let last; last !== (await top()); await wheel(-4 * list.height)) last = await top();
  }

  /** Waits until no row of the side bar has the text. */
  async noRow(text) {
    await this.page
      .locator('.sidebar .monaco-list-row', { hasText: text })
      .first()
      .waitFor({ state: 'detached', timeout: patience });
  }

  /** Opens a row of a tree that has children. */
  async expand(text) {
    const row = await this.row(text);
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.click();
    if ((await row.getAttribute('aria-expanded')) !== 'true') await this.page.keyboard.press('ArrowRight');
  }

  /** Chooses from a row's context menu. */
  async fromMenu(text, choice) {
    const row = await this.row(text);
    await row.click({ button: 'right' });
    const item = this.page.locator('.monaco-menu .action-item', { hasText: choice }).first();
    await item.waitFor();
    await this.page.waitForTimeout(beforeKeys);
    await item.click();
    await this.page.locator('.monaco-menu').first().waitFor({ state: 'hidden' });
  }

  /** An item of the status bar. */
  async statusItem(text) {
    const item = this.page.locator('.statusbar .statusbar-item:visible', { hasText: text }).first();
    await item.waitFor({ timeout: patience });
    return item;
  }

  /** An element inside a webview (a rendered page, a preview), whichever frame that is in. */
  async inFrame(selector) {
    const find = async () => {
      for (const frame of this.page.frames()) {
        const element = await frame.$(selector).catch(() => null);
        if (element) return element;
      }
      return undefined;
    };
    return eventually(find, `in no frame: ${selector}`, patience);
  }

  /** A picture for people: out/shots/<name>.png. */
  async shot(name) {
    fs.mkdirSync(shots, { recursive: true });
    await this.page?.screenshot({ path: path.join(shots, `${name.replace(/[^\w-]+/g, '-')}.png`) });
  }
}

/** Asks again until there is an answer. */
export async function eventually(question, complaint, limit = 20_000) {
  for (const end = Date.now() + limit; ;) {
    const answer = await question();
    if (answer) return answer;
    assert.ok(Date.now() < end, complaint);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A squiggle lies along the foot of its text; touching edges do not count. */
function overlap(a, b) {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > 1 && down > 1;
}

function packagedExtension() {
  const { name, version } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
  const vsix = inRoot(`${name}-${version}.vsix`);
  assert.ok(fs.existsSync(vsix), `there is no ${vsix}: npm run package`);
  return vsix;
}
