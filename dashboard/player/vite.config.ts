// Builds the player's page into dist/player: one script, one style sheet, nothing inline.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// What is built is what ships, even when a test runner that sets NODE_ENV to `test` builds it.
process.env['NODE_ENV'] = 'production'

export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    outDir: here('../../dist/player'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
