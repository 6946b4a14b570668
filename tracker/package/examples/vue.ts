// Vue: `createApp(App).use(playhead, { key: 'pk_live_…', apiUrl: '…' })`, then `inject('tracker')` anywhere.
import { type TrackerOptions, UserTracker } from '@playhead/tracker'

/** What this needs of a Vue app, as Vue 3 has it. */
type App = { provide: (key: string, value: unknown) => unknown; onUnmount?: (act: () => void) => void }

export const playhead = {
  install: (app: App, options: TrackerOptions) => {
    UserTracker.init(options)
    app.provide('tracker', UserTracker)
    // Since Vue 3.5.
    app.onUnmount?.(() => UserTracker.stop())
  },
}
