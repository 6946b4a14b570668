// Properties that would change what a resource does, and that the runner does not do: refused by name, never ignored.
import type { Template } from '../assembly/load-assembly.ts'

const REFUSED: Record<string, string[]> = {
  'AWS::ApiGatewayV2::Api': ['Body', 'BodyS3Location', 'Target', 'RouteKey', 'DisableExecuteApiEndpoint'],
  'AWS::ApiGatewayV2::Integration': [
    'RequestParameters',
    'RequestTemplates',
    'ResponseParameters',
    'TlsConfig',
  ],
  'AWS::ApiGatewayV2::Route': ['ApiKeyRequired', 'RequestModels', 'RequestParameters'],
  'AWS::ApiGatewayV2::Stage': ['DefaultRouteSettings', 'RouteSettings', 'StageVariables'],
  'AWS::DynamoDB::Table': [
    'ImportSourceSpecification',
    'KinesisStreamSpecification',
    'LocalSecondaryIndexes',
    'StreamSpecification',
  ],
  'AWS::Lambda::EventSourceMapping': ['FilterCriteria', 'ScalingConfig', 'TumblingWindowInSeconds'],
  'AWS::Lambda::Function': ['DeadLetterConfig', 'FileSystemConfigs', 'ImageConfig', 'SnapStart', 'VpcConfig'],
  'AWS::S3::Bucket': [
    'NotificationConfiguration',
    'ReplicationConfiguration',
    'VersioningConfiguration',
    'WebsiteConfiguration',
  ],
  'AWS::Scheduler::Schedule': ['EndDate', 'StartDate'],
}

/** Properties of which a part is done: any other part is refused. */
const DONE_IN_PART: Record<string, Record<string, string[]>> = {
  'AWS::Cognito::UserPool': { LambdaConfig: ['PreSignUp'] },
}

const refusedParts = (type: string, properties: Record<string, unknown>): string[] =>
  Object.entries(DONE_IN_PART[type] ?? {}).flatMap(([name, done]) =>
    Object.keys(properties[name] ?? {})
      .filter((part) => !done.includes(part))
      .map((part) => `${name}.${part}`),
  )

/** `AWS::Lambda::Function MyFunction: VpcConfig`, one for each refused property of a template. */
export const refusedProperties = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([logicalId, { Type, Properties = {} }]) =>
    [
      ...(REFUSED[Type] ?? []).filter((name) => Properties[name] !== undefined),
      ...refusedParts(Type, Properties),
    ].map((name) => `${Type} ${logicalId}: ${name}`),
  )
