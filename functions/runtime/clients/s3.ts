// S3.
import { S3Client } from '@aws-sdk/client-s3'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

export const s3 = new S3Client({ requestHandler: CLIENT_TIMEOUTS })
