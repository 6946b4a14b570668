// Makes the ZIP of a Lambda layer from one package of the lock file, for whatever machine it is, and prints its path.
//   node bin/pack-layer.ts <package>
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { layerEntries } from './layer-entries.ts'
import { zip } from './zip.ts'

type LockFile = { packages: Record<string, { version?: string; integrity?: string }> }

const root = fileURLToPath(new URL('..', import.meta.url))

/** npm asks the registry that this machine is set up for. */
const download = (name: string, version: string, folder: string): Buffer => {
  const args = ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder]
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    // npm is a script there.
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm pack ${name}@${version} failed: ${stderr}`)
  return readFileSync(join(folder, stdout.trim()))
}

const pack = (name: string): string => {
  const lockFile = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as LockFile
  const { version, integrity } = lockFile.packages[`node_modules/${name}`] ?? {}
  if (!version || !integrity) throw new Error(`package-lock.json does not name ${name}.`)
  const output = join(root, 'dist', 'layers', `${name.replaceAll(/[@/]/g, '_')}-${version}.zip`)
  if (existsSync(output)) return output
  const folder = mkdtempSync(join(tmpdir(), 'playhead-layer-'))
  try {
    const entries = layerEntries(name, download(name, version, folder), integrity)
    mkdirSync(join(root, 'dist', 'layers'), { recursive: true })
    writeFileSync(`${output}.part`, zip(entries))
    renameSync(`${output}.part`, output)
    return output
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  console.log(pack(process.argv[2] ?? ''))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
