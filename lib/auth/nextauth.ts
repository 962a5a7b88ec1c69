import { randomUUID } from 'node:crypto';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { messageOf } from '../errors';
import { logger } from '../log/log';
import { authenticateUser } from '../users/authenticate';
import { SESSION_S } from '../users/find-signed-in';
import type { Role } from '../users/schema';
import { TooManyTries } from '../users/sign-in-tries';
import { signOut } from '../users/sign-out';
import { ANONYMOUS, requestContext } from './request-context';
import { reasonOf } from './sign-in-answer';

declare module 'next-auth' {
  interface Session {
    user: {
      id: string;
      email: string;
      name: string;
      role: Role;
      sessionId: string | null;
      signedInAt: number;
    };
  }
  interface User {
    role: Role;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    id: string;
    role: Role;
    sessionId: string;
    /** milliseconds since 1970 */
    signedInAt: number;
  }
}

/** Sign-in by e-mail and password; the session is a signed, encrypted cookie that lasts twelve hours. */
export const authOptions: NextAuthOptions = {
  session: { strategy: 'jwt', maxAge: SESSION_S },
  pages: { signIn: '/login' },
  // One line each, without a stack: anybody may send a cookie that is old or made up.
  logger: {
    error: (code, detail) => logger().warn({ code, error: reasonIn(detail) }, 'sign-in'),
    warn: (code) => logger().warn({ code }, 'sign-in'),
    debug: () => undefined,
  },
  providers: [
    CredentialsProvider({
      name: 'E-mail and password',
      credentials: { email: { type: 'email' }, password: { type: 'password' } },
      async authorize(credentials) {
        const ctx = await requestContext(ANONYMOUS);
        const { email = '', password = '' } = credentials ?? {};
        try {
          return await authenticateUser({ ctx, input: { email, password } });
        } catch (error) {
          throw error instanceof TooManyTries ? reasonOf(error) : error;
        }
      },
    }),
  ],
  callbacks: {
    jwt({ token, user }) {
      if (user) {
        token.id = user.id;
        token.role = user.role;
        token.sessionId = randomUUID();
        token.signedInAt = Date.now();
      }
      return token;
    },
    session({ session, token }) {
      const { id, email, name, role, sessionId, signedInAt } = token;
      session.user = {
        id,
        email: email ?? '',
        name: name ?? '',
        role,
        sessionId: sessionId ?? null,
        signedInAt: signedInAt ?? 0,
      };
      return session;
    },
    redirect({ url, baseUrl }) {
      return url.startsWith('/') && !/^\/[/\\]/.test(url) ? `${baseUrl}${url}` : baseUrl;
    },
  },
  events: {
    async signOut({ token }) {
      const { id, email, role, sessionId } = token;
      await signOut({
        ctx: await requestContext({ kind: 'user', id, name: email ?? '', role }),
        input: { sessionId: sessionId ?? null },
      });
    },
  },
};

/** next-auth hands over an error, or something that holds one. */
function reasonIn(detail: unknown): string {
  if (typeof detail === 'object' && detail !== null && 'error' in detail) return messageOf(detail.error);
  return messageOf(detail);
}
