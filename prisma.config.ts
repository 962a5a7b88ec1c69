import { defineConfig } from 'prisma/config';

/** For the Prisma CLI only; the app itself applies prisma/migrations at boot (lib/database/migrate.ts). */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
