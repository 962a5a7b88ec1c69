/** Tailwind 4 is a PostCSS plugin; its configuration stands in app/globals.css. */
export default { plugins: { '@tailwindcss/postcss': {} } };
