import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the page as one script and one style sheet, which are then written into a file with a run (`report/livePage.ts`). */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  logLevel: 'warn',
  build: {
    outDir: fileURLToPath(new URL('../../../dist/file', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    // It is one script by intent, read from a disk.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      input: fileURLToPath(new URL('./main-file.tsx', import.meta.url)),
      checks: { pluginTimings: false },
      output: {
        codeSplitting: false,
        entryFileNames: 'page.js',
        assetFileNames: 'page[extname]',
      },
    },
  },
});
