import { defineConfig } from 'vitest/config'

/** What needs a database, plays against the clock, or folds whole floors hundreds of times. */
const INTEGRATION = [
  'tests/server/**/*.test.ts',
  'tests/db/**/*.test.ts',
  'tests/adapters/asterisk/live.test.ts',
  'tests/adapters/simulate/command.test.ts',
  'tests/adapters/simulate/world.test.ts',
  'tests/app/live-client.test.ts',
  'tests/domain/feed-order.test.ts',
  'tests/domain/alert-load.test.ts',
]
const NOT_HERE = ['tests/e2e/**', 'tests/bench/**', 'tests/chaos/**', 'tests/eval/**']

export default defineConfig({
  test: {
    reporters: ['default'],
    // Much of a run is waiting for sockets and clocks: one worker more than a small machine has cores.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...INTEGRATION, ...NOT_HERE],
          pool: 'threads',
          // What is tested here keeps nothing a test could trip over, so each worker loads it once.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: INTEGRATION,
          globalSetup: ['tests/support/postgres.ts'],
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
