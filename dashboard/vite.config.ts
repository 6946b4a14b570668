// Builds the dashboard into dist/dashboard: hashed files under assets/, and an index.html with nothing inline.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import mantine from 'postcss-preset-mantine'
import { defineConfig } from 'vite'
import { offlinePlayer } from './player/alone/offline-player.ts'
import { themeVariables } from './src/theme/theme-variables.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// What is built is what ships, even when a test runner that sets NODE_ENV to `test` builds it.
process.env['NODE_ENV'] = 'production'

export default defineConfig({
  root: here('.'),
  plugins: [react(), themeVariables(), offlinePlayer()],
  css: { postcss: { plugins: [mantine()] } },
  build: {
    outDir: here('../dist/dashboard'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL would be one more thing for the security policy to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    rolldownOptions: {
      experimental: { lazyBarrel: true },
      output: {
        codeSplitting: {
          // What changes with an upgrade only, apart from what changes every day.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/](?!react-virtual|virtual-core)/ },
            { name: 'mantine', test: /node_modules[\\/]@mantine[\\/](hooks|core[\\/]esm[\\/]core)[\\/]/ },
          ],
        },
      },
    },
  },
})
