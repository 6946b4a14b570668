// Builds what changed and synthesizes the stage, each in a process of its own, and only when something changed.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../start-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export type SynthesisOptions = {
  /** Where the assembly goes. */
  assembly: string
  /** Leave assets where they were built, so that a running system sees them change. */
  live?: boolean
  signal?: AbortSignal
}

const run = (args: string[], env: NodeJS.ProcessEnv, signal: AbortSignal | undefined, show: boolean) =>
  new Promise<string>((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const take = (chunk: Buffer) => {
      output += chunk
      if (show) process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    // Interrupted, it is waited for: what says that nothing is left running must be right.
    const interrupt = () => child.kill()
    signal?.addEventListener('abort', interrupt)
    if (signal?.aborted) interrupt()
    child.on('error', fail)
    child.on('close', (code) => {
      signal?.removeEventListener('abort', interrupt)
      if (code === 0) done(output)
      else fail(new StartError(`${args.join(' ')} failed:\n${output}`))
    })
  })

export const build = async (signal?: AbortSignal): Promise<void> => {
  await run(['bin/build.ts'], {}, signal, true)
}

/** What the assembly is made of: the build's own fingerprints, and the sources of the template. */
const readFingerprint = async (signal: AbortSignal | undefined): Promise<string> =>
  (await run(['bin/print-fingerprint.ts'], {}, signal, false)).trim()

export const synthesize = async ({ assembly, live = false, signal }: SynthesisOptions): Promise<void> => {
  const stage = process.env['PLAYHEAD_STAGE'] || 'local'
  const fingerprint = `${await readFingerprint(signal)} ${stage}${live ? ' live' : ''}`
  const stamp = join(assembly, 'fingerprint')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  rmSync(assembly, { recursive: true, force: true })
  const { context: flags } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object }
  const context = {
    ...flags,
    stage,
    ...(live && { 'aws:cdk:disable-asset-staging': true }),
  }
  await run(
    ['bin/playhead.ts'],
    // The template is validated by the tests and by `cdk synth`; here it would only cost seconds.
    { CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: 'false' },
    signal,
    false,
  )
  writeFileSync(stamp, fingerprint)
}
