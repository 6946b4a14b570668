// GET /api/v1/openapi.json: what the API takes and answers, for programs.
import type { OpenApiDocument } from '../../../core/api/open-api.ts'
import { openApiDocument as operation } from '../../../core/api/system-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { route } from '../../runtime/http/route.ts'
import { document } from './document.ts'

export const openApi = (described: OpenApiDocument) => async (): Promise<HttpAnswer> => ok(described)

export const openApiRoute = route(operation, openApi(document))
