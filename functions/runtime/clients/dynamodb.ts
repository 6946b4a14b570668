// DynamoDB, with plain objects in and out.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

export const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: CLIENT_TIMEOUTS }), {
  marshallOptions: { removeUndefinedValues: true },
})
