// One Lambda function: the bundle of one file in functions/, its own role and its own log.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  Code,
  type ILayerVersion,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Settings } from './settings.ts'

const bundles = fileURLToPath(new URL('../dist/functions/', import.meta.url))

export type HandlerProps = {
  settings: Settings
  /** Path below functions/ without its ending, for instance `http/track`. */
  path: string
  environment: Record<string, string>
  memoryMiB?: number
  timeoutSeconds?: number
  layers?: ILayerVersion[]
  /** MiB of /tmp; 512 unless more is asked for. */
  diskMiB?: number
}

export class Handler extends Construct {
  readonly function: LambdaFunction
  /** Whether the clock calls it, and nobody waits for what it answers. */
  readonly isScheduled: boolean

  constructor(scope: Construct, id: string, props: HandlerProps) {
    super(scope, id)
    this.isScheduled = props.path.startsWith('schedule/')
    const bundle = `${bundles}${props.path}`
    if (!existsSync(bundle)) {
      throw new Error(
        `There is no bundle for functions/${props.path}.ts: run "npm run build", or check the name.`,
      )
    }
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    // A role of our own: the managed execution policy would let each function write every log.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(role)
    this.function = new LambdaFunction(this, 'Function', {
      description: `Playhead ${props.settings.stage}: ${props.path}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle),
      handler: 'index.handler',
      role,
      logGroup,
      memorySize: props.memoryMiB ?? 512,
      timeout: Duration.seconds(props.timeoutSeconds ?? 10),
      ...(props.layers && { layers: props.layers }),
      ...(props.diskMiB && { ephemeralStorageSize: Size.mebibytes(props.diskMiB) }),
      environment: { STAGE: props.settings.stage, ...props.environment },
    })
  }
}
