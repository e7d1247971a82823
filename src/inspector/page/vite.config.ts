import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Builds the page; `buildPage.ts` says where to. Everything is bundled: the page loads nothing from elsewhere. */
export default defineConfig({
  root: here,
  base: './',
  logLevel: 'warn',
  build: {
    emptyOutDir: true,
    target: 'es2023',
    // Inlined assets would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // How long a plugin took is nothing for whoever starts a pump.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
