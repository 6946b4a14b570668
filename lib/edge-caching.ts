// What CloudFront itself keeps, and for how long. The headers of security-headers.ts only tell browsers.
import { Duration } from 'aws-cdk-lib'
import { CachePolicy, type ErrorResponse } from 'aws-cdk-lib/aws-cloudfront'
import type { Construct } from 'constructs'

/** How long a deployment may stay unseen at the edge, for files that keep their names. */
const FRESH = Duration.minutes(1)

/** For files that keep their names from one deployment to the next; hashed files may stay as long as they like. */
export const freshFiles = (scope: Construct): CachePolicy =>
  new CachePolicy(scope, 'FreshFiles', {
    comment: 'Files that keep their names: seen anew within a minute of a deployment',
    minTtl: Duration.seconds(0),
    defaultTtl: FRESH,
    maxTtl: FRESH,
    enableAcceptEncodingGzip: true,
    enableAcceptEncodingBrotli: true,
  })

/** The statuses of which CloudFront keeps answers for ten seconds, whatever they say of themselves. */
const KEPT_STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]

/** A session that was asked for too early must not stay missing, nor a system that recovered look ill. */
export const errorsAreNotKept: ErrorResponse[] = KEPT_STATUSES.map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}))
