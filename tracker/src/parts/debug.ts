// What the tracker sees, masks and sends in this page, shown to the site's developer. Fetched for `?tracker-debug` alone.
export { startDebug as start } from '../debug/start.ts'
