// A private bucket of static files and their way into it: what a CloudFront distribution serves.
import { RemovalPolicy } from 'aws-cdk-lib'
import type { IOrigin } from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, type ISource } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'

export class StaticSite extends Construct {
  readonly origin: IOrigin

  constructor(scope: Construct, id: string, sources: ISource[]) {
    super(scope, id)
    const bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // Nothing in here that a build could not make again.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new BucketDeployment(this, 'Upload', {
      destinationBucket: bucket,
      sources,
      // A page opened before a deployment still asks for its own chunks.
      prune: false,
      // With the stack the files go too: CloudFormation removes only an empty bucket.
      retainOnDelete: false,
      memoryLimit: 512,
    })
    this.origin = S3BucketOrigin.withOriginAccessControl(bucket)
  }
}
