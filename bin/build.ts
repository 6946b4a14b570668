// Builds what deploys: functions, tracker, dashboard and player, each only if something it is made of changed.
//   node bin/build.ts [--force]
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildFunctions } from './build-functions.ts'
import { openBuildStamps } from './build-stamps.ts'
import { fingerprint } from './fingerprint.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

type Part = { name: string; output: string; sources: string[]; build: () => Promise<void> }

let running: ChildProcess | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // What it builds with ends first; without one there is nothing to wait for.
    if (running) running.kill()
    else process.exit(1)
  })
}

/** Runs one of the project's own commands; its output is shown only if it fails. */
const run = (...command: string[]) =>
  new Promise<void>((done, fail) => {
    const [file = '', ...args] = command
    const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    running = child
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', fail)
    child.on('close', (code) => {
      running = undefined
      if (code === 0) done()
      else fail(new Error(`${command.join(' ')} failed:\n${output}`))
    })
  })

const vite = (config: string) =>
  run('node_modules/vite/bin/vite.js', 'build', '--config', config, '--logLevel', 'warn')

const shared = ['bin/build.ts', 'core', 'package-lock.json', 'tsconfig.base.json']
const parts: Part[] = [
  {
    name: 'functions',
    output: 'dist/functions',
    sources: ['functions', 'bin/build-functions.ts', ...shared],
    build: () => buildFunctions(root),
  },
  {
    name: 'tracker',
    output: 'dist/tracker',
    sources: ['tracker', ...shared],
    build: () => run('tracker/build.ts'),
  },
  {
    name: 'dashboard',
    output: 'dist/dashboard',
    sources: ['dashboard', ...shared],
    build: () => vite('dashboard/vite.config.ts'),
  },
  {
    name: 'player',
    output: 'dist/player',
    sources: ['dashboard/player', ...shared],
    build: () => vite('dashboard/player/vite.config.ts'),
  },
]

const stamps = openBuildStamps(`${root}dist/fingerprints.json`)
if (process.argv.includes('--force')) stamps.forget(...parts.map(({ name }) => name))
try {
  for (const { name, output, sources, build } of parts) {
    const current = fingerprint(root, sources)
    if (stamps.get(name) === current && existsSync(`${root}${output}`)) continue
    const begun = performance.now()
    stamps.forget(name)
    rmSync(`${root}${output}`, { recursive: true, force: true })
    await build()
    stamps.set(name, current)
    console.log(`built ${name} in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
