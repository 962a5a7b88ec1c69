import path from 'node:path';

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  compress: false,
  // The packages are the project's own, behind a symbolic link.
  turbopack: { root: path.parse(import.meta.dirname).root },
};

export default config;
