// One project per test tier, so that each runs alone: `vitest run --project unit`. Two files run at once. Those in a
// browser come last: they look at when a page does something, too, and nothing that only computes runs beside them.
import { defineConfig } from 'vitest/config'

const tier = (name: string, options: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    maxWorkers: 2,
    sequence: { groupOrder: 0 },
    ...options,
  },
})

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    projects: [
      tier('unit'),
      tier('functions', { testTimeout: 30_000, hookTimeout: 30_000 }),
      tier('infra', { testTimeout: 120_000, hookTimeout: 120_000 }),
      tier('local', { testTimeout: 60_000, hookTimeout: 60_000 }),
      tier('browser', {
        testTimeout: 90_000,
        hookTimeout: 180_000,
        sequence: { groupOrder: 1 },
      }),
      tier('house', { testTimeout: 180_000 }),
    ],
  },
})
