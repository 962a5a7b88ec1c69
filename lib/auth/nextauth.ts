import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { authenticateUser } from '../users/authenticate';
import type { Role } from '../users/schema';
import { loginThrottle } from './login-throttle';

declare module 'next-auth' {
  interface Session {
    user: { id: string; email: string; name: string; role: Role };
  }
  interface User {
    role: Role;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    id: string;
    role: Role;
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
        if (!loginThrottle().allows(email)) throw new Error('TooManyAttempts');
        const user = await authenticateUser(email, credentials?.password ?? '');
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
      }
      return token;
    },
    session({ session, token }) {
      session.user = { id: token.id, email: token.email ?? '', name: token.name ?? '', role: token.role };
      return session;
    },
    redirect({ url, baseUrl }) {
      return url.startsWith('/') && !/^\/[/\\]/.test(url) ? `${baseUrl}${url}` : baseUrl;
    },
  },
};
