export type SearchParams = Record<string, string | string[] | undefined>;

/** What Next hands to a page. Written out, because Next's own PageProps exists only after a type generation. */
export interface PageProps<Params = Record<never, string>> {
  params: Promise<Params>;
  searchParams: Promise<SearchParams>;
}
