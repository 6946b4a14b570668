// Pictures of the pages a person sees, whole and masked. Fetched only where option, project and sample want them.
export { startScreenshots as start } from '../screenshots/start.ts'
