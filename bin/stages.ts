// The stages that this team runs, and in what each differs from the defaults of lib/settings.ts.
import type { StageInput } from '../lib/settings.ts'

export const stages: Record<string, StageInput> = {
  /** What `npm start` brings up: small windows, so that a laptop shows an event within seconds. */
  local: {
    removeDataWithStack: true,
    consumers: { rollUpSeconds: 0, storeSeconds: 1, archiveSeconds: 2 },
    registration: { open: true },
  },
  dev: { removeDataWithStack: true },
  prod: {},
}
