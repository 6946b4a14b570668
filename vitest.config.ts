// One project per test tier, so that each runs alone: `vitest run --project unit`.
import { defineConfig } from 'vitest/config'

const tier = (name: string, options: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], ...options },
})

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    projects: [
      tier('unit'),
      tier('functions', { testTimeout: 30_000, hookTimeout: 30_000 }),
      tier('infra', { testTimeout: 120_000, hookTimeout: 120_000 }),
      tier('local', { testTimeout: 60_000, hookTimeout: 60_000 }),
      tier('browser', { testTimeout: 90_000, hookTimeout: 180_000, fileParallelism: false }),
      tier('house', { testTimeout: 180_000 }),
    ],
  },
})
