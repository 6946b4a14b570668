// What could not be read, or was given up, from the operator's side: list it, show it, send it through again.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { claims } from '../functions/stores/claims.ts'
import { people } from '../functions/stores/people.ts'
import { quarantined, redelivery } from '../functions/stores/quarantined.ts'
import { legible } from '../functions/stores/record-bytes.ts'
import { NotRedriven, redriveObject } from '../functions/stores/redrive.ts'
import { sessionParts } from '../functions/stores/session-parts.ts'
import { sessions } from '../functions/stores/sessions.ts'
import { NoSystem, nameFinder, openClients, reachSystem } from './operator/find-system.ts'

const USAGE = `npm run redrive -- list                    what lies in quarantine
npm run redrive -- show <id>               one of it, with its records: they hold what people did
npm run redrive -- run <id> [--dry-run]    sends it through again; --all instead of an id: everything
Of the system that runs on this machine, or of a deployed stage: -c stage=prod`

class Usage extends Error {
  override name = 'Usage'
}

const readCommand = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        context: { type: 'string', short: 'c' },
        all: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    })
    const [command = '', id, ...rest] = positionals
    const stage = /^stage=([a-z][a-z0-9]{0,15})$/.exec(values.context ?? '')?.[1]
    const knows = ['list', 'show', 'run'].includes(command) && rest.length === 0
    const complete =
      command === 'list' || (command === 'run' && values.all ? id === undefined : id !== undefined)
    if (!knows || !complete || (values.context !== undefined && stage === undefined)) throw new Usage(USAGE)
    return { command, id, stage, dryRun: values['dry-run'] }
  } catch (error) {
    throw error instanceof Usage ? error : new Usage(USAGE)
  }
}

const run = async (): Promise<void> => {
  const { command, id, stage, dryRun } = readCommand()
  reachSystem(stage)
  const clients = openClients()
  const names = nameFinder(clients, stage)
  const store = quarantined(clients.s3, await names.bucket('quarantine'))
  const found: { id: string; key: string }[] = []
  for await (const one of store.list()) if (id === undefined || one.id === id) found.push(one)
  if (id !== undefined && found.length === 0) throw new NoSystem(`Nothing in quarantine has the id ${id}.`)
  if (found.length === 0) console.log('The quarantine is empty.')

  if (command === 'list') {
    for (const { id, key } of found) {
      const { quarantinedAt, consumer, records, reason } = await store.read(key)
      console.log(`${id}  ${quarantinedAt}  ${consumer}  ${records.length} records  ${reason}`)
    }
    return
  }
  if (command === 'show') {
    for (const { key } of found) {
      const { records, ...facts } = await store.read(key)
      console.log(JSON.stringify(facts, null, 2))
      for (const { data, ...record } of records)
        console.log(JSON.stringify(record), legible(Buffer.from(data, 'base64')))
    }
    return
  }

  const sessionBucket = await names.bucket('sessions')
  const deps = {
    quarantined: store,
    stream: redelivery(clients.kinesis, await names.stream()),
    claims: claims(clients.s3, sessionBucket),
    parts: sessionParts(clients.s3, sessionBucket),
    sessions: sessions(clients.dynamodb, await names.table('sessions'), Date.now),
    people: people(clients.dynamodb, await names.table('people')),
    now: Date.now,
    sleep,
  }
  const sent = new Set<string>()
  for (const { id, key } of found) {
    const object = await store.read(key)
    if (dryRun) {
      console.log(`${id}  would send ${object.records.length} records again`)
      continue
    }
    try {
      await redriveObject(deps, object, sent)
      console.log(`${id}  done, and removed: ${object.records.length} records`)
    } catch (error) {
      if (!(error instanceof NotRedriven)) throw error
      console.log(`${id}  kept: ${error.message}`)
      process.exitCode = 1
    }
  }
}

// Whoever reads along, such as `head`, may have had enough.
process.stdout.on('error', () => process.exit())

try {
  await run()
} catch (error) {
  const ours = error instanceof NoSystem || error instanceof Usage
  console.error(
    ours || !(error instanceof Error) ? String((error as Error).message) : `${error.name}: ${error.message}`,
  )
  process.exitCode = 1
}
