import { openSites } from './lab/site/index.ts';
import { spawn } from 'node:child_process';
const sites = await openSites();
const s = await sites.open();
const run=(args:string[])=>new Promise<void>(r=>{const c=spawn(process.execPath,['dist/cli.js','smoke-test',...args],{stdio:'inherit',env:{...process.env,SMOKE_USER:sites.credentials.user,SMOKE_PASSWORD:sites.credentials.password}});c.on('exit',c=>{console.log('exit',c);r()})});
await run(['--suite','/tmp/try/suite.yml','--base-url',s.origin,'--http-url',s.httpOrigin,'--ca-file',sites.caFile,'--junit','/tmp/try/j.xml',...process.argv.slice(2)]);
await s.stop(); await sites.stop();
