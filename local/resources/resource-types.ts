// Every resource type that the runner knows. One that is not here stops the start by its name.
import type { Provider } from '../context.ts'
import { alarmProviders, iamRole, logGroup, nothingToDo } from './accepted.ts'
import { apiGatewayProviders, type GatewayParts } from './api-gateway.ts'
import { bucketDeployment, type SiteUpload } from './bucket-deployment.ts'
import { cloudFrontProviders, type EdgeParts } from './cloudfront.ts'
import {
  cognitoIdentityProvider,
  cognitoUserPool,
  cognitoUserPoolClient,
  cognitoUserPoolDomain,
} from './cognito.ts'
import { dynamoDbTable } from './dynamodb-table.ts'
import { eventSourceMapping } from './event-source-mapping.ts'
import { kinesisStream } from './kinesis-stream.ts'
import { lambdaFunction } from './lambda-function.ts'
import { lambdaLayer } from './lambda-layer.ts'
import { s3Bucket, s3BucketPolicy } from './s3-bucket.ts'
import { schedulerSchedule } from './scheduler-schedule.ts'
import { secretsManagerSecret } from './secrets-manager-secret.ts'
import { webAcl } from './web-acl.ts'

/** Done by the runner itself: the function behind such a resource (Python, say) is never started. */
export const OWN_CUSTOM_RESOURCES = ['Custom::CDKBucketDeployment', 'Custom::S3AutoDeleteObjects']

export type Parts = { gateway: GatewayParts; edge: EdgeParts; uploads: SiteUpload[] }

export const resourceTypes = (parts: Parts): Record<string, Provider> => ({
  ...apiGatewayProviders(parts.gateway),
  ...cloudFrontProviders(parts.edge),
  ...alarmProviders,
  'AWS::CDK::Metadata': nothingToDo,
  'AWS::Cognito::UserPool': cognitoUserPool,
  'AWS::Cognito::UserPoolClient': cognitoUserPoolClient,
  'AWS::Cognito::UserPoolDomain': cognitoUserPoolDomain,
  'AWS::Cognito::UserPoolIdentityProvider': cognitoIdentityProvider,
  'AWS::DynamoDB::Table': dynamoDbTable,
  'AWS::Glue::Database': nothingToDo,
  'AWS::Glue::Table': nothingToDo,
  'AWS::IAM::Policy': nothingToDo,
  'AWS::IAM::Role': iamRole,
  'AWS::Kinesis::Stream': kinesisStream,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::LayerVersion': lambdaLayer,
  'AWS::Lambda::Permission': nothingToDo,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::S3::Bucket': s3Bucket,
  'AWS::S3::BucketPolicy': s3BucketPolicy,
  'AWS::Scheduler::Schedule': schedulerSchedule,
  'AWS::SecretsManager::Secret': secretsManagerSecret,
  'AWS::WAFv2::WebACL': webAcl(parts.edge),
  'Custom::CDKBucketDeployment': bucketDeployment(parts.uploads),
  // Empties buckets when a stack is removed; here the data folder is removed whole.
  'Custom::S3AutoDeleteObjects': nothingToDo,
})
