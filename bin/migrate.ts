// Brings what an earlier version stored to today's shape. Nothing runs it by itself; run again, it does what is left.
import { parseArgs } from 'node:util'
import { migrations } from './migrate/migrations.ts'
import { NoSystem, nameFinder, openClients, reachSystem } from './operator/find-system.ts'

const USAGE = `npm run migrate -- [--dry-run]             of the system that runs on this machine
npm run migrate -- -c stage=prod --dry-run   of a deployed stage: says what it would do`

const readCommand = () => {
  try {
    const { values } = parseArgs({
      options: {
        context: { type: 'string', short: 'c' },
        'dry-run': { type: 'boolean', default: false },
      },
    })
    const stage = /^stage=([a-z][a-z0-9]{0,15})$/.exec(values.context ?? '')?.[1]
    if (values.context !== undefined && stage === undefined) throw new NoSystem(USAGE)
    return { stage, dryRun: values['dry-run'] }
  } catch {
    throw new NoSystem(USAGE)
  }
}

const run = async (): Promise<void> => {
  const { stage, dryRun } = readCommand()
  reachSystem(stage)
  const clients = openClients()
  const configuration = await nameFinder(clients, stage).table('configuration')
  for (const { id, says, steps } of migrations) {
    const left = await steps({ dynamodb: clients.dynamodb, configuration })
    console.log(`${id}: ${left.length === 0 ? 'nothing to do' : says}`)
    for (const step of left) {
      if (!dryRun) await step.run()
      console.log(`  ${dryRun ? 'would do' : 'done'}: ${step.says}`)
    }
  }
}

try {
  await run()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
