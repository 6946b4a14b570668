// Counts what a DynamoDB client really sends, each attempt of a retry included.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

export type Calls = { writes: number; reads: number }

/** Of the endpoint that the environment names, or of the one given. */
export const countingClient = (endpoint?: string): { client: DynamoDBDocumentClient; calls: Calls } => {
  const calls: Calls = { writes: 0, reads: 0 }
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient(
      endpoint
        ? { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
        : {},
    ),
  )
  // Below the retries.
  client.middlewareStack.add(
    (next, context) => (args) => {
      calls[context['commandName'] === 'GetItemCommand' ? 'reads' : 'writes'] += 1
      return next(args)
    },
    { step: 'deserialize', name: 'countCalls' },
  )
  return { client, calls }
}
