// AWS::Lambda::Function: its own bundle in its own worker, with the environment that the template gives it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context, Provider } from '../context.ts'
import { createFunctionPool, type FunctionPool } from '../lambda/function-pool.ts'
import { FunctionError, type Reserve } from '../lambda/invoke.ts'

type Properties = {
  Code: { S3Key?: string; ZipFile?: string }
  Handler?: string
  Runtime?: string
  Timeout?: number
  MemorySize?: number
  Layers?: string[]
  ReservedConcurrentExecutions?: number
  Environment?: { Variables?: Record<string, string> }
}

/** What a function has unless the template says otherwise: the service's own defaults. */
const TIMEOUT_SECONDS = 3
const MEMORY_MIB = 128

/** Where the runner's own packages lie. */
const ownPackages = fileURLToPath(new URL('../../node_modules', import.meta.url))

const codeDirectory = (logicalId: string, code: Properties['Code'], context: Context): string => {
  if (code.S3Key) return context.assetPath(code.S3Key)
  const directory = join(context.directory, 'inline-functions', logicalId)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'index.cjs'), code.ZipFile ?? '')
  return directory
}

const moduleFile = (directory: string, handler: string): { file: string; exportName: string } => {
  const dot = handler.lastIndexOf('.')
  const base = join(directory, handler.slice(0, dot))
  const file = ['.mjs', '.js', '.cjs'].map((ending) => base + ending).find((path) => existsSync(path))
  if (!file) throw new Error(`the code of handler ${handler} is not in its bundle`)
  return { file, exportName: handler.slice(dot + 1) }
}

export const lambdaFunction: Provider = ({ logicalId, properties }, context) => {
  const {
    Code,
    Handler = '',
    Runtime = '',
    Timeout,
    MemorySize,
    Layers,
    Environment,
    ...rest
  } = properties as Properties
  if (!Runtime.startsWith('nodejs'))
    throw new Error(`the runner cannot run the runtime ${Runtime}, only Node`)
  if (Layers?.some((layer) => !context.packageLayers.has(layer)))
    throw new Error('the runner knows no layers but those whose packages a deployment fetches')
  const name = `${context.stackName}-${logicalId}`
  const arn = `arn:${context.partition}:lambda:${context.region}:${context.accountId}:function:${name}`
  const timeoutMs = (Timeout ?? TIMEOUT_SECONDS) * 1_000
  const memoryMiB = MemorySize ?? MEMORY_MIB
  const directory = codeDirectory(logicalId, Code, context)
  const environment = {
    ...context.services.environment,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMiB),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    LAMBDA_TASK_ROOT: directory,
    TZ: ':UTC',
    // What such a layer brings to Lambda's machine is installed on this one.
    ...(Layers?.length && { NODE_PATH: ownPackages }),
    ...Environment?.Variables,
  }
  const newPool = (): FunctionPool =>
    createFunctionPool(
      {
        start: {
          ...moduleFile(directory, Handler),
          functionName: name,
          functionArn: arn,
          memoryMiB,
          logGroup: `/aws/lambda/${name}`,
        },
        environment,
        timeoutMs,
        log: (text) => context.log(logicalId, text),
      },
      rest.ReservedConcurrentExecutions,
    )
  let pool = newPool()
  const reserve: Reserve = async () => {
    for (let asked = pool; ; asked = pool) {
      const slot = await asked.reserve()
      if (slot) return slot
      // Those who waited when the code was renewed wait for the new one.
      if (asked === pool) throw new FunctionError('Runtime.Stopped', 'the function is being stopped')
    }
  }
  context.functions.set(arn, {
    invoke: async (payload) => (await reserve()).invoke(payload),
    reserve,
    recycle: async () => {
      const old = pool
      pool = newPool()
      await old.stop()
    },
  })
  context.onStop(() => pool.stop())
  return { ref: name, attributes: { Arn: arn } }
}
