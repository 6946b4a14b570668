// The buckets that hold what people did, each with the lifecycle that its content deserves.
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { RETENTION_MAX_DAYS } from '../core/limits.ts'
import type { Settings } from './settings.ts'

/**
 * Days after which S3 itself removes what nobody removed before: `schedule/expire` goes by the retention of each project,
 * which no project can make longer than this.
 */
const BACKSTOP_DAYS = RETENTION_MAX_DAYS + 30

export class Buckets extends Construct {
  /** Session parts, replay segments, screenshots, and batches that are too large for the stream. */
  readonly sessions: Bucket
  /** The event lake. */
  readonly lake: Bucket
  /** What could not be read, and what a consumer gave up on. */
  readonly quarantine: Bucket

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    const bucket = (name: string, keepDays: number) =>
      new Bucket(this, name, {
        encryption: BucketEncryption.S3_MANAGED,
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforceSSL: true,
        removalPolicy: settings.removeDataWithStack ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
        // CloudFormation removes only an empty bucket.
        autoDeleteObjects: settings.removeDataWithStack,
        lifecycleRules: [
          { id: 'expire', expiration: Duration.days(keepDays) },
          { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ],
      })
    this.sessions = bucket('Sessions', BACKSTOP_DAYS)
    this.sessions.addLifecycleRule({
      id: 'claims',
      prefix: 'claims/',
      expiration: Duration.days(claimDays(settings)),
    })
    // What could not be fetched within days is no longer what the page showed.
    this.sessions.addLifecycleRule({ id: 'assets-due', prefix: 'assets-due/', expiration: Duration.days(7) })
    // An upload is looked at and moved at once, or it is none.
    this.sessions.addLifecycleRule({ id: 'uploads', prefix: 'uploads/', expiration: Duration.days(1) })
    // Pages of every site upload by a form that was signed for them, and must learn whether it was taken.
    this.sessions.addCorsRule({ allowedMethods: [HttpMethods.POST], allowedOrigins: ['*'], maxAge: 86_400 })
    this.lake = bucket('Lake', BACKSTOP_DAYS)
    // Answers to questions count for an hour at most.
    this.lake.addLifecycleRule({ id: 'answers', prefix: 'answers/', expiration: Duration.days(1) })
    this.quarantine = bucket('Quarantine', settings.retention.quarantineDays)
  }
}

/**
 * A claim outlives every record that points to it: that one may be the stream's for its whole retention, then wait in
 * quarantine, be sent again on the last day there, and be the stream's once more. A day is for the clocks.
 */
const claimDays = ({ stream, retention }: Settings): number =>
  Math.ceil((2 * stream.retentionHours) / 24) + retention.quarantineDays + 1
