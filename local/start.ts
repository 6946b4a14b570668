// npm start. What it starts is loaded only after it listens to ctrl-C: the loading alone takes a moment.
import './thread-pool.ts'
import { runInForeground } from './playhead/foreground.ts'

await runInForeground(async (signal) => {
  const { startPlayhead } = await import('./playhead/start-playhead.ts')
  const { announce } = await import('./playhead/announce.ts')
  const started = await startPlayhead({ signal })
  console.log(announce(started))
  return started
})
