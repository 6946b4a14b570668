// Makes the player of a file of its own a module of the dashboard: its script and its style as texts.
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const ID = 'virtual:offline-player'

export const offlinePlayer = (): Plugin => {
  let made: Promise<string> | undefined
  return {
    name: 'playhead:offline-player',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: async (id) => {
      if (id !== `\0${ID}`) return undefined
      made ??= make()
      return made
    },
  }
}

const make = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: 'main.ts',
        formats: ['iife'],
        name: 'playhead',
        fileName: 'player',
        cssFileName: 'player',
      },
    },
  })
  const [output] = [built].flat()
  const files = output && 'output' in output ? output.output : []
  const script = files.find((file) => file.type === 'chunk')
  const style = files.find(({ fileName }) => fileName.endsWith('.css'))
  if (script?.type !== 'chunk' || style?.type !== 'asset')
    throw new Error('The player of a file was not built.')
  return [
    `export const script = ${JSON.stringify(script.code)}`,
    `export const style = ${JSON.stringify(String(style.source))}`,
  ].join('\n')
}
