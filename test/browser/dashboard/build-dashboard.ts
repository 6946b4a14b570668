// Builds the dashboard as it ships, into a folder of its own, so that a test neither waits for nor disturbs dist/.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const configFile = (path: string) => fileURLToPath(new URL(`../../../dashboard/${path}`, import.meta.url))

const buildInto = async (config: string) => {
  const directory = await mkdtemp(join(tmpdir(), 'playhead-site-'))
  const before = process.env['NODE_ENV']
  await build({
    configFile: configFile(config),
    logLevel: 'error',
    build: { outDir: directory, emptyOutDir: true },
  })
  // The configuration sets it for the build; the tests keep theirs.
  if (before === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = before
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

export const buildDashboard = () => buildInto('vite.config.ts')
export const buildPlayer = () => buildInto('player/vite.config.ts')
