// npm run dev: the whole system, following every save. Functions and sites change under it; a changed template restarts it.
import './thread-pool.ts'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { runInForeground } from './playhead/foreground.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs the builders and hands on what they say. */
const followBuilds = (said: (line: string) => void): { stop(): void } => {
  const child = spawn(process.execPath, ['bin/watch.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', said)
  return { stop: () => child.kill() }
}

await runInForeground(async (signal) => {
  const { prepareAssembly, startPlayhead } = await import('./playhead/start-playhead.ts')
  const { announce } = await import('./playhead/announce.ts')
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
  /** A template that could not be made: new functions may be what it waits for. */
  let owed = false
  const restart = async () => {
    owed = true
    // The old system goes on until there is something to replace it with.
    await prepareAssembly({ live: true })
    owed = false
    await system.stop()
    system = await startPlayhead({ live: true, built: true, signal })
  }
  const builds = followBuilds((line) => {
    const part = /^built (\w+)$/.exec(line)?.[1]
    if (line === 'changed template') next('restarted', restart)
    else if (part === 'functions') {
      next('functions renewed', async () => {
        await system.running.recycleFunctions()
        // Asked only now: a restart that was under way when they were built may have paid it.
        if (owed) next('restarted', restart)
      })
    } else if (part) next(`${part} renewed`, () => system.running.uploadSites(`dist/${part}`))
    else console.log(line)
  })
  console.log(announce(system))
  return {
    stop: async () => {
      builds.stop()
      await busy
      await system.stop()
    },
  }
})
