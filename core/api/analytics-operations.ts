// What may be asked of a project's events: one operation for all questions of the registry.
import * as z from 'zod'
import { anyAnswerSchema } from '../analytics/answer.ts'
import { questions } from '../analytics/questions.ts'
import { realtimeSchema } from '../analytics/realtime.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

export const askQuestion = operation({
  method: 'POST',
  path: '/api/v1/analytics/{question}',
  id: 'askQuestion',
  chapter: 'Analytics',
  summary: 'The answer to a question about the events of a project',
  description: [
    'Questions:',
    ...questions.map(
      ({ name, summary }) => `\`${name}\` (${summary.charAt(0).toLowerCase()}${summary.slice(1)}),`,
    ),
    'each with parameters of its own beside those that all have: `from` and `to` (milliseconds, or dates of the time zone), or `period`; `timeZone`; `compare`; `filter`; `bots`.',
    'A filter is `{dimension, op, value}`, or `{and: […]}`, or `{or: […]}`.',
    'The same question about a range that is over is answered from what was computed, for an hour; about one that still runs until something new came. The headers `cache-status` and, where the edge leaves it, `x-cache` say so, too.',
  ].join(' '),
  access: { kind: 'project', atLeast: 'viewer', secretKey: true },
  params: z.object({ question: z.string().max(60) }),
  query: inProject(),
  body: z.record(z.string(), z.unknown()),
  answers: { 200: anyAnswerSchema },
})

export const showRealtime = operation({
  method: 'GET',
  path: '/api/v1/analytics/realtime',
  id: 'showRealtime',
  chapter: 'Analytics',
  summary: 'Who is on the site now, and was in the last half hour',
  description:
    'From the sessions as they stand, seconds after their events; at most five seconds old. `complete` is false when more than two thousand sessions run: then the newest were looked at.',
  access: { kind: 'project', atLeast: 'viewer', secretKey: true },
  query: inProject(),
  answers: { 200: realtimeSchema },
})
