// Rebuilds on save, and says on a line of its own what came of it: what `npm run dev` listens to.
//   built <part>      functions, tracker, dashboard or player are new
//   changed template  lib/, bin/ or core/api/ changed: the stack has to be synthesized again
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { context } from 'esbuild'
import { build as buildSite } from 'vite'
import { functionBundles } from './build-functions.ts'
import { openBuildStamps } from './build-stamps.ts'
import { watchFolders } from './watch-folders.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs one build at a time; a save in the middle of one leads to one more. A mistake leaves the last good build. */
const follow = (part: string, folders: string[], build: () => Promise<unknown>): void => {
  let running = false
  let again = false
  const run = async (): Promise<void> => {
    again = running
    if (running) return
    running = true
    try {
      await build()
      console.log(`built ${part}`)
    } catch (error) {
      console.error(`${part}: ${error instanceof Error ? error.message : error}`)
    }
    running = false
    if (again) await run()
  }
  watchFolders(root, folders, run)
}

openBuildStamps(`${root}dist/fingerprints.json`).forget('functions', 'tracker', 'dashboard', 'player')

// What the functions share is bundled once instead of nineteen times: a tenth of the time, for a layout that only
// works in place. Deployment wants each function whole in its own folder.
const openFunctions = async () => {
  const bundles = functionBundles(root)
  const opened = await context({
    ...bundles,
    minify: false,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  })
  return {
    entries: String(bundles.entryPoints),
    rebuild: () => opened.rebuild(),
    dispose: () => opened.dispose(),
  }
}
let functions = await openFunctions()
await functions.rebuild()
console.log('built functions')
follow('functions', ['functions', 'core'], async () => {
  if (functions.entries !== String(functionBundles(root).entryPoints)) {
    // A function came or went.
    await functions.dispose()
    functions = await openFunctions()
  }
  await functions.rebuild()
})

const buildTracker = () =>
  new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, ['tracker/build.ts'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('close', (code) => (code === 0 ? done() : fail(new Error('the build failed'))))
  })
follow('tracker', ['tracker/src'], buildTracker)

for (const [part, configFile] of [
  ['dashboard', 'dashboard/vite.config.ts'],
  ['player', 'dashboard/player/vite.config.ts'],
] as const) {
  const watcher = await buildSite({
    configFile: `${root}${configFile}`,
    logLevel: 'error',
    build: { watch: {} },
  })
  if (!('on' in watcher)) throw new Error(`${configFile} cannot be watched`)
  watcher.on('event', (event) => {
    if (event.code === 'END') console.log(`built ${part}`)
    if (event.code === 'ERROR') console.error(`${part}: ${event.error.message}`)
  })
}

watchFolders(root, ['lib', 'bin', 'core/api'], () => console.log('changed template'))
