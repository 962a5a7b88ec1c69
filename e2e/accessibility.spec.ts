import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { callTool } from './gateway';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const VIEWS = [
  '/',
  '/logs',
  '/logs?status=timeout&from=2020-01-01T00:00:00Z&trace=bogus',
  '/servers',
  '/keys',
  '/users',
  '/activity',
  '/settings/retention?days=30',
  '/start',
  '/settings/metrics',
  '/settings/security',
  '/no-such-page',
];
const WIDTHS = [390, 1280];

/** Rule, impact and place of every violation that keeps someone out. */
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const results = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (root: Document) => Promise<AxeResults> } };
    return axe.run(document);
  });
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ contextOptions: { colorScheme, reducedMotion: 'reduce' } });

    for (const view of VIEWS) {
      test(`${view} has no serious violation and does not scroll sideways`, async ({ admin }) => {
        await callTool();
        for (const width of WIDTHS) {
          await admin.setViewportSize({ width, height: 900 });
          await admin.goto(view);
          await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
          expect(await violations(admin), `${width} px`).toEqual([]);
          const overflow = await admin.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, `${width} px`).toBe(0);
        }
      });
    }

    test('one call has no serious violation', async ({ admin }) => {
      const { traceId } = await callTool({ arguments: { message: 'x', password: 'y' } });
      await admin.goto(`/logs?trace=${traceId}`);
      await admin.locator('[data-row-link]').click();
      await expect(admin.getByRole('region', { name: 'Arguments' })).toBeVisible();
      expect(await violations(admin)).toEqual([]);
    });

    test('windows and menus have no serious violation', async ({ admin }) => {
      await admin.goto('/servers');
      await admin.getByRole('button', { name: 'Add server' }).click();
      await admin.getByRole('dialog').getByRole('button', { name: 'Add server' }).click();
      await expect(admin.getByRole('dialog')).toContainText('must not be empty');
      expect(await violations(admin)).toEqual([]);
      await admin.keyboard.press('Escape');
      await admin.keyboard.press('ControlOrMeta+k');
      await expect(admin.getByRole('dialog', { name: 'Command menu' })).toBeVisible();
      expect(await violations(admin)).toEqual([]);
    });

    test('the sign-in page has no serious violation', async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto('/login');
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
      expect(await violations(page)).toEqual([]);
    });
  });
}
