import { z } from 'zod';
import { adminEventPage, adminEventQuery } from '@/lib/admin-events/schema';
import { logDetail, logPage, logQuery } from '@/lib/audit/query/schema';
import {
  cleanupInput,
  cleanupPreview,
  cleanupQuery,
  cleanupRun,
  cleanupStatus,
} from '@/lib/audit/retention/schema';
import type { Need } from '@/lib/auth/require-access';
import { createdKey, createKeyInput, keyView } from '@/lib/keys/schema';
import { createServerInput, serverView, updateServerInput } from '@/lib/servers/schema';
import { settingsView, updateSettingsInput } from '@/lib/settings/schema';
import { SECTION_NAMES, sectionOf } from '@/lib/settings/sections';
import {
  dashboardAnswer,
  dashboardQuery,
  summaryAnswer,
  summaryQuery,
  tokenUsageAnswer,
  tokenUsageQuery,
} from '@/lib/summary/schema';
import { createUserInput, updateUserInput, userView } from '@/lib/users/schema';

type Json = Record<string, unknown>;

/** What a caller sends is described as input (before defaults and transforms), what we answer as output. */
const sent = (schema: z.ZodType): Json =>
  strip(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
const answered = (schema: z.ZodType): Json => strip(z.toJSONSchema(schema, { unrepresentable: 'any' }));

/** The document names the dialect once for all. */
function strip(schema: Json): Json {
  const { $schema: _dialect, ...rest } = schema;
  return rest;
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const jsonContent = (schema: Json) => ({ content: { 'application/json': { schema } } });
const listOf = (name: string): Json => ({
  type: 'object',
  properties: { items: { type: 'array', items: ref(name) } },
  required: ['items'],
});

const NEEDS: Record<Need, string> = {
  read: 'any signed-in person, or a key with the scope read or admin',
  audit: 'an auditor or an admin, or a key with the scope admin',
  admin: 'an admin, or a key with the scope admin',
};

function operation(summary: string, need: Need, success: Json, extra: Json = {}): Json {
  return {
    summary,
    description: `Needs ${NEEDS[need]}.`,
    responses: { ...success, default: { description: 'What went wrong', ...problemContent } },
    ...extra,
  };
}

const problemContent = { content: { 'application/problem+json': { schema: ref('Problem') } } };
const answer = (status: number, description: string, schema?: Json): Json => ({
  [status]: { description, ...(schema ? jsonContent(schema) : {}) },
});
const body = (name: string): Json => ({ requestBody: { required: true, ...jsonContent(ref(name)) } });
const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

function queryParameters(schema: z.ZodObject): Json[] {
  const described = sent(schema) as { properties: Record<string, Json> };
  return Object.entries(described.properties).map(([name, { description, ...property }]) => ({
    name,
    in: 'query',
    required: false,
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

const problem: Json = {
  type: 'object',
  description: 'RFC 9457',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: { type: 'object', additionalProperties: { type: 'string' } },
    request_id: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'detail'],
};

/** The REST API as OpenAPI 3.1, made from the zod schemas that the handlers parse with. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Sightline', version: '1', description: 'Servers, keys and the call log of the gateway.' },
    security: [{ bearer: [] }, { session: [] }],
    paths: {
      ...logPaths(),
      ...summaryPaths(),
      ...cleanupPaths(),
      ...serverPaths(),
      ...keyPaths(),
      ...userPaths(),
      ...settingsPaths(),
      ...adminEventPaths(),
      ...operatingPaths(),
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
      schemas: {
        Problem: problem,
        LogPage: answered(logPage),
        LogDetail: answered(logDetail),
        Summary: answered(summaryAnswer),
        Dashboard: answered(dashboardAnswer),
        TokenUsage: answered(tokenUsageAnswer),
        CleanupPreview: answered(cleanupPreview),
        StartCleanup: sent(cleanupInput),
        CleanupRun: answered(cleanupRun),
        CleanupStatus: answered(cleanupStatus),
        Server: answered(serverView),
        CreateServer: sent(createServerInput),
        UpdateServer: sent(updateServerInput),
        Key: answered(keyView),
        CreateKey: sent(createKeyInput),
        CreatedKey: answered(createdKey),
        User: answered(userView),
        CreateUser: sent(createUserInput),
        UpdateUser: sent(updateUserInput),
        Settings: answered(settingsView),
        UpdateSettings: sent(updateSettingsInput),
        ...sectionSchemas(),
        AdminEventPage: answered(adminEventPage),
      },
    },
  };
}

function logPaths(): Json {
  return {
    '/api/v1/observability/logs': {
      get: operation(
        'One page of the log, the newest row first',
        'read',
        answer(200, 'The page', ref('LogPage')),
        {
          parameters: queryParameters(logQuery),
        },
      ),
    },
    '/api/v1/observability/logs/{id}': {
      parameters: [idParameter],
      get: operation('One call with its masked payloads', 'read', answer(200, 'The call', ref('LogDetail'))),
    },
  };
}

function summaryPaths(): Json {
  return {
    '/api/v1/metrics/summary': {
      get: operation(
        'What the calls of a window add up to, compared with the window before it',
        'read',
        answer(200, 'The summary', ref('Summary')),
        { parameters: queryParameters(summaryQuery) },
      ),
    },
    '/api/v1/dashboard': {
      get: operation(
        'Figures, health and the latest activity',
        'read',
        answer(200, 'The dashboard', ref('Dashboard')),
        { parameters: queryParameters(dashboardQuery) },
      ),
    },
    '/api/v1/observability/metrics/token-usage': {
      get: operation(
        'About how many tokens calls put into their agents’ context',
        'read',
        answer(200, 'The tokens', ref('TokenUsage')),
        { parameters: queryParameters(tokenUsageQuery) },
      ),
    },
  };
}

function cleanupPaths(): Json {
  return {
    '/api/v1/observability/logs/cleanup/preview': {
      get: operation(
        'What a run of the retention would remove: rows, bytes, oldest and newest, day by day',
        'audit',
        answer(200, 'The preview, with the token that runs it', ref('CleanupPreview')),
        { parameters: queryParameters(cleanupQuery) },
      ),
    },
    '/api/v1/observability/logs/cleanup': {
      get: operation(
        'What is stored, what runs and how the last runs ended',
        'audit',
        answer(200, 'The state', ref('CleanupStatus')),
      ),
      post: operation(
        'Remove what a preview has shown; 409 when that does not stand any more',
        'admin',
        answer(202, 'The run, which goes on behind the answer', ref('CleanupRun')),
        body('StartCleanup'),
      ),
      delete: operation(
        'Cancel the run that goes on; what is gone is gone',
        'admin',
        answer(202, 'The state', ref('CleanupStatus')),
      ),
    },
  };
}

function serverPaths(): Json {
  return {
    '/api/v1/servers': {
      get: operation('All servers', 'read', answer(200, 'The servers', listOf('Server'))),
      post: operation(
        'Register a server',
        'admin',
        answer(201, 'The server', ref('Server')),
        body('CreateServer'),
      ),
    },
    '/api/v1/servers/{id}': {
      parameters: [idParameter],
      get: operation('One server', 'read', answer(200, 'The server', ref('Server'))),
      patch: operation(
        'Change a server',
        'admin',
        answer(200, 'The server', ref('Server')),
        body('UpdateServer'),
      ),
      delete: operation('Remove a server; its log rows stay', 'admin', answer(204, 'Removed')),
    },
  };
}

function keyPaths(): Json {
  return {
    '/api/v1/keys': {
      get: operation('All keys, without their text', 'audit', answer(200, 'The keys', listOf('Key'))),
      post: operation(
        'Make a key',
        'admin',
        answer(201, 'The key, shown once', ref('CreatedKey')),
        body('CreateKey'),
      ),
    },
    '/api/v1/keys/{id}': {
      parameters: [idParameter],
      delete: operation('Revoke a key', 'admin', answer(204, 'Revoked')),
    },
  };
}

function userPaths(): Json {
  return {
    '/api/v1/users': {
      get: operation('Everybody who can sign in', 'audit', answer(200, 'The people', listOf('User'))),
      post: operation('Add a person', 'admin', answer(201, 'The person', ref('User')), body('CreateUser')),
    },
    '/api/v1/users/{id}': {
      parameters: [idParameter],
      patch: operation(
        'Give somebody another role or a new password',
        'admin',
        answer(200, 'The person', ref('User')),
        body('UpdateUser'),
      ),
      delete: operation('Remove an account', 'admin', answer(204, 'Removed')),
    },
  };
}

function settingsPaths(): Json {
  const section = {
    name: 'section',
    in: 'path',
    required: true,
    schema: { type: 'string', enum: SECTION_NAMES },
  };
  return {
    '/api/v1/settings': {
      get: operation(
        'All sections of the settings',
        'audit',
        answer(200, 'The sections', listOf('Settings')),
      ),
    },
    '/api/v1/settings/{section}': {
      parameters: [section],
      get: operation('One section', 'audit', answer(200, 'The section', ref('Settings'))),
      patch: operation(
        'Change the named fields of a section; 409 when somebody was faster',
        'admin',
        answer(200, 'The section', ref('Settings')),
        body('UpdateSettings'),
      ),
    },
  };
}

/** The fields of each section, as SettingsOfSecurity and so on. A credential is sent as text and never answered. */
const sectionSchemas = (): Json =>
  Object.fromEntries(
    SECTION_NAMES.map((name) => [
      `SettingsOf${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      sent(sectionOf(name).schema),
    ]),
  );

function adminEventPaths(): Json {
  return {
    '/api/v1/admin-events': {
      get: operation(
        'One page of what people changed, the newest first',
        'audit',
        answer(200, 'The page', ref('AdminEventPage')),
        { parameters: queryParameters(adminEventQuery) },
      ),
    },
  };
}

/** What monitors and scrapers use, and this document itself. */
function operatingPaths(): Json {
  const text = { content: { 'text/plain': { schema: { type: 'string' } } } };
  return {
    '/api/v1/health': {
      get: {
        summary: 'Whether a call can be taken',
        security: [],
        responses: { 200: { description: 'It can' }, 503: { description: 'It cannot now' } },
      },
    },
    '/api/v1/metrics': {
      get: {
        summary: 'The metrics of this process as Prometheus text',
        responses: {
          200: { description: 'The metrics', ...text },
          401: { description: 'Wrong or no token', ...problemContent },
        },
      },
    },
    '/api/v1/openapi.json': {
      get: operation('This document', 'read', answer(200, 'OpenAPI 3.1', { type: 'object' })),
    },
  };
}
