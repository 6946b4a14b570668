// Before any tier: what the tests look at is built from the sources as they are. Takes no time if it already is.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const setup = (): void => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const { status } = spawnSync(process.execPath, ['bin/build.ts'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('The build failed; its errors are above.')
}
