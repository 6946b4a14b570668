// The one place that turns an error into a response: an RFC 9457 problem document.
import { STATUS_CODES } from 'node:http'
import { AppError } from '../../../core/errors.ts'
import type { HttpAnswer } from './answer.ts'

/** Of a fault of ours the caller learns nothing but that it was one. */
export const toProblem = (error: unknown, requestId: string): HttpAnswer => {
  const known =
    error instanceof AppError ? error : new AppError('internal-error', 500, 'Something went wrong here.')
  return {
    status: known.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(known.retryAfter !== undefined && { 'retry-after': String(known.retryAfter) }),
      ...known.headers,
      ...(known.status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: {
      type: `urn:playhead:problem:${known.code}`,
      title: STATUS_CODES[known.status] ?? 'Error',
      status: known.status,
      detail: known.message,
      code: known.code,
      success: false,
      requestId,
      ...(known.fields && { errors: known.fields }),
      ...known.facts,
    },
  }
}
