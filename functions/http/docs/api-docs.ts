// GET /api-docs: what the API takes and answers, for people. No script: a page of text needs none.
import { createHash } from 'node:crypto'
import type { OpenApiDocument } from '../../../core/api/open-api.ts'
import { apiDocs as operation } from '../../../core/api/system-operations.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { route } from '../../runtime/http/route.ts'
import { document } from './document.ts'
import { renderPage } from './render-page.ts'
import { STYLE } from './style.ts'

const styleHash = createHash('sha256').update(STYLE).digest('base64')

export const apiDocs = (described: OpenApiDocument) => {
  const text = renderPage(described)
  return async (): Promise<HttpAnswer> => ({
    status: 200,
    text,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  })
}

export const apiDocsRoute = route(operation, apiDocs(document))
