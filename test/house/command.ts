// Runs one of the project's tools and gives back how it ended.
import { spawnSync } from 'node:child_process'
import { root } from './imports.ts'

export const command = (script: string, ...args: string[]): { ok: boolean; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return { ok: status === 0, output: stdout + stderr }
}
