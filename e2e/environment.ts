/** A variable that the tests cannot do without. Throws an Error that names it. */
function need(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: run the browser tests through "npm test", which starts the product.`,
    );
  return value;
}

/** What the tests know of the running product. Read when used, so that the error stands in the test. */
export const environment = {
  get baseUrl() {
    return need('BASE_URL');
  },
  get apiKey() {
    return need('E2E_API_KEY');
  },
  /** of the role that owns the tables, for what takes months to come about */
  get databaseUrl() {
    return need('E2E_DATABASE_URL');
  },
  get admin() {
    return { email: need('E2E_ADMIN_EMAIL'), password: need('E2E_ADMIN_PASSWORD') };
  },
  get viewer() {
    return { email: need('E2E_VIEWER_EMAIL'), password: need('E2E_VIEWER_PASSWORD') };
  },
};
