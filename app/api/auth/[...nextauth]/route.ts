import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/nextauth';

/** Sign-in, sign-out and session of the web app. */
const handler = NextAuth(authOptions) as (request: Request, context: unknown) => Promise<Response>;
export { handler as GET, handler as POST };
