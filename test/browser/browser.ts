// Launches the browser that browser tests drive: the one inside an npm package on Linux x64, elsewhere an installed one.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const WELL_KNOWN = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const NO_BROWSER =
  'No browser for the browser tests: install Google Chrome, Microsoft Edge or Chromium, or name one with PLAYHEAD_BROWSER=/path/to/browser.'

// The package's own configuration looks for its fonts in fixed folders outside this one.
const fontsConf = (home: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, 'font-cache')}</cachedir>
</fontconfig>
`

type BrowserPlace = Pick<LaunchOptions, 'executablePath' | 'channel' | 'env'>

export const launchBrowser = async (options: LaunchOptions = {}): Promise<Browser> => {
  const named = process.env['PLAYHEAD_BROWSER']
  if (named && !existsSync(named)) throw new Error(`PLAYHEAD_BROWSER names ${named}, which does not exist.`)
  const place = named ? { executablePath: named } : await packagedBrowser()
  if (place) return launch(place, options)
  return launchInstalled(options)
}

const launch = (place: BrowserPlace, options: LaunchOptions) =>
  chromium.launch({ headless: true, ...options, ...place, args: [...FLAGS, ...(options.args ?? [])] })

const launchInstalled = async (options: LaunchOptions) => {
  const found = WELL_KNOWN.filter(existsSync).map((executablePath) => ({ executablePath }))
  const places: BrowserPlace[] = [{ channel: 'chrome' }, { channel: 'msedge' }, ...found]
  for (const place of places) {
    const browser = await launch(place, options).catch(() => undefined)
    if (browser) return browser
  }
  throw new Error(NO_BROWSER)
}

/**
 * Unpacks the packaged browser once, into a folder of its own that appears whole or not at all: the package itself
 * would use fixed names in the temporary folder, where two runs meet and an interrupted one leaves half a browser.
 */
const packagedBrowser = async (): Promise<BrowserPlace | undefined> => {
  if (platform() !== 'linux' || arch() !== 'x64') return undefined
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const root = entry.slice(0, entry.lastIndexOf('@sparticuz'))
  const { version } = JSON.parse(await readFile(join(root, '@sparticuz/chromium/package.json'), 'utf8'))
  const home = join(root, '.cache', `playhead-chromium-${version}`)
  if (!existsSync(home)) await unpack(home)
  return {
    executablePath: join(home, 'chromium'),
    env: {
      ...definedEnv(),
      LD_LIBRARY_PATH: [join(home, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      FONTCONFIG_PATH: join(home, 'fonts'),
    },
  }
}

const unpack = async (home: string) => {
  await mkdir(dirname(home), { recursive: true })
  const staging = await mkdtemp(`${home}-`)
  const before = { ...process.env }
  // The package unpacks its shared libraries only where it believes itself inside a Lambda function.
  Object.assign(process.env, { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', TMPDIR: staging })
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    await packaged.executablePath()
    await writeFile(join(staging, 'fonts/fonts.conf'), fontsConf(home))
    await rename(staging, home)
  } catch (error) {
    // Another run that finished first has left the same files there.
    if (!existsSync(home)) throw error
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
    await rm(staging, { recursive: true, force: true })
  }
}

const definedEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
