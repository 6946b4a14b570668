import { brotliCompressSync, gzipSync } from 'node:zlib'
import { openTheatre, openAsMember } from './dashboard-stage.ts'
import { sessionAt, eventAt, shop } from './fixtures.ts'
const t = await openTheatre()
for (const path of ['/login','/sessions',`/sessions/${sessionAt(0,1).sessionId}`]) {
const s = await t.openStage({ viewport: { width: 380, height: 780 } }); const now = Date.now()
s.backend.state.sessions = Array.from({ length: 120 }, (_, n) => sessionAt(n, now)); s.backend.state.events = Array.from({length:60},(_, n)=>eventAt(n, sessionAt(0,now)))
let gz=0,br=0; const jobs: Promise<void>[]=[]
s.page.on('response', r => { const p=new URL(r.url()).pathname; if(p.startsWith('/api')||p==='/config.json') return; jobs.push(r.body().then(b=>{gz+=gzipSync(b,{level:9}).length; br+=brotliCompressSync(b).length}).catch(()=>{})) })
const t0=Date.now()
if (path==='/login') await s.page.goto(path); else await openAsMember(s, path+`?project=${shop.projectId}`)
await s.page.waitForSelector(path==='/login'?'form':path==='/sessions'?'[data-session]':'[data-event]')
const ms=Date.now()-t0
await s.page.waitForTimeout(500); await Promise.all(jobs)
console.log(path, {gz,br,ms}); await s.page.screenshot({path:`/tmp/shots/final${path.length}.png`})
await s.close()}
await t.close()
