// What the system says of itself.
import * as z from 'zod'
import { operation } from './operation.ts'

const open = { chapter: 'System', access: { kind: 'open' } } as const

const healthSchema = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  timestamp: z.number().int(),
  checks: z.record(z.string(), z.string()).optional(),
})

export const health = operation({
  ...open,
  method: 'GET',
  path: '/health',
  id: 'health',
  summary: 'Whether the system is up; with `deep=1` its stores are asked, too',
  query: z.object({ deep: z.enum(['0', '1']).default('0') }),
  answers: { 200: healthSchema, 503: healthSchema },
})

export const openApiDocument = operation({
  ...open,
  method: 'GET',
  path: '/api/v1/openapi.json',
  id: 'openApiDocument',
  summary: 'This document',
  answers: { 200: z.looseObject({ openapi: z.literal('3.1.0') }) },
  anyOrigin: true,
})

export const apiDocs = operation({
  ...open,
  method: 'GET',
  path: '/api-docs',
  id: 'apiDocs',
  summary: 'This document, for people to read',
  answers: { 200: null },
})
