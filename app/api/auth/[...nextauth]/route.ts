import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/nextauth';
import { withRetryAfter } from '@/lib/auth/sign-in-answer';

const nextAuth = NextAuth(authOptions) as (request: Request, context: unknown) => Promise<Response>;
/** Sign-in, sign-out and session of the web app. */
const handler = async (request: Request, context: unknown): Promise<Response> =>
  withRetryAfter(await nextAuth(request, context));

export { handler as GET, handler as POST };
