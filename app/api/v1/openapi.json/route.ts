import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { openApiDocument } from './_document';

/** The description of this API. */
export const GET = route('read', async () => json(openApiDocument()));
