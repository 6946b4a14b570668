// What recorded pages show beside their own text: which of it is kept, and the contents themselves.
import * as z from 'zod'
import { assetHashSchema } from '../assets/asset-record.ts'
import { ASSET_TYPES } from '../assets/asset-type.ts'
import { assetBundleSchema, replayAssetsSchema } from '../assets/session-assets.ts'
import { ASSET_BUNDLE_MAX } from '../limits.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const access = { kind: 'project', atLeast: 'viewer', secretKey: true, sight: 'replay' } as const

export const listReplayAssets = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/replay/assets',
  id: 'listReplayAssets',
  chapter: 'Sessions',
  summary: 'The style sheets, fonts and images that a replay needs',
  description:
    'What the addresses in the recording had at the time of the session, by the hash of the content. Addresses stand without their fragment; those in a style sheet are absolute in the content that is kept of it, and what it imports is a part of it. At most 1,000 in all.',
  access,
  params: z.object({ sessionId: z.uuid() }),
  query: inProject(),
  answers: { 200: replayAssetsSchema },
})

export const getAsset = operation({
  method: 'GET',
  path: '/api/v1/assets/{hash}',
  id: 'getAsset',
  chapter: 'Sessions',
  summary: 'The content of a style sheet, font or image',
  description:
    'At most 4 MiB in one answer. A larger one comes in parts: ask again with `from`, the bytes that you have, until they are the `bytes` of the list.',
  access,
  params: z.object({ hash: assetHashSchema }),
  query: inProject({ from: z.coerce.number().int().min(0).max(100_000_000).default(0) }),
  answers: { 200: null },
  answersBinary: ASSET_TYPES,
})

export const readAssets = operation({
  method: 'GET',
  path: '/api/v1/assets',
  id: 'readAssets',
  chapter: 'Sessions',
  summary: 'Several contents in one answer',
  description:
    'For the many small files of a page. `left` names those that found no room, 3 MB in all: ask for them again, or one by one where a single one is larger. What is not there is in neither list.',
  access,
  query: inProject({
    hashes: z
      .string()
      .transform((text) => [...new Set(text.split(','))])
      .pipe(z.array(assetHashSchema).min(1).max(ASSET_BUNDLE_MAX.contents)),
  }),
  answers: { 200: assetBundleSchema },
})
