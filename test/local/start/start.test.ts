import { once } from 'node:events'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePorts, type PlayheadProcess, runPlayhead, temporaryData } from '../../playhead-process.ts'

let data: ReturnType<typeof temporaryData>
let port: number
const processes: PlayheadProcess[] = []

beforeEach(async () => {
  data = temporaryData()
  port = await freePorts()
})
afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.stop('SIGKILL')))
  data.remove()
})

const start = (directory = data.directory, at: number | string = port) => {
  const started = runPlayhead(directory, at)
  processes.push(started)
  return started
}
const isFree = async (at: number): Promise<boolean> => {
  const server = createServer().listen(at, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  await once(server.close(), 'close')
  return true
}
const lastLine = (output: string) => output.trim().split('\n').at(-1)

describe('npm start', () => {
  test('brings everything up, says so last, and stops cleanly at SIGTERM', async () => {
    const playhead = start()
    const access = await playhead.ready
    expect(lastLine(playhead.output())).toBe('Playhead is ready')
    expect(access).toMatchObject({
      url: `http://localhost:${port}`,
      playerUrl: `http://localhost:${port + 1}`,
      demoUrl: `http://localhost:${port + 2}`,
    })
    const health = await fetch(`${access.url}/health?deep=1`)
    expect(await health.json()).toMatchObject({
      status: 'healthy',
      checks: { table: 'ok', stream: 'ok', bucket: 'ok' },
    })
    for (const page of [access.url, access.playerUrl, access.demoUrl, `${access.url}/tracker.js`]) {
      expect((await fetch(page)).status, page).toBe(200)
    }
    expect((await playhead.stop('SIGTERM')).code).toBe(0)
    expect(await Promise.all([port, port + 1, port + 2].map(isFree))).toEqual([true, true, true])
  })

  test('keeps its member, keys and data across a restart and across kill -9', async () => {
    const first = start()
    const before = await first.ready
    const batch = (seq: number) => ({
      v: 1,
      visitorId: '7b0c5b58-1f3b-4d0f-9d3c-0a5f4f1f0001',
      sessionId: '7b0c5b58-1f3b-4d0f-9d3c-0a5f4f1f0002',
      tabId: '7b0c5b58-1f3b-4d0f-9d3c-0a5f4f1f0003',
      seq,
      sentAt: Date.now(),
      events: [
        {
          eventId: crypto.randomUUID(),
          name: 'page_view',
          ts: Date.now(),
          url: 'http://localhost/',
          props: {},
        },
      ],
    })
    const track = (seq: number) =>
      fetch(`${before.url}/api/v1/track?k=${before.publishableKey}`, {
        method: 'POST',
        body: JSON.stringify(batch(seq)),
        headers: { 'content-type': 'text/plain' },
      })
    expect((await track(0)).status).toBe(202)
    // Acknowledged, and then no chance to do anything more.
    await first.stop('SIGKILL')

    const second = start()
    const after = await second.ready
    expect(after).toEqual(before)
    expect(second.output()).not.toContain('built')
    const login = await fetch(`${after.url}/api/v1/auth/login`, {
      method: 'POST',
      body: JSON.stringify(after.member),
      headers: { 'content-type': 'application/json' },
    })
    const { accessToken } = (await login.json()) as { accessToken: string }
    expect((await track(1)).status).toBe(202)
    const sessions = async () => {
      const answer = await fetch(`${after.url}/api/v1/sessions?projectId=${after.projectId}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
      return ((await answer.json()) as { sessions: { events: number }[] }).sessions
    }
    await expect.poll(sessions, { timeout: 15_000 }).toMatchObject([{ events: 2 }])
  })

  test('is not kept out by what a dead process left behind, even if its number lives again', async () => {
    writeFileSync(join(data.directory, 'running.json'), JSON.stringify({ pid: process.pid, port: 1 }))
    await start().ready
  })

  test('stops as cleanly when one ctrl-C arrives twice, from the terminal and through npm', async () => {
    const playhead = start()
    await playhead.ready
    playhead.child.kill('SIGINT')
    expect((await playhead.stop('SIGINT')).code).toBe(0)
    expect(existsSync(join(data.directory, 'running.json'))).toBe(false)
  })

  test('may move its ports and keep its data', async () => {
    await start().ready
    await processes.at(-1)?.stop()
    const elsewhere = await freePorts()
    const access = await start(data.directory, elsewhere).ready
    expect(access.url).toBe(`http://localhost:${elsewhere}`)
  })
})

describe('npm start refuses with one sentence and code 1', () => {
  test('a port that is in use, and leaves nothing running', async () => {
    const squatter = createServer().listen(port + 1, '127.0.0.1')
    await once(squatter, 'listening')
    const { code, output } = await start().ended
    squatter.close()
    expect(code).toBe(1)
    expect(output.trim()).toBe(
      `Port ${port + 1} (player) is in use. Free it, or move all three with PLAYHEAD_PORT=<first port>.`,
    )
    expect(await isFree(port)).toBe(true)
  })

  test.each(['many', '0', '65535', '4300.5'])('the port "%s"', async (at) => {
    const { code, output } = await start(data.directory, at).ended
    expect(code).toBe(1)
    expect(output.trim()).toBe(`PLAYHEAD_PORT is "${at}"; it must be a number from 1 to 65533.`)
  })

  test('a data folder that cannot be written', async () => {
    const file = join(data.directory, 'a-file')
    writeFileSync(file, '')
    const { code, output } = await start(join(file, 'data')).ended
    expect(code).toBe(1)
    expect(output).toMatch(
      /^The data folder .*a-file.data cannot be written \(ENOTDIR\)\. Mend its rights, or choose another with PLAYHEAD_DATA\.\n$/,
    )
  })

  test('a data folder that another one uses', async () => {
    await start().ready
    const { code, output } = await start(data.directory, await freePorts()).ended
    expect(code).toBe(1)
    expect(output).toMatch(/^Playhead already runs with the data folder .* \(process \d+\)\. Stop it first/)
  })

  test('a data folder where none can be made, at once', async () => {
    if (process.platform !== 'linux') return
    const { code, output } = await start('/proc/nowhere/data').ended
    expect(code).toBe(1)
    expect(output).toMatch(/^The data folder \/proc\/nowhere\/data cannot be written \(ENOENT\)/)
  })

  test.each(['local.json', 'state/resources.json'])('a damaged %s, and says which', async (file) => {
    await start().ready
    await processes.at(-1)?.stop()
    const path = join(data.directory, file)
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 20))
    const { code, output } = await start().ended
    expect(code).toBe(1)
    expect(output.trim()).toBe(
      `${path} is damaged. Put back a copy of it, or remove the whole data folder to begin anew.`,
    )
  })

  test('a damaged stream, and says where', async () => {
    await start().ready
    await processes.at(-1)?.stop()
    const [file = ''] = globSync('state/kinesis/**/stream.json', { cwd: data.directory })
    writeFileSync(join(data.directory, file), '{"half')
    const { code, output } = await start().ended
    expect(code).toBe(1)
    expect(output).toMatch(
      /^The kinesis data in .*kinesis cannot be opened \(.*\)\. Put back a copy of that folder/,
    )
    expect(output).not.toContain('    at ')
  })

  test('to go on when it is interrupted, and leaves nothing running', async () => {
    const playhead = start()
    await expect
      .poll(() => existsSync(join(data.directory, 'running.json')), { timeout: 10_000, interval: 5 })
      .toBe(true)
    const { code, output } = await playhead.stop('SIGINT')
    expect(code).toBe(1)
    expect(lastLine(output)).toBe('Interrupted before Playhead was ready; nothing is left running.')
    expect(existsSync(join(data.directory, 'running.json'))).toBe(false)
    expect(await Promise.all([port, port + 1, port + 2].map(isFree))).toEqual([true, true, true])
    // And the next start is as good as any.
    await start().ready
  })
})

test('what it hands out stays with its owner', async () => {
  await start().ready
  const file = join(data.directory, 'local.json')
  const { mode } = await import('node:fs').then(({ statSync }) => statSync(file))
  if (process.platform !== 'win32') expect(mode & 0o077).toBe(0)
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8'))).sort()).toEqual([
    'demoUrl',
    'member',
    'playerUrl',
    'projectId',
    'publishableKey',
    'secretKey',
    'url',
    'wsUrl',
  ])
})
