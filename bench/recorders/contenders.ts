// Whom the recorder is measured against: each is one script, `/contender.js`, that sends to where it came from.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { buildTracker } from '../../tracker/build.ts'

export type Contender = {
  name: string
  /** By path, below the origin of the page. */
  files: Map<string, string>
  /** Whether a script of the page belongs to it. */
  isOwn: (url: string) => boolean
}

const OURS = (options: string) =>
  `const tag = document.createElement('script'); tag.src = '/tracker.js'; tag.dataset.key = 'pk_test_bench'; tag.dataset.flushInterval = '1000'; ${options}; document.head.append(tag)`

const PLAIN = `
import { record } from '@rrweb/record'
let events = []
const send = (keepalive) => { if (events.length) fetch('/plain', { method: 'POST', body: JSON.stringify(events.splice(0)), keepalive: false }) }
record({ emit: (event) => events.push(event), maskAllInputs: true, sampling: { mousemove: 100 } })
setInterval(send, 1000)
addEventListener('pagehide', send)`

const CLARITY = `
import { clarity } from 'clarity-js'
clarity.start({ projectId: 'bench', upload: location.origin + '/clarity', content: true, track: true, delay: 1000, cookies: [], report: '' })`

const DATADOG = `
import { datadogRum } from '@datadog/browser-rum'
datadogRum.init({ applicationId: 'bench', clientToken: 'pub00000000000000000000000000000000', site: 'datadoghq.com', service: 'bench', proxy: location.origin + '/datadog', sessionSampleRate: 100, sessionReplaySampleRate: 100, trackUserInteractions: true, trackResources: true, trackLongTasks: true, defaultPrivacyLevel: 'mask-user-input', allowUntrustedEvents: true, telemetrySampleRate: 0 })
datadogRum.startSessionReplayRecording()`

const OPENREPLAY = `
import Tracker from '@openreplay/tracker'
const tracker = new Tracker({ projectKey: 'bench', ingestPoint: location.origin + '/openreplay', __DISABLE_SECURE_MODE: true, defaultInputMode: 1, respectDoNotTrack: false })
tracker.start()`

const bundle = async (contents: string, plugins: Plugin[] = []): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(import.meta.dirname, '../..') },
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    write: false,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins,
  })
  return outputFiles[0]?.text ?? ''
}

const one = (name: string, script: string, more = new Map<string, string>()): Contender => ({
  name,
  files: new Map([...more, ['/contender.js', script]]),
  isOwn: (url) => /\/(?:contender\.js|tracker\.js|tracker\/)|^blob:/.test(url),
})

/** The tracker and its parts, built into the folder. */
const ours = async (folder: string): Promise<Map<string, string>> => {
  await buildTracker(folder)
  const files = new Map<string, string>()
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith('.js')) files.set(`/${file}`, await readFile(join(folder, file), 'utf8'))
  }
  return files
}

export const CONTENDERS: { name: string; make: (folder: string) => Promise<Contender> }[] = [
  { name: 'no tracker', make: async () => one('no tracker', '') },
  {
    name: 'core alone',
    make: async (folder) =>
      one(
        'core alone',
        OURS(`tag.dataset.record = tag.dataset.captureScreenshots = 'false'`),
        await ours(folder),
      ),
  },
  {
    name: 'with recording',
    make: async (folder) =>
      one('with recording', OURS(`tag.dataset.captureScreenshots = 'false'`), await ours(folder)),
  },
  { name: '@rrweb/record', make: async () => one('@rrweb/record', await bundle(PLAIN)) },
  { name: 'clarity-js', make: async () => one('clarity-js', await bundle(CLARITY)) },
  { name: '@datadog/browser-rum', make: async () => one('@datadog/browser-rum', await bundle(DATADOG)) },
  { name: '@openreplay/tracker', make: async () => one('@openreplay/tracker', await bundle(OPENREPLAY)) },
]
