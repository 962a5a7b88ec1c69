import { notOffered } from '@/app/_not-offered';

// Where clients without a client id try to register one (RFC 7591). Agents use keys here.
export { notOffered as DELETE, notOffered as GET, notOffered as POST, notOffered as PUT };
