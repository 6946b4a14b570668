// What stands in for a screen that could not be shown, with the way to try again.
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { asProblem } from '../api/problem.ts'
import { useTitle } from '../app/use-title.ts'
import { ProblemNotice } from './problem-notice.tsx'

/** A new release has replaced the file that this page was about to load: only loading the page again helps. */
const isLostFile = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|importing a module|preload CSS/i.test(error.message)

export const RouteError = ({ error, reset }: ErrorComponentProps) => {
  const router = useRouter()
  const { reset: resetQueries } = useQueryErrorResetBoundary()
  const problem = asProblem(error)
  useTitle(problem.title)
  useEffect(() => resetQueries(), [resetQueries])

  const retry = () => {
    if (isLostFile(error)) return location.reload()
    reset()
    void router.invalidate()
  }
  // The login has ended: the way to the login page is under way already.
  if (problem.status === 401) return null
  return <ProblemNotice problem={problem} onRetry={retry} />
}
