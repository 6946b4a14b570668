// npm run dev: the whole system, following every save. Functions and sites change under it; a changed template restarts it.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { announce } from './announce.ts'
import { runInForeground } from './foreground.ts'
import { startPlayhead } from './start-playhead.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs the builders and hands on what they say. */
const followBuilds = (said: (line: string) => void): { stop(): void } => {
  const child = spawn(process.execPath, ['bin/watch.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', said)
  return { stop: () => child.kill() }
}

await runInForeground(async (signal) => {
  let system = await startPlayhead({ live: true, signal })
  /** One change after the other: a restart must not meet a reload. */
  let busy: Promise<void> = Promise.resolve()
  const next = (what: string, step: () => Promise<void>) => {
    busy = busy.then(async () => {
      const begun = performance.now()
      try {
        await step()
        console.log(`${what} in ${Math.round(performance.now() - begun)} ms`)
      } catch (error) {
        console.error(`${what} failed: ${error instanceof Error ? error.message : error}`)
      }
    })
  }
  const restart = async () => {
    await system.stop()
    system = await startPlayhead({ live: true, built: true, signal })
  }
  const builds = followBuilds((line) => {
    const part = /^built (\w+)$/.exec(line)?.[1]
    if (line === 'changed template') next('restarted', restart)
    else if (part === 'functions') next('functions renewed', () => system.running.recycleFunctions())
    else if (part) next(`${part} renewed`, () => system.running.uploadSites(`dist/${part}`))
    else console.log(line)
  })
  console.log(announce(system.access))
  return {
    stop: async () => {
      builds.stop()
      await busy
      await system.stop()
    },
  }
})
