// Reads projects and organisations anew, after a change to who belongs where or to what they are called.
import { organisationsQuery, projectsQuery } from '../api/queries.ts'
import { queryClient } from './services.ts'

export const refreshAccount = async (): Promise<void> => {
  await Promise.all([
    queryClient.fetchQuery({ ...projectsQuery, staleTime: 0 }),
    queryClient.fetchQuery({ ...organisationsQuery, staleTime: 0 }),
  ])
}
