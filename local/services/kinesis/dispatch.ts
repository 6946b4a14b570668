// From a request's headers and body to the action it names, and from what comes of it to an answer.
import type { IncomingHttpHeaders } from 'node:http'
import type { Kinesis } from './action.ts'
import { actions } from './actions.ts'
import { checkInput } from './input-shape.ts'
import { KinesisError } from './kinesis-error.ts'

const TARGET_PREFIX = 'Kinesis_20131202.'

export type Answer = { status: number; body: string }

export const dispatch = async (
  headers: IncomingHttpHeaders,
  body: Buffer,
  kinesis: Kinesis,
): Promise<Answer> => {
  try {
    const action = findAction(headers)
    if (!headers.authorization) {
      throw new KinesisError('MissingAuthenticationTokenException', 'Missing Authentication Token')
    }
    const output = await action.run(checkInput(action.input, parse(body)) as never, kinesis)
    return { status: 200, body: output === undefined ? '' : JSON.stringify(output) }
  } catch (error) {
    return refuse(error)
  }
}

export const refuse = (error: unknown): Answer => {
  if (error instanceof KinesisError) {
    return { status: error.status, body: JSON.stringify({ __type: error.name, message: error.message }) }
  }
  console.error('kinesis: an action failed', error)
  const message = 'The request processing has failed because of an internal error.'
  return { status: 500, body: JSON.stringify({ __type: 'InternalFailureException', message }) }
}

const findAction = (headers: IncomingHttpHeaders) => {
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('application/x-amz-json-1.1') && !type.startsWith('application/json')) {
    throw new KinesisError('UnknownOperationException', `Content type ${type} is not supported.`, 404)
  }
  const target = String(headers['x-amz-target'] ?? '')
  const action = target.startsWith(TARGET_PREFIX)
    ? actions.get(target.slice(TARGET_PREFIX.length))
    : undefined
  if (action === undefined) {
    throw new KinesisError('UnknownOperationException', `The operation ${target} is not supported.`)
  }
  return action
}

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString())
  } catch (error) {
    throw new KinesisError('SerializationException', `The body is not JSON: ${(error as Error).message}`)
  }
}
