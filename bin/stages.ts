// The stages that this team runs, and in what each differs from the defaults of lib/settings.ts.
import type { StageInput } from '../lib/settings.ts'

const local: StageInput = {
  removeDataWithStack: true,
  consumers: { rollUpSeconds: 0, storeSeconds: 1, archiveSeconds: 2 },
  registration: { open: true },
  // The demo shop, and whatever else is tried out on this machine.
  assets: { loopback: true },
  // All visitors of one machine share its address.
  firewall: { requestsPerMinute: 1_000_000 },
}

/** Beyond what one machine can ask. */
const without = { limit: 1_000_000, windowSeconds: 1 }

export const stages: Record<string, StageInput> = {
  /** What `npm start` brings up: small windows, so that a laptop shows an event within seconds. */
  local,
  /** The same for benchmarks and load tests, whose clients all share one address and one key. */
  bench: {
    ...local,
    firewall: false,
    limits: {
      api: without,
      ip: without,
      'ip-ingest': without,
      auth: without,
      presence: without,
      erasure: without,
      ingest: { perSecond: 100_000, burst: 10_000_000 },
    },
  },
  dev: { removeDataWithStack: true },
  prod: {},
}
