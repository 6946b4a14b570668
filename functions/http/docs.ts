// What the API takes and answers: for programs, and for people.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { apiDocsRoute } from './docs/api-docs.ts'
import { openApiRoute } from './docs/open-api-document.ts'

export const handler = http(gate, openApiRoute, apiDocsRoute)
