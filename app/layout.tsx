import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { StyleNonce } from '@/app/_components/style-nonce';
import { THEME_COOKIE, themeOf } from '@/app/_components/theme-cookie';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Sightline', template: '%s · Sightline' },
  description: 'The MCP gateway whose record you can trust.',
  robots: { index: false, follow: false },
  // All of these lie in public/, where browsers also look without being told.
  icons: {
    icon: [
      { url: '/favicon.ico', sizes: '48x48' },
      { url: '/icon.svg', type: 'image/svg+xml' },
    ],
    apple: '/apple-touch-icon.png',
  },
  manifest: '/site.webmanifest',
};

/** The document: fonts and the chosen theme. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1];
  const themeClass = theme === 'system' ? '' : theme;
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable} ${themeClass}`}>
      <body className="font-sans">
        <StyleNonce nonce={nonce} />
        {children}
      </body>
    </html>
  );
}
