// Starts the dashboard.
import './theme/style-sheets.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { router } from './app/router.tsx'

// The screen's code comes while the login is renewed and the projects are read, not after.
const { routesById } = router
for (const { routeId } of router.matchRoutes(router.latestLocation)) {
  void router.loadRouteChunk(routesById[routeId as keyof typeof routesById])
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
