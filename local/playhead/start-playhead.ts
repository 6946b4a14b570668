// The whole of Playhead on this machine: checked, built, synthesized, brought up and furnished for a first visit.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Running, runAssembly } from '../run-assembly.ts'
import { createStops } from '../stops.ts'
import { startDemo } from './demo-server.ts'
import { type LocalAccess, prepareAccess } from './first-run.ts'
import { lockDirectory } from './lock.ts'
import { checkPorts, readPorts } from './ports.ts'
import { build, synthesize } from './synthesize.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** How any SDK or the AWS CLI reaches the embedded services of the running system: the variables of a function. */
const writeServices = (directory: string, { context }: Running): void => {
  writeFileSync(
    join(directory, 'services.json'),
    `${JSON.stringify(context.services.environment, null, 2)}\n`,
    {
      mode: 0o600,
    },
  )
}

export type StartOptions = {
  /** Functions and sites follow their builds while it runs. */
  live?: boolean
  /** Somebody else keeps the builds fresh. */
  built?: boolean
  signal?: AbortSignal
}

export type Started = {
  access: LocalAccess
  running: Running
  /** Where everything of this system lies. */
  directory: string
  stop(): Promise<void>
}

const dataDirectory = () => resolve(root, process.env['PLAYHEAD_DATA'] || '.playhead')

/** Synthesizes what would be started, and says where it lies. */
export const prepareAssembly = async ({ live = false, signal }: StartOptions = {}): Promise<string> => {
  const assembly = join(dataDirectory(), live ? 'assembly-live' : 'assembly')
  await synthesize({ assembly, live, ...(signal && { signal }) })
  return assembly
}

export const startPlayhead = async ({
  live = false,
  built = false,
  signal,
}: StartOptions = {}): Promise<Started> => {
  const directory = dataDirectory()
  const ports = readPorts(process.env['PLAYHEAD_PORT'])
  await checkPorts(ports)
  const stops = createStops()
  stops.add(await lockDirectory(directory))
  try {
    signal?.throwIfAborted()
    if (!built) await build(signal)
    const assembly = await prepareAssembly({ live, ...(signal && { signal }) })
    signal?.throwIfAborted()
    const running = await runAssembly({
      assembly,
      directory: join(directory, 'state'),
      ports: { DashboardHost: ports.edge, PlayerHost: ports.player },
    })
    stops.add(() => running.stop())
    signal?.throwIfAborted()
    writeServices(directory, running)
    const access = await prepareAccess(directory, running, ports)
    const demo = await startDemo({
      port: ports.demo,
      playheadUrl: access.url,
      publishableKey: access.publishableKey,
      secretKey: access.secretKey,
    })
    stops.add(() => demo.stop())
    signal?.throwIfAborted()
    return { access, running, directory, stop: () => stops.run() }
  } catch (error) {
    await stops.run()
    throw error
  }
}
