// The product's main job, as a person does it: see a threat inline, understand it, fix it, see it leave the sidebar.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, useEditor } from './editor.mjs';

const editor = useEditor({ folder: 'sample', open: 'src/broker.ts' });

/** The rendered page's heading in whichever frame it is, and whether it is on the screen. */
function headingOnScreen(id) {
  return eventually(
    async () => {
      for (const frame of editor.page.frames()) {
        const top = await frame
          .evaluate((name) => {
            const heading = document.getElementById(name);
            return heading
              ? { top: heading.getBoundingClientRect().top, height: document.documentElement.clientHeight }
              : undefined;
          }, id)
          .catch(() => undefined);
        if (top && top.top > -20 && top.top < top.height) return true;
      }
      return false;
    },
    `the heading #${id} is not on the screen`,
    60_000,
  );
}

async function closeTab(title) {
  const tab = editor.page.locator('.tab', { hasText: title }).first();
  await tab.waitFor();
  await tab.click();
  await tab.locator('.tab-actions .action-label').click();
  await tab.waitFor({ state: 'detached' });
}

test('a threat is underlined where a person would edit', async () => {
  await editor.squiggle('0 }');
  await editor.squiggle('curveServer');
  await editor.noSquiggle('sendHighWaterMark: 1000');
  await editor.shot('squiggle');
});

test('the hover says what, why and where to read on', async () => {
  await editor.hover('0 }');
  const hover = editor.page.locator('.monaco-hover:visible .monaco-hover-content').first();
  // Ours comes last: TypeScript's own server may still be starting.
  const text = await eventually(async () => {
    const now = await hover.innerText();
    return /ROUTER socket/.test(now) && now;
  }, 'the hover does not tell the posture of the socket');
  assert.match(text, /which means no limit/);
  assert.match(text, /unbounded-hwm/);
  await editor.shot('hover');
});

test('the code of a hovered problem opens the rendered page at the rule', async () => {
  await editor.hover('0 }');
  await editor.page.locator('.monaco-hover:visible a', { hasText: 'unbounded-hwm' }).first().click();
  await headingOnScreen('unbounded-hwm');
  await editor.shot('page-from-code');
  await closeTab('hwm_overflow_dos.md');
});

test('a link in our hover opens the page', async () => {
  await editor.hover('0 }');
  const link = editor.page.locator('.monaco-hover:visible a', { hasText: 'Threat:' }).first();
  await link.waitFor();
  await link.click();
  await headingOnScreen('hwm-overflow-dos');
  await editor.shot('page-from-hover');
  await closeTab('hwm_overflow_dos.md');
});

test('so does the code in the Problems panel', async () => {
  await editor.page.keyboard.press('Control+Shift+m');
  const link = editor.page.locator('.markers-panel .monaco-list-row a', { hasText: 'unbounded-hwm' }).first();
  await link.waitFor();
  await editor.shot('problems');
  await link.click();
  await headingOnScreen('unbounded-hwm');
  await editor.shot('page-from-problems');
  await closeTab('hwm_overflow_dos.md');
  await editor.page.keyboard.press('Control+j');
});

test('the sidebar lists threats and their findings, and a click goes to the line', async () => {
  await editor.openView('ZeroMQ');
  await editor.row('HWM Overflow DoS');
  // What is closed at first: what the code shows against each.
  await editor.row('Mitigations');
  await editor.shot('sidebar');
  await (await editor.row('Code or command from a message')).click();
  await editor.untilOpen('src/worker.ts');
  const line = editor.page.locator('.statusbar-item', { hasText: /Ln \d+/ }).first();
  const wanted =
    editor
      .read('src/worker.ts')
      .split('\n')
      .findIndex((text) => text.includes('eval(')) + 1;
  await eventually(
    async () => (await line.innerText()).includes(`Ln ${wanted},`),
    `the cursor is not in line ${wanted}`,
  );
  await editor.shot('sidebar-navigates');
});

test('mitigations say what the code shows, and lead there', async () => {
  await editor.page.locator('.sidebar .action-label[aria-label="Collapse All"]').first().click({ force: true });
  await editor.expand('Large Message DoS');
  await editor.expand('Mitigations');
  await editor.expand('Maximum Message Size');
  await editor.shot('sidebar-mitigations');
  const row = await editor.row('Maximum Message Size');
  assert.match(await row.innerText(), /missing|in place/);
  await (await editor.row('.ts:')).waitFor();
});

test('findings are grouped by file or socket and filtered, and the view says what it hides', async () => {
  await editor.choose('ZeroMQ Threats: Group Findings By', 'Socket');
  await editor.row('frontend');
  await editor.shot('sidebar-by-socket');
  await editor.choose('ZeroMQ Threats: Group Findings By', 'File');
  await editor.row('broker.ts');
  await editor.shot('sidebar-by-file');
  await editor.choose('ZeroMQ Threats: Filter Findings', 'Errors Only');
  await editor.noRow('broker.ts');
  const message = editor.page.locator('.sidebar .message', { hasText: 'findings are hidden (errors only)' });
  await message.first().waitFor();
  await editor.shot('sidebar-filtered');
  await editor.command('ZeroMQ Threats: Show All Findings');
  await editor.row('broker.ts');
  await editor.choose('ZeroMQ Threats: Group Findings By', 'Threat');
  await editor.row('HWM Overflow DoS');
});

test('the status bar counts', async () => {
  const item = editor.page.locator('.statusbar-item [aria-label^="ZeroMQ threats: "]').first();
  await item.waitFor();
  assert.match((await item.getAttribute('aria-label')) ?? '', /[1-9]\d* errors, [1-9]\d* warnings/);
});

test('a quick fix mends the code, on the disk too, and the threat leaves', async () => {
  await editor.open('src/broker.ts');
  await editor.openView('ZeroMQ');
  await editor.expand('HWM Overflow DoS');
  await editor.row('broker.ts:7');
  await editor.squiggle('0 }');
  const titles = await editor.quickFixes('0 }');
  assert.ok(
    titles.some((title) => /Open the threat page/.test(title)),
    titles.join(),
  );
  await editor.shot('quick-fix');
  await editor.page.keyboard.press('Escape');
  await editor.page.locator('.action-widget .monaco-list-row').first().waitFor({ state: 'hidden' });
  await editor.page.waitForTimeout(500);
  await editor.quickFix('0 }', '1000');
  await editor.noSquiggle('receiveHighWaterMark: 1000');
  await editor.save();
  await eventually(() => /receiveHighWaterMark: 1000/.test(editor.read('src/broker.ts')), 'the fix is not on the disk');
  await eventually(async () => {
    await editor.row('HWM Overflow DoS');
    const rows = await editor.page.locator('.sidebar .monaco-list-row').allInnerTexts();
    return !rows.some((row) => row.includes('Unbounded') && row.includes('broker.ts'));
  }, 'the finding stays in the sidebar');
  await editor.shot('fixed');
});

test('every threat has a page, by command', async () => {
  await editor.choose('ZeroMQ Threats: Open Threat Page', 'Connection Storm DoS');
  await headingOnScreen('connection-storm-dos');
  await editor.shot('page-from-command');
});

test('links inside a page lead to its sections and to other pages', async () => {
  await (await editor.inFrame('a[href="#socket-per-request"]')).click();
  await headingOnScreen('socket-per-request');
  await editor.shot('page-section');
});

test('the walkthrough leads through all of this', async () => {
  await editor.command('ZeroMQ Threats: Get Started');
  const { page } = editor;
  await page.locator('.gettingStartedContainer', { hasText: 'See threats while you write' }).first().waitFor();
  for (const step of ['See the whole workspace', 'Fix one', 'Set the rules of a repository'])
    await page.locator('.getting-started-step', { hasText: step }).first().waitFor();
  // The picture beside the step.
  await editor.inFrame('svg[aria-label^="A high-water mark of zero"]');
  await editor.shot('walkthrough');
});
