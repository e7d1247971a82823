/** The page's style sheets are bundled by Vite; to TypeScript they are imports without a value. */
declare module '*.css';
