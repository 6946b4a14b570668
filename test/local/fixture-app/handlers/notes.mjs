// The fixture's HTTP handler: keeps notes, lists them, and misbehaves when it is told to.
import { createRequire } from 'node:module'
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'

const client = new DynamoDBClient({})
const TableName = process.env.NOTES_TABLE
let calls = 0

export const handler = async (event) => {
  calls += 1
  const { note, crash, hang, fail, find } = JSON.parse(event.body ?? '{}')
  if (crash) process.exit(7)
  if (hang) await new Promise(() => setInterval(() => undefined, 1_000))
  if (fail) throw new TypeError('no such luck')
  // As a bundle does that lies outside of every project.
  if (find) return { found: createRequire('/nowhere/index.js').resolve(find) }
  if (event.routeKey === 'POST /notes') {
    await client.send(
      new PutItemCommand({
        TableName,
        Item: { id: { S: note.id }, topic: { S: note.topic }, at: { N: String(note.at) } },
      }),
    )
    return {
      statusCode: 201,
      body: JSON.stringify({ calls, greeting: process.env.GREETING, word: event.headers['x-known-word'] }),
    }
  }
  const { topic } = event.pathParameters
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'by-topic',
      KeyConditionExpression: 'topic = :topic',
      ExpressionAttributeValues: { ':topic': { S: topic } },
    }),
  )
  return { ids: Items.map((item) => item.id.S) }
}
