// Questions about a project's events: the one function of the API that carries DuckDB.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { askQuestionRoute } from './analytics/ask-question.ts'

export const handler = http(gate, askQuestionRoute)
