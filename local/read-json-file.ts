// A file of state: what it says, nothing if it is not there, and a sentence with its name if it is damaged.
import { readFileSync } from 'node:fs'
import { StartError } from './start-error.ts'

export const readJsonFile = <T>(file: string): T | undefined => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text) as T
  } catch {
    throw new StartError(
      `${file} is damaged. Put back a copy of it, or remove the whole data folder to begin anew.`,
    )
  }
}
