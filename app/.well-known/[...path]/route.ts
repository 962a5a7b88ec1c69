import { notOffered } from '@/app/_not-offered';

// Clients ask here for OAuth metadata before they use their key. There is none, and they must read that as JSON.
export { notOffered as DELETE, notOffered as GET, notOffered as POST, notOffered as PUT };
