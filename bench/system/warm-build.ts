// Builds whatever is out of date, so that no benchmark measures a build by accident.
import type { Bench } from '../measuring/benchmark.ts'
import { runCommand } from './command.ts'

export const warmBuild = async ({ onStop }: Pick<Bench, 'onStop'>): Promise<void> => {
  await runCommand({ args: ['bin/build.ts'] }, onStop)
}
