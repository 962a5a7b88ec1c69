import pg from 'pg';
import { environment } from './environment';
import { expect, test } from './fixtures';
import { callTool } from './gateway';

test('what would go is shown before it is saved, and a run asks for a typed word', async ({ admin }) => {
  await callTool({ key: environment.apiKey });
  await admin.goto('/settings/retention');
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('Keeping 90 days');
  await expect(admin.getByRole('region', { name: 'Stored by day' })).toBeVisible();
  await expect(admin.getByText('Nothing is too old')).toBeVisible();
  await expect(admin.getByRole('button', { name: /^Delete/ })).toHaveCount(0);

  await admin.getByRole('link', { name: /^30 days/ }).click();
  await expect(admin).toHaveURL(/days=30/);
  await expect(admin.getByText('1 change not saved')).toBeVisible();
  await admin.getByRole('link', { name: 'Discard' }).click();
  await expect(admin.getByText('1 change not saved')).toHaveCount(0);
});

test('limits are saved, wrong ones are refused beside their field, and a hold says so', async ({ admin }) => {
  await admin.goto('/settings/retention');
  const save = admin.getByRole('button', { name: 'Save limits' });
  await admin.getByLabel('Runs at, hour in UTC').fill('25');
  await save.click();
  await expect(admin.getByLabel('Runs at, hour in UTC')).toHaveAttribute('aria-invalid', 'true');
  await admin.getByLabel('Runs at, hour in UTC').fill('4');
  await admin.getByLabel('Legal hold').check();
  await save.click();
  await expect(admin.getByText('Nothing is removed, by age or by size')).toBeVisible();
  await admin.getByLabel('Legal hold').uncheck();
  await save.click();
  await expect(admin.getByText('Nothing is removed, by age or by size')).toHaveCount(0);
});

test('a viewer does not come to the page', async ({ viewer }) => {
  await viewer.goto('/settings/retention');
  await expect(viewer).toHaveURL(/\/logs/);
});

test('what is too old is shown with its figures and removed, and the run stands below', async ({ admin }) => {
  await fillOldDay(12);
  await admin.goto('/settings/retention?days=30');
  const goes = admin.getByRole('region', { name: 'What goes' });
  await expect(goes).toContainText('Calls that go12');
  await expect(goes).toContainText('1 whole day');
  await expect(goes).toContainText('for-retention');
  const run = admin.getByRole('button', { name: 'Delete 12' });
  await expect(run).toBeDisabled();
  await admin.getByLabel(/Type delete/).fill('delete');
  await run.click();
  await expect(admin.getByText('Nothing is too old')).toBeVisible();
  const last = admin.getByRole('region', { name: 'Last runs' }).getByRole('row').nth(1);
  await expect(last).toContainText('done');
  await expect(last).toContainText('12');
});

/** A day of forty days ago with so many rows of one server. */
async function fillOldDay(rows: number): Promise<void> {
  const database = new pg.Client({ connectionString: environment.databaseUrl });
  await database.connect();
  const [from, to] = [40, 39].map((age) =>
    new Date(Date.now() - age * 86_400_000).toISOString().slice(0, 10),
  );
  await database.query(
    `CREATE TABLE tool_call_logs_${from?.replaceAll('-', '')} PARTITION OF tool_call_logs
       FOR VALUES FROM ('${from}T00:00:00Z') TO ('${to}T00:00:00Z')`,
  );
  await database.query(
    `INSERT INTO tool_call_logs (ts, id, instance_id, request_id, trace_id, span_id, source_type, server, tool, outcome,
                                 http_status, latency_ms, request_bytes, response_bytes)
     SELECT $1::timestamptz + n * interval '1 second', gen_random_uuid(), 'test', 'r', 't', 's', 'mcp', 'for-retention',
            'echo', 'ok', 200, 1, 10, 10 FROM generate_series(1, $2) AS n`,
    [`${from}T00:00:00Z`, rows],
  );
  await database.end();
}
