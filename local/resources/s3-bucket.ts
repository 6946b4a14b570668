// AWS::S3::Bucket and AWS::S3::BucketPolicy: the bucket, its lifecycle and CORS, and whether CloudFront may read it.
import {
  BucketAlreadyOwnedByYou,
  type CORSRule,
  CreateBucketCommand,
  type LifecycleRule,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3'
import type { Provider } from '../context.ts'

type CfnLifecycleRule = {
  Id?: string
  Status: 'Enabled' | 'Disabled'
  Prefix?: string
  ExpirationInDays?: number
  AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number }
}
type CfnCorsRule = {
  AllowedOrigins: string[]
  AllowedMethods: string[]
  AllowedHeaders?: string[]
  ExposedHeaders?: string[]
  MaxAge?: number
}

const toLifecycleRule = (rule: CfnLifecycleRule): LifecycleRule => ({
  ID: rule.Id,
  Status: rule.Status,
  Filter: { Prefix: rule.Prefix ?? '' },
  ...(rule.ExpirationInDays !== undefined && { Expiration: { Days: rule.ExpirationInDays } }),
  ...(rule.AbortIncompleteMultipartUpload && {
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  }),
})

const toCorsRule = (rule: CfnCorsRule): CORSRule => ({
  AllowedOrigins: rule.AllowedOrigins,
  AllowedMethods: rule.AllowedMethods,
  AllowedHeaders: rule.AllowedHeaders,
  ExposeHeaders: rule.ExposedHeaders,
  MaxAgeSeconds: rule.MaxAge,
})

export const s3Bucket: Provider = async ({ logicalId, properties }, context) => {
  const client = context.services.s3
  const name = `${context.stackName}-${logicalId}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(0, 63)
  try {
    await client.send(new CreateBucketCommand({ Bucket: name }))
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error
  }
  const rules = (properties['LifecycleConfiguration'] as { Rules: CfnLifecycleRule[] } | undefined)?.Rules
  if (rules) {
    await client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: name,
        LifecycleConfiguration: { Rules: rules.map(toLifecycleRule) },
      }),
    )
  }
  const cors = (properties['CorsConfiguration'] as { CorsRules: CfnCorsRule[] } | undefined)?.CorsRules
  if (cors) {
    await client.send(
      new PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules: cors.map(toCorsRule) } }),
    )
  }
  const regionalDomain = `${name}.s3.${context.region}.${context.urlSuffix}`
  return {
    ref: name,
    attributes: {
      Arn: `arn:${context.partition}:s3:::${name}`,
      DomainName: `${name}.s3.${context.urlSuffix}`,
      RegionalDomainName: regionalDomain,
    },
  }
}

type Statement = { Effect: string; Action: string | string[]; Principal?: { Service?: string | string[] } }

export const s3BucketPolicy: Provider = ({ logicalId, properties }, context) => {
  const { Statement: statements } = properties['PolicyDocument'] as { Statement: Statement[] }
  const letsCloudFrontRead = statements.some(
    ({ Effect, Action, Principal }) =>
      Effect === 'Allow' &&
      [Action].flat().includes('s3:GetObject') &&
      [Principal?.Service ?? []].flat().includes('cloudfront.amazonaws.com'),
  )
  if (letsCloudFrontRead) context.bucketsForCloudFront.add(String(properties['Bucket']))
  return { ref: logicalId }
}
