// One request that needs no login: JSON to the API, and its answer or problem back.
import { readProblem, unreachable } from './problem.ts'

export const postOpen = async <T>(fetcher: typeof fetch, path: string, body?: unknown): Promise<T> => {
  const response = await fetcher(path, {
    method: 'POST',
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw unreachable(cause)
  })
  if (response.status === 204) return undefined as T
  if (!response.ok) throw await readProblem(response)
  return (await response.json()) as T
}
