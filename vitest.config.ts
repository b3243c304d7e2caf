import { defineConfig } from 'vitest/config'

const NEEDS_DATABASE = ['tests/server/**/*.test.ts', 'tests/db/**/*.test.ts']
const NOT_HERE = ['tests/e2e/**', 'tests/bench/**', 'tests/chaos/**', 'tests/eval/**']

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...NEEDS_DATABASE, ...NOT_HERE],
          pool: 'threads',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: NEEDS_DATABASE,
          globalSetup: ['tests/support/postgres.ts'],
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
