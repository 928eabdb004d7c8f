// Runs the cases: all in the newest version, the main job also in the older one.
import { runAll } from './cases.mjs';
import { stopAll } from './rooms.mjs';
import './main_job.mjs';
import './guide.mjs';
import './study.mjs';
import './live.mjs';
import './workspaces.mjs';
import './palette.mjs';
import './beside.mjs';

const wanted = process.argv.slice(2);
const counts = await runAll(wanted, (line) => console.log(line));
await stopAll();
const units = Number(process.env.UNITS || 0);
console.log(`unit tests: ${units} passed`);
console.log(`${counts.passed + units} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
