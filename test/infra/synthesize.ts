// Synthesizes a stage as `cdk synth` would, validation and nag included, and reads the template.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const root = fileURLToPath(new URL('../../', import.meta.url))

type Resource = { Type: string; Properties?: unknown; DeletionPolicy?: string }
export type Template = {
  Resources: Record<string, Resource>
  Outputs: Record<string, { Value: unknown }>
  Rules: Record<string, { Assertions: object[] }>
}

export type Synthesis = {
  status: number | null
  output: string
  directory: string
  template: () => Template
}

const made: string[] = []
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true })
})

export const synthesize = (stage: string, env: NodeJS.ProcessEnv = {}): Synthesis => {
  const directory = mkdtempSync(join(tmpdir(), 'playhead-synth-'))
  made.push(directory)
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))
  // No credentials and no region: what is in the environment must not matter.
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/playhead.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: directory,
      CDK_OUTDIR: directory,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage }),
      ...env,
    },
  })
  return {
    status,
    output: stdout + stderr,
    directory,
    template: () =>
      JSON.parse(readFileSync(join(directory, `Playhead-${stage}.template.json`), 'utf8')) as Template,
  }
}

/** A resource's properties; what a test reads of them it names with a type of its own. */
export const ofType = <T = Record<string, unknown>>({ Resources }: Template, type: string): [string, T][] =>
  Object.entries(Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId, resource]) => [logicalId, (resource.Properties ?? {}) as T])
