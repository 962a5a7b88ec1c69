import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { authenticateUser, recordRefusal } from '../users/authenticate';
import type { Role } from '../users/schema';
import { recordSignOut } from '../users/sign-out';
import { loginThrottle } from './login-throttle';
import { ANONYMOUS, requestContext } from './request-context';

declare module 'next-auth' {
  interface Session {
    user: { id: string; email: string; name: string; role: Role; signedInAt: number };
  }
  interface User {
    role: Role;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    id: string;
    role: Role;
    /** milliseconds since 1970 */
    signedInAt: number;
  }
}

/** Sign-in by e-mail and password; the session is a signed, encrypted cookie that lasts twelve hours. */
export const authOptions: NextAuthOptions = {
  session: { strategy: 'jwt', maxAge: 12 * 60 * 60 },
  pages: { signIn: '/login' },
  providers: [
    CredentialsProvider({
      name: 'E-mail and password',
      credentials: { email: { type: 'email' }, password: { type: 'password' } },
      async authorize(credentials) {
        const email = credentials?.email ?? '';
        const ctx = await requestContext(ANONYMOUS);
        if (!loginThrottle().allows(email)) {
          await recordRefusal({ ctx, input: { email, reason: 'too many tries' } });
          throw new Error('TooManyAttempts');
        }
        const password = credentials?.password ?? '';
        const user = await authenticateUser({ ctx, input: { email, password } });
        if (user) loginThrottle().forget(email);
        return user;
      },
    }),
  ],
  callbacks: {
    jwt({ token, user }) {
      if (user) {
        token.id = user.id;
        token.role = user.role;
        token.signedInAt = Date.now();
      }
      return token;
    },
    session({ session, token }) {
      const { id, email, name, role, signedInAt } = token;
      session.user = { id, email: email ?? '', name: name ?? '', role, signedInAt: signedInAt ?? 0 };
      return session;
    },
    redirect({ url, baseUrl }) {
      return url.startsWith('/') && !/^\/[/\\]/.test(url) ? `${baseUrl}${url}` : baseUrl;
    },
  },
  events: {
    async signOut({ token }) {
      const { id, email, role } = token;
      await recordSignOut({
        ctx: await requestContext({ kind: 'user', id, name: email ?? '', role }),
      });
    },
  },
};
