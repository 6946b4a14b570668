// Everything that surrounds the screens: theme, cache, router, and what happens when the login ends.
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { theme } from '../theme/theme.ts'
import { router } from './router.tsx'
import { login, queryClient } from './services.ts'

const leaveWhenSignedOut = () => {
  if (login.isSignedIn()) return
  queryClient.clear()
  const { matches, location } = router.state
  // Pages that need no login are left as they are.
  if (matches.some(({ routeId }) => routeId === '/member'))
    void router.navigate({ to: '/login', search: { next: location.href } })
}

export const App = () => {
  useEffect(() => {
    const unsubscribe = login.subscribe(leaveWhenSignedOut)
    // Signed out in another tab: that tab has removed the token from the storage they share.
    window.addEventListener('storage', leaveWhenSignedOut)
    return () => {
      unsubscribe()
      window.removeEventListener('storage', leaveWhenSignedOut)
    }
  }, [])

  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
