// Finds the system that an operator means: the one that runs on this machine, or a deployed stage by its names.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb'
import { KinesisClient, paginateListStreams } from '@aws-sdk/client-kinesis'
import { paginateListBuckets, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { NodeHttpHandler } from '@smithy/node-http-handler'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** CloudFormation cuts the stack's name to this when it names a bucket. */
const STACK_IN_BUCKET_CHARS = 24

/** A sentence for the operator. */
export class NoSystem extends Error {
  override name = 'NoSystem'
}

/** Without a stage it is the one of the data folder, by the variables that it wrote for such callers. */
export const reachSystem = (stage: string | undefined): void => {
  if (stage !== undefined) return
  const directory = resolve(root, process.env['PLAYHEAD_DATA'] || '.playhead')
  const file = join(directory, 'services.json')
  if (!existsSync(join(directory, 'running.json')) || !existsSync(file)) {
    throw new NoSystem(
      `No Playhead runs with the data folder ${directory}. Start it with npm start, or name a stage: -c stage=prod.`,
    )
  }
  Object.assign(process.env, JSON.parse(readFileSync(file, 'utf8')))
}

/** After `reachSystem`: clients read the environment when they are made. */
export const openClients = () => {
  const tables = new DynamoDBClient()
  return {
    tables,
    dynamodb: DynamoDBDocumentClient.from(tables, { marshallOptions: { removeUndefinedValues: true } }),
    s3: new S3Client(),
    kinesis: new KinesisClient({ requestHandler: new NodeHttpHandler() }),
  }
}

export type Clients = ReturnType<typeof openClients>

/** Physical names hold the stack's name and the logical id's beginning. */
export const nameFinder = ({ tables, s3, kinesis }: Clients, stage: string | undefined) => {
  const stack = `playhead-${stage ?? ''}`
  const pick = (names: (string | undefined)[], what: string, begin = stack): string => {
    const wanted = names.filter((name) => name?.toLowerCase().startsWith(begin) && isOf(name, what))
    const [name, ...others] = wanted
    if (name !== undefined && others.length === 0) return name
    throw new NoSystem(
      name === undefined
        ? `There is no ${what} of ${stage === undefined ? 'the running system' : `stage ${stage}`} for these credentials in this region.`
        : `There are ${wanted.length} of ${what}; which one is meant cannot be told.`,
    )
  }
  const isOf = (name: string | undefined, what: string) =>
    name?.toLowerCase().includes(`${stage === undefined ? '' : '-'}${what}`) ?? false
  return {
    bucket: async (what: string): Promise<string> => {
      const names: (string | undefined)[] = []
      for await (const { Buckets = [] } of paginateListBuckets({ client: s3 }, {}))
        names.push(...Buckets.map(({ Name }) => Name))
      return pick(names, `buckets${what}`, stack.slice(0, STACK_IN_BUCKET_CHARS))
    },
    table: async (what: string): Promise<string> => {
      const names: string[] = []
      for await (const { TableNames = [] } of paginateListTables({ client: tables }, {}))
        names.push(...TableNames)
      return pick(names, `tables${what}`)
    },
    stream: async (): Promise<string> => {
      const names: string[] = []
      for await (const { StreamNames = [] } of paginateListStreams({ client: kinesis }, {}))
        names.push(...StreamNames)
      return pick(names, 'eventstream')
    },
  }
}
