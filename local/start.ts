// npm start
import './thread-pool.ts'
import { announce } from './playhead/announce.ts'
import { runInForeground } from './playhead/foreground.ts'
import { startPlayhead } from './playhead/start-playhead.ts'

await runInForeground(async (signal) => {
  const started = await startPlayhead({ signal })
  console.log(announce(started))
  return started
})
