// A small CDK app that is not Playhead: what the runner does for it, it does for any. `grown` adds a route, an index and a consumer.
import { fileURLToPath } from 'node:url'
import { App, CfnOutput, CfnResource, CfnRule, Duration, Fn, SecretValue, Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Distribution, OriginRequestPolicy } from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { UserPool } from 'aws-cdk-lib/aws-cognito'
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import { Stream } from 'aws-cdk-lib/aws-kinesis'
import {
  CfnLayerVersion,
  Code,
  Function as LambdaFunction,
  LayerVersion,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import { KinesisEventSource, S3OnFailureDestination } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'

const handlers = fileURLToPath(new URL('handlers', import.meta.url))

export type FixtureOptions = {
  outdir: string
  grown?: boolean
  stranger?: boolean
  streamed?: boolean
  /** Asks for a parameter of Systems Manager by a dynamic reference. */
  parameter?: boolean
  /** Has a rule that holds in this region only. */
  onlyIn?: string
  triggered?: boolean
  /** Gives the notes a layer: packages that a deployment fetches, or files that lie in the assembly. */
  layer?: 'packages' | 'files'
  /** Has a database and a table of Glue. */
  catalogued?: boolean
  /** Other settings of resources that are there already. */
  altered?: boolean
  shards?: number
  greeting?: string
}

export const synthesizeFixture = ({
  outdir,
  grown = false,
  stranger = false,
  streamed = false,
  parameter = false,
  onlyIn,
  triggered = false,
  layer,
  catalogued = false,
  altered = false,
  shards = 1,
  greeting = 'hello',
}: FixtureOptions): void => {
  const app = new App({ outdir, context: { 'aws:cdk:disable-asset-staging': true } })
  const stack = new Stack(app, 'Fixture')
  const table = new Table(stack, 'Notes', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    ...(streamed && { stream: StreamViewType.KEYS_ONLY }),
  })
  const bucket = new Bucket(stack, 'Store')
  const stream = new Stream(stack, 'Stream', {
    shardCount: shards,
    retentionPeriod: Duration.hours(altered ? 48 : 24),
  })
  const lambda = (id: string, handler: string, environment: Record<string, string>) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(handlers),
      handler,
      environment,
      timeout: Duration.seconds(2),
      memorySize: 256,
    })
  const pool = new UserPool(stack, 'Pool', {
    selfSignUpEnabled: altered,
    ...(triggered && { lambdaTriggers: { postConfirmation: lambda('Greet', 'notes.handler', {}) } }),
  })
  const consumer = (folder: string) =>
    lambda(`Consume${folder}`, 'consume.handler', {
      BUCKET: bucket.bucketName,
      FOLDER: folder,
    }).addEventSource(
      new KinesisEventSource(stream, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 10,
        retryAttempts: 1,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        parallelizationFactor: 2,
        onFailure: new S3OnFailureDestination(bucket),
      }),
    )

  const notes = lambda('Api', 'notes.handler', { NOTES_TABLE: table.tableName, GREETING: greeting })
  table.grantReadWriteData(notes)
  if (layer) {
    const file =
      layer === 'files'
        ? new Asset(stack, 'Files', { path: handlers })
        : stack.synthesizer.addFileAsset({ executable: ['false'], sourceHash: 'packages' })
    const [s3Bucket, s3Key] =
      file instanceof Asset ? [file.s3BucketName, file.s3ObjectKey] : [file.bucketName, file.objectKey]
    const version = new CfnLayerVersion(stack, 'Packages', { content: { s3Bucket, s3Key } })
    notes.addLayers(LayerVersion.fromLayerVersionArn(stack, 'Layer', version.ref))
  }
  if (catalogued) {
    const catalogId = stack.account
    const database = new CfnDatabase(stack, 'Catalogue', { catalogId, databaseInput: { name: 'notes' } })
    new CfnTable(stack, 'Catalogued', {
      catalogId,
      databaseName: database.ref,
      tableInput: { name: 'notes' },
    })
  }
  const api = new HttpApi(stack, 'Http')
  const integration = new HttpLambdaIntegration('Notes', notes)
  api.addRoutes({ path: '/notes', methods: [HttpMethod.POST], integration })
  api.addRoutes({
    path: '/guarded',
    methods: [HttpMethod.POST],
    integration,
    authorizer: new HttpLambdaAuthorizer('Guard', lambda('Guard', 'guard.handler', {}), {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.x-word'],
    }),
  })
  consumer('first')
  if (grown) {
    table.addGlobalSecondaryIndex({
      indexName: 'by-topic',
      partitionKey: { name: 'topic', type: AttributeType.STRING },
      sortKey: { name: 'at', type: AttributeType.NUMBER },
    })
    api.addRoutes({ path: '/topics/{topic}', methods: [HttpMethod.GET], integration })
    consumer('second')
  }
  if (stranger) new CfnResource(stack, 'Fleet', { type: 'AWS::GameLift::Fleet' })
  if (onlyIn) {
    new CfnRule(stack, 'Region', {
      assertions: [
        { assert: Fn.conditionEquals(stack.region, onlyIn), assertDescription: `Only ${onlyIn} has ferns.` },
      ],
    })
  }
  const word = parameter
    ? SecretValue.unsafePlainText('{{resolve:ssm:word:1}}')
    : new Secret(stack, 'Word', {
        generateSecretString: { secretStringTemplate: '{"for":"the edge"}', generateStringKey: 'word' },
      }).secretValueFromJson('for')
  const visibilityConfig = {
    cloudWatchMetricsEnabled: true,
    metricName: 'fixture',
    sampledRequestsEnabled: false,
  }
  const firewall = new CfnWebACL(stack, 'Firewall', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig,
    rules: [
      {
        name: 'rate',
        priority: 0,
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 50 } },
        action: { block: { customResponse: { responseCode: 429 } } },
        visibilityConfig,
      },
    ],
  })
  const edge = new Distribution(stack, 'Edge', {
    webAclId: firewall.attrArn,
    defaultBehavior: {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`, {
        customHeaders: { 'x-known-word': word.unsafeUnwrap() },
      }),
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      allowedMethods: { methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'] },
    },
  })
  new CfnOutput(stack, 'Host', { value: edge.distributionDomainName })
  new CfnOutput(stack, 'UserPoolId', { value: pool.userPoolId })
  new CfnOutput(stack, 'StreamName', { value: stream.streamName })
  new CfnOutput(stack, 'BucketName', { value: bucket.bucketName })
  app.synth()
}
