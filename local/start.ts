// npm start
import './thread-pool.ts'
import { announce } from './announce.ts'
import { runInForeground } from './foreground.ts'
import { startPlayhead } from './start-playhead.ts'

await runInForeground(async (signal) => {
  const started = await startPlayhead({ signal })
  console.log(announce(started))
  return started
})
