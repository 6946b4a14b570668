// Brings the template of a stage up as it would be deployed, but for its clockwork: what runs by a window or a
// schedule is called by the day, at the times at which it would run.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { type Assembly, loadAssembly, type Template } from '../../local/assembly/load-assembly.ts'
import { type LocalAccess, prepareAccess } from '../../local/playhead/first-run.ts'
import { synthesize } from '../../local/playhead/synthesize.ts'
import { type Running, runAssembly } from '../../local/run-assembly.ts'
import { startDynamoDb } from '../../local/services/dynamodb/server.ts'
import { freePorts } from '../system/free-ports.ts'
import { countDynamoDb } from './count-dynamodb.ts'
import type { Mapping } from './mappings.ts'
import type { Priced } from './prices.ts'

const CLOCKWORK = ['AWS::Lambda::EventSourceMapping', 'AWS::Scheduler::Schedule']

export type DeployedFunction = { path: string; memoryMiB: number }

export type Stack = {
  template: Template
  running: Running
  access: LocalAccess
  functions: Map<string, DeployedFunction>
  mappings: Mapping[]
  streamName: string
  stop(): Promise<void>
}

const referenced = (value: unknown): string => {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] }
  return Ref ?? attribute?.[0] ?? ''
}

const withoutClockwork = (assembly: Assembly, directory: string): void => {
  const file = join(directory, `${assembly.stackName}.template.json`)
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template
  const kept = Object.entries(template.Resources).filter(([, { Type }]) => !CLOCKWORK.includes(Type))
  writeFileSync(file, JSON.stringify({ ...template, Resources: Object.fromEntries(kept) }))
}

const functionsOf = ({ Resources }: Template): Map<string, DeployedFunction> =>
  new Map(
    Object.entries(Resources)
      .filter(([, { Type, Properties }]) => Type === 'AWS::Lambda::Function' && Properties?.['Description'])
      .map(([id, { Properties = {} }]) => [
        id,
        {
          path: String(Properties['Description']).split(': ').at(-1) ?? id,
          memoryMiB: Number(Properties['MemorySize'] ?? 128),
        },
      ]),
  )

const mappingsOf = ({ Resources }: Template): Mapping[] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')
    .map(({ Properties = {} }) => ({
      functionId: referenced(Properties['FunctionName']),
      batchSize: Number(Properties['BatchSize'] ?? 100),
      windowSeconds: Number(Properties['MaximumBatchingWindowInSeconds'] ?? 0),
      lanes: Number(Properties['ParallelizationFactor'] ?? 1),
    }))

/** `TablesSessions1A2B3C4D` of the template is `sessions`. */
export const tableName = (name: string): string =>
  /Tables(\p{Lu}\p{Ll}+)/u.exec(name)?.[1]?.toLowerCase() ?? name

export const bringUp = async (
  directory: string,
  count: (priced: Priced, cause: string, quantity: number) => void,
): Promise<Stack> => {
  const whole = join(directory, 'assembly')
  await synthesize({ assembly: whole })
  const { template } = loadAssembly(whole)
  const still = join(directory, 'assembly-still')
  cpSync(whole, still, { recursive: true })
  withoutClockwork(loadAssembly(still), still)

  // The stream takes what a real one would spread over time: the day is sent at once.
  process.env['PLAYHEAD_KINESIS_THROUGHPUT'] = 'unlimited'
  const dynamodb = await startDynamoDb({ directory: join(directory, 'dynamodb') })
  const counted = await countDynamoDb(dynamodb.url, tableName, count)
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = counted.url
  const edge = await freePorts(3)
  const running = await runAssembly({
    assembly: still,
    directory: join(directory, 'state'),
    ports: { DashboardHost: edge, PlayerHost: edge + 1 },
  })
  const access = await prepareAccess(directory, running, { edge, player: edge + 1, demo: edge + 2 })
  const { StreamNames: [streamName = ''] = [] } = await running.context.services.kinesis.send(
    new ListStreamsCommand({}),
  )
  return {
    template,
    running,
    access,
    functions: functionsOf(template),
    mappings: mappingsOf(template),
    streamName,
    stop: async () => {
      await running.stop()
      counted.stop()
      await dynamodb.stop()
    },
  }
}
