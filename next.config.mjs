/** @type {import('next').NextConfig} */
const config = {
  // Everything unused is off: image optimisation has been a door for remote code execution, and the
  // X-Powered-By header tells strangers what to try.
  images: { unoptimized: true },
  poweredByHeader: false,
  // Compression would cost CPU on every page of a tool that usually runs beside its users; a proxy can do it.
  compress: false,
  reactStrictMode: true,
  // npm test checks the types, of the tests too; a start must not fail for what does not run.
  typescript: { ignoreBuildErrors: true },
  // Names in stack traces and profiles are worth more on a server than a smaller bundle.
  experimental: { serverMinification: false },
  // Packages that are hooked, spawn binaries or must exist once per process stay outside the bundle.
  serverExternalPackages: [
    '@opentelemetry/api',
    '@opentelemetry/sdk-node',
    '@opentelemetry/sdk-trace-base',
    '@prisma/client',
    '@prisma/instrumentation',
    '@vercel/otel',
    'import-in-the-middle',
    'pg',
    'pino',
    'prom-client',
    'require-in-the-middle',
    'undici',
  ],
  async headers() {
    return [
      {
        source: '/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'X-Frame-Options', value: 'DENY' },
          { key: 'Referrer-Policy', value: 'same-origin' },
        ],
      },
    ];
  },
};

export default config;
